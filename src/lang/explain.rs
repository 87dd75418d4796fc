//! Errors in words. One text a variant: its value says what happened, `.means` what it means, `.do` what to do.

use super::{Arg, Lang, Notice};
use crate::account::{PasswordKind, Provider, SpecError};
use crate::engine::{Error, Remark};
use crate::mail::text::one_line;
use crate::plan::Problem;
use crate::source::{CertificateProblem, SourceError};
use std::path::Path;

/// Key of a text, and what fills its variables.
type Words<'a> = (&'static str, Vec<(&'static str, Arg<'a>)>);

impl Lang {
    /// An error of the engine in words.
    pub fn explain(&self, error: &Error) -> Notice {
        let (key, args) = words(error, self);
        self.notice(key, &args)
    }

    /// The word for an error in JSON, such as `wrong_password`: made from its text's key, which therefore never changes.
    pub fn error_word(&self, error: &Error) -> String {
        words(error, self).0.trim_start_matches("error-").replace('-', "_")
    }

    /// The same, with what the member's mail provider wants where the sign-in failed.
    pub fn explain_for(&self, error: &Error, provider: Option<&Provider>) -> Notice {
        let mut notice = self.explain(error);
        let about_sign_in =
            matches!(error, Error::Source(SourceError::WrongPassword { .. } | SourceError::SignInNotAllowed { .. }));
        if let Some(provider) = provider
            && about_sign_in
            && provider.password != PasswordKind::Password
        {
            notice.to_do = self.provider_hint(provider);
        }
        notice
    }

    /// What a mail provider wants of programs that read its mail, in plain words.
    pub fn provider_hint(&self, provider: &Provider) -> String {
        let own = format!("provider-hint-{}", provider.id);
        let key = if self.has(&own) { own } else { format!("provider-hint-kind-{}", provider.password.as_str()) };
        self.tf(&key, &[("name", provider.name.into())])
    }

    /// Why a SOURCE was not understood.
    pub fn explain_spec(&self, error: &SpecError) -> Notice {
        let words = match error {
            SpecError::Empty => ("spec-empty", vec![]),
            SpecError::UnknownScheme(scheme) => ("spec-unknown-scheme", vec![("scheme", text(scheme))]),
            SpecError::NoUser => ("spec-no-user", vec![]),
            SpecError::NoHost => ("spec-no-host", vec![]),
            SpecError::BadPort(port) => ("spec-bad-port", vec![("port", text(port))]),
            SpecError::BadHost(host) => ("spec-bad-host", vec![("host", text(host))]),
            SpecError::PasswordInAddress => ("spec-password-in-address", vec![]),
            SpecError::FolderInAddress => ("spec-folder-in-address", vec![]),
            SpecError::BadCharacter(user) => ("spec-bad-character", vec![("user", text(user))]),
        };
        self.notice(words.0, &words.1)
    }

    /// What stood in an action's way, in a sentence: `problem-<word>`, and what the server says.
    pub fn problem(&self, problem: &Problem) -> String {
        let words = self.tf(&format!("problem-{}", problem.kind.as_str()), &[("about", (&*problem.about).into())]);
        self.with_server(words, &problem.said)
    }

    /// What makes the findings weaker, and what to do about it: `remark-<word>`.
    pub fn remark(&self, remark: &Remark) -> String {
        let key = format!("remark-{}", remark.as_str());
        match remark {
            Remark::NoSent => self.t(&key),
            Remark::SentUnread { mailbox, problem } | Remark::JunkUnread { mailbox, problem } => {
                self.tf(&key, &[("mailbox", mailbox.as_str().into()), ("problem", self.problem(problem).into())])
            }
        }
    }

    fn with_server(&self, words: String, said: &str) -> String {
        if said.is_empty() { words } else { format!("{words} {}", self.tf("server-said", &[("said", said.into())])) }
    }

