//! What stood in an action's way, as the journal keeps it: a kind and the facts. Words are made in `lang`.

/// The kinds; each has a text `problem-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    UnknownHost,
    Unreachable,
    TimedOut,
    Dropped,
    Certificate,
    NoEncryption,
    WrongPassword,
    SignInNotAllowed,
    Wait,
    NoSuchMailbox,
    NotForMessages,
    ReadOnly,
    OverQuota,
    Rebuilt,
    Refused,
    /// The server's answer makes no sense.
    Answer,
    /// Something is larger than a limit of ours.
    TooLarge,
    /// A file or folder can't be read or written.
    Disk,
    NotMail,
    Unsupported,
    Gone,
    Cancelled,
    /// Everything went well, but the mailboxes do not hold what they should by our own moves: somebody else was at work too.
    Counts,
    /// Everything went well, but of messages that were moved another copy lies in the mailbox `about`, which nobody may take away.
    Doubled,
    /// The messages were moved, but the labels that hung on them could not be read before.
    LabelsUnread,
    /// The messages are back, but not all labels that hung on them.
    LabelsLost,
}

impl ProblemKind {
    pub const ALL: [Self; 26] = [
        Self::UnknownHost,
        Self::Unreachable,
        Self::TimedOut,
        Self::Dropped,
        Self::Certificate,
        Self::NoEncryption,
        Self::WrongPassword,
        Self::SignInNotAllowed,
        Self::Wait,
        Self::NoSuchMailbox,
        Self::NotForMessages,
        Self::ReadOnly,
        Self::OverQuota,
        Self::Rebuilt,
        Self::Refused,
        Self::Answer,
        Self::TooLarge,
        Self::Disk,
        Self::NotMail,
        Self::Unsupported,
        Self::Gone,
        Self::Cancelled,
        Self::Counts,
        Self::Doubled,
        Self::LabelsUnread,
        Self::LabelsLost,
    ];

    /// The word used in JSON, in the store and as a key of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Dropped => "dropped",
            Self::Certificate => "certificate",
            Self::NoEncryption => "no_encryption",
            Self::WrongPassword => "wrong_password",
            Self::SignInNotAllowed => "sign_in_not_allowed",
            Self::Wait => "wait",
            Self::NoSuchMailbox => "no_such_mailbox",
            Self::NotForMessages => "not_for_messages",
            Self::ReadOnly => "read_only",
            Self::OverQuota => "over_quota",
            Self::Rebuilt => "rebuilt",
            Self::Refused => "refused",
            Self::Answer => "answer",
            Self::TooLarge => "too_large",
            Self::Disk => "disk",
            Self::NotMail => "not_mail",
            Self::Unsupported => "unsupported",
            Self::Gone => "gone",
            Self::Cancelled => "cancelled",
            Self::Counts => "counts",
            Self::Doubled => "doubled",
            Self::LabelsUnread => "labels_unread",
            Self::LabelsLost => "labels_lost",
        }
    }

    /// Nothing failed over it: it is to be said beside what went well.
    pub const fn is_remark(self) -> bool {
        matches!(self, Self::Counts | Self::Doubled | Self::LabelsUnread | Self::LabelsLost)
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The mailbox, server or path it concerns; empty where there is none.
    pub about: Box<str>,
    /// The server's own text: one line, no control characters, at most [`Problem::SAID`] characters; empty where it gave none.
    pub said: Box<str>,
}

impl Problem {
    pub const SAID: usize = 300;

    /// Both texts may be foreign: they become short, inert lines.
    pub fn new(kind: ProblemKind, about: &str, said: &str) -> Self {
        let inert = |text: &str| crate::mail::text::one_line(text).chars().take(Self::SAID).collect::<String>().into();
        Self { kind, about: inert(about), said: inert(said) }
    }
}