    /// A text with its `.means` and its `.do`.
    pub fn notice(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Notice {
        // What the server itself says follows what we say.
        let said = args.iter().find_map(|(name, arg)| (*name == "said").then_some(arg));
        let happened = self.tf(key, args);
        Notice {
            happened: if let Some(Arg::Text(said)) = said { self.with_server(happened, said) } else { happened },
            means: self.tf(&format!("{key}.means"), args),
            to_do: self.tf(&format!("{key}.do"), args),
        }
    }
}

fn words<'a>(error: &'a Error, lang: &Lang) -> Words<'a> {
    match error {
        Error::Source(error) => source_words(error, lang),
        Error::NoSecret { user, host } => ("error-no-secret", vec![("user", text(user)), ("host", text(host))]),
        Error::Keyring { detail } => ("error-keyring", vec![("detail", text(detail))]),
        Error::KeyringKeeps { detail } => ("error-keyring-keeps", vec![("detail", text(detail))]),
        Error::NeedsBrowser { host } => ("error-needs-browser", vec![("host", text(host))]),
        Error::NoBrowserHere { host } => ("error-no-browser-here", vec![("host", text(host))]),
        Error::BrowserRefused { said } => ("error-browser-refused", vec![("said", text(said))]),
        Error::BrowserTimedOut => ("error-browser-timed-out", vec![]),
        Error::Browser { detail } => ("error-browser", vec![("detail", text(detail))]),
        Error::Store { detail } => ("error-store", vec![("detail", text(detail))]),
        Error::StoreTooNew { found, known } => {
            ("error-store-too-new", vec![("found", (*found).into()), ("known", (*known).into())])
        }
        Error::StoreBusy => ("error-store-busy", vec![]),
        Error::NothingOpen => ("error-nothing-open", vec![]),
        Error::NoSuchIncident(id) => ("error-no-such-incident", vec![("id", (*id).into())]),
        Error::NoSuchAction(id) => ("error-no-such-action", vec![("id", (*id).into())]),
        Error::OtherSource => ("error-other-source", vec![]),
        Error::NothingToUndo => ("error-nothing-to-undo", vec![]),
        Error::NothingToMove => ("error-nothing-to-move", vec![]),
        Error::ActionOpen(id) => ("error-action-open", vec![("id", (*id).into())]),
        Error::NoTrash => ("error-no-trash", vec![]),
        Error::StoreDamaged { detail } => ("error-store-damaged", vec![("detail", text(detail))]),
        Error::NothingNarrow => ("error-nothing-narrow", vec![]),
        Error::NoFilterServer { host } => ("error-no-filter-server", vec![("host", text(host))]),
        Error::FilterInForce { name } => ("error-filter-in-force", vec![("name", text(name))]),
        Error::FilterRefused { said } => ("error-filter-refused", vec![("said", text(said))]),
        Error::BadMailbox(mailbox) => ("error-bad-mailbox", vec![("mailbox", folder(mailbox, lang))]),
        Error::NoSender => ("error-no-sender", vec![]),
        Error::NoRecipient => ("error-no-recipient", vec![]),
        Error::File { path, detail } => ("error-file", vec![("path", path_text(path)), ("detail", text(detail))]),
        Error::NoProgram { path, detail } => ("error-no-program", vec![("path", path_text(path)), ("detail", text(detail))]),
        Error::Internal { detail } => ("error-internal", vec![("detail", text(detail))]),
        Error::NotADemo { path } => ("error-not-a-demo", vec![("path", path_text(path))]),
        Error::FileExists { path } => ("error-file-exists", vec![("path", path_text(path))]),
    }
}

/// A mailbox as a member knows it.
fn folder<'a>(mailbox: &'a str, lang: &Lang) -> Arg<'a> {
    if mailbox.eq_ignore_ascii_case("INBOX") { lang.t("mailbox-inbox").into() } else { text(mailbox) }
}

fn source_words<'a>(error: &'a SourceError, lang: &Lang) -> Words<'a> {
    match error {
        SourceError::UnknownHost { host } => ("error-unknown-host", vec![("host", text(host))]),
        SourceError::Unreachable { host, port, detail } => {
            let args = vec![("host", text(host)), ("port", Arg::from(port.to_string())), ("detail", text(detail))];
            ("error-unreachable", args)
        }
        SourceError::TimedOut { host, seconds } => {
            ("error-timed-out", vec![("host", text(host)), ("seconds", (*seconds).into())])
        }
        SourceError::Dropped { host, detail } => ("error-dropped", vec![("host", text(host)), ("detail", text(detail))]),
        SourceError::Certificate { host, problem, detail, .. } => {
            let key = match problem {
                CertificateProblem::UnknownIssuer => "error-certificate-issuer",
                CertificateProblem::WrongName => "error-certificate-name",
                CertificateProblem::Expired => "error-certificate-expired",
                CertificateProblem::NotYetValid => "error-certificate-early",
                CertificateProblem::Changed => "error-certificate-changed",
                CertificateProblem::Other => "error-certificate-other",
            };
            (key, vec![("host", text(host)), ("detail", text(detail))])
        }
        SourceError::NoEncryption { host } => ("error-no-encryption", vec![("host", text(host))]),
        SourceError::WrongPassword { said } => ("error-wrong-password", vec![("said", text(said))]),
        SourceError::SignInNotAllowed { said } => ("error-sign-in-not-allowed", vec![("said", text(said))]),
        SourceError::Wait { said, wait: Some(wait) } => {
            let seconds = wait.as_secs().max(1);
            ("error-wait", vec![("said", text(said)), ("wait", lang.duration(seconds).into())])
        }
        SourceError::Wait { said, wait: None } => ("error-wait-unknown", vec![("said", text(said))]),
        SourceError::NoSuchMailbox { mailbox } => ("error-no-such-mailbox", vec![("mailbox", folder(mailbox, lang))]),
        SourceError::NotForMessages { mailbox } => ("error-not-for-messages", vec![("mailbox", folder(mailbox, lang))]),
        SourceError::ReadOnly { mailbox } => ("error-read-only", vec![("mailbox", folder(mailbox, lang))]),
        SourceError::OverQuota { said } => ("error-over-quota", vec![("said", text(said))]),
        SourceError::Rebuilt { mailbox } => ("error-rebuilt", vec![("mailbox", folder(mailbox, lang))]),
        SourceError::Refused { said } => ("error-refused", vec![("said", text(said))]),
        SourceError::Protocol { detail } => ("error-protocol", vec![("detail", text(detail))]),
        SourceError::Limit { what, limit } => match *what {
            "message" | "the message" => ("error-limit-message", vec![("limit", lang.bytes(*limit).into())]),
            "a mailbox" => ("error-limit-mailbox", vec![("limit", (*limit).into())]),
            // The parts of an answer are no words for a member.
            _ => ("error-limit-answer", vec![]),
        },
        SourceError::Io { path, kind, detail } => match kind {
            std::io::ErrorKind::NotFound => ("error-io-not-found", vec![("path", path_text(path))]),
            std::io::ErrorKind::PermissionDenied => ("error-io-denied", vec![("path", path_text(path))]),
            _ => ("error-io", vec![("path", path_text(path)), ("detail", text(detail))]),
        },
        SourceError::NotMail { path } => ("error-not-mail", vec![("path", path_text(path))]),
        SourceError::Unsupported => ("error-unsupported", vec![]),
        SourceError::Gone { place } => ("error-gone", vec![("place", text(place))]),
        SourceError::Cancelled => ("error-cancelled", vec![]),
    }
}

/// Characters of foreign text that a notice shows.
const SHOWN: usize = 300;

fn text(foreign: &str) -> Arg<'static> {
    let line = one_line(foreign);
    if line.chars().count() <= SHOWN {
        return Arg::from(line);
    }
    Arg::from(line.chars().take(SHOWN).chain(std::iter::once('…')).collect::<String>())
}

fn path_text(path: &Path) -> Arg<'static> {
    text(&path.to_string_lossy())
}
