//! Gmail keeps each message once and hangs labels on it, which it shows as mailboxes: what is moved to the bin loses all of them, what
//! is moved elsewhere stays in "All mail". It tells of labels and takes new ones (X-GM-LABELS). Played by script, as far as cleaning up
//! and undoing touch it.

use super::desk::Desk;
use super::*;
use deich::engine::{Action, ActionState, CleanUp, Command, Event, Picture, Scan, SourceSpec, Target};
use deich::plan::ProblemKind;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};

const INBOX: &str = "INBOX";
const BIN: &str = "[Gmail]/Papierkorb";
const ALL: &str = "[Gmail]/Alle Nachrichten";
/// As Gmail writes it: `Küche & "Bad" \\`.
const ODD: &str = r#"K&APw-che &- "Bad" \"#;
const MESSAGES: u32 = 8;

const OFFERED: &str = "* OK [CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE \
    UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584 SASL-IR AUTH=PLAIN] Gimap ready\r\n";

/// A message's UID under each label it has that is a mailbox.
type Labels = BTreeMap<String, u32>;

struct Gmail {
    messages: BTreeMap<u32, Labels>,
    /// Gmail's own labels that are no mailboxes.
    own: BTreeMap<u32, BTreeSet<String>>,
    next: BTreeMap<String, u32>,
    open: String,
    /// The line breaks once, at such a command, after so many of them were done.
    cut: Option<(&'static str, u32)>,
    /// Commands with this in them are refused.
    refuses: Option<&'static str>,
}

impl Gmail {
    fn new() -> Self {
        let (messages, own, next) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut gmail = Self { messages, own, next, open: String::new(), cut: None, refuses: None };
        for mailbox in [INBOX, BIN, ALL, "Familie", ODD] {
            gmail.next.insert(mailbox.to_owned(), 1);
        }
        for number in 1..=MESSAGES {
            gmail.messages.insert(number, Labels::new());
            gmail.label(number, ALL);
            gmail.label(number, INBOX);
        }
        for (message, mailbox) in [(2, "Familie"), (3, "Familie"), (3, ODD), (7, "Familie")] {
            gmail.label(message, mailbox);
        }
        gmail.own.insert(3, ["\\Important", "\\Sent", "\\Muted"].map(str::to_owned).into());
        gmail
    }

    /// Answers with the UID there; one that was there already keeps it.
    fn label(&mut self, message: u32, mailbox: &str) -> u32 {
        let next = self.next.get_mut(mailbox).unwrap();
        *self.messages.get_mut(&message).unwrap().entry(mailbox.to_owned()).or_insert_with(|| {
            *next += 1;
            *next - 1
        })
    }

    fn relocate(&mut self, message: u32, to: &str) -> u32 {
        let from = self.open.clone();
        if to == BIN {
            self.messages.get_mut(&message).unwrap().clear();
            self.own.entry(message).or_default().retain(|own| own == "\\Sent" || own == "\\Muted");
        } else {
            if from == BIN {
                self.label(message, ALL);
            }
            if from != ALL {
                self.messages.get_mut(&message).unwrap().remove(&from);
            }
        }
        self.label(message, to)
    }

    /// All labels but that of the open mailbox, written now as an atom and now as a string, as Gmail does.
    fn told(&self, message: u32) -> String {
        let mut told = vec!["NIL".to_owned()];
        for mailbox in self.messages[&message].keys().filter(|mailbox| **mailbox != self.open) {
            match mailbox.as_str() {
                INBOX => told.push("\\Inbox".into()),
                BIN | ALL => {}
                "Familie" => told.push(mailbox.clone()),
                other => told.push(format!("\"{}\"", other.replace('\\', "\\\\").replace('"', "\\\""))),
            }
        }
        let own = self.own.get(&message).into_iter().flatten();
        told.extend(own.enumerate().map(|(n, own)| if n == 0 { own.clone() } else { format!("\"\\{own}\"") }));
        told.join(" ")
    }

    /// Everything that hangs on each message.
    fn hanging(&self) -> BTreeMap<u32, BTreeSet<String>> {
        let own = |message| self.own.get(message).into_iter().flatten().cloned();
        self.messages.iter().map(|(message, labels)| (*message, labels.keys().cloned().chain(own(message)).collect())).collect()
    }

    /// Is this the command at which the line breaks?
    fn breaks(&mut self, command: &str) -> bool {
        match &mut self.cut {
            Some((at, left)) if command.starts_with(*at) && *left > 0 => *left -= 1,
            Some((at, _)) if command.starts_with(*at) => {
                self.cut = None;
                return true;
            }
            _ => {}
        }
        false
    }

    /// Messages of the open mailbox by UID, as far as the set names them.
    fn among(&self, set: &str) -> BTreeMap<u32, u32> {
        let named = |uid: u32| {
            set.split(',').any(|range| {
                let (first, last) = range.split_once(':').unwrap_or((range, range));
                let last = if last == "*" { u32::MAX } else { last.parse().unwrap() };
                (first.parse().unwrap()..=last).contains(&uid)
            })
        };
        let uids = self.messages.iter().filter_map(|(message, labels)| Some((*labels.get(&self.open)?, *message)));
        uids.filter(|(uid, _)| named(*uid)).collect()
    }

    /// The line breaks after the command was done.
    fn answer(&mut self, command: &str) -> Option<Act> {
        let breaks = self.breaks(command);
        if self.refuses.is_some_and(|word| command.contains(word)) {
            return Some(say("TAG BAD Invalid Arguments: Label name is not allowed\r\n"));
        }
        let answer = self.done(command);
        if breaks { Some(Act::Drop(String::new())) } else { answer }
    }

    fn done(&mut self, command: &str) -> Option<Act> {
        let quoted = unquoted(command).unwrap_or_default();
        if command.starts_with("LIST") {
            let mut text = "* LIST (\\HasChildren \\Noselect) \"/\" \"[Gmail]\"\r\n".to_owned();
            for mailbox in self.next.keys() {
                let special = match mailbox.as_str() {
                    BIN => "\\Trash",
                    ALL => "\\All",
                    _ => "\\HasNoChildren",
                };
                let _ = write!(text, "* LIST ({special}) \"/\" \"{mailbox}\"\r\n");
            }
            return Some(say(text + "TAG OK done\r\n"));
        }
        if command.starts_with("EXAMINE") || command.starts_with("SELECT") {
            let Some(next) = self.next.get(&quoted) else { return Some(say("TAG NO [NONEXISTENT] Unknown Mailbox\r\n")) };
            let (next, exists) = (*next, self.messages.values().filter(|labels| labels.contains_key(&quoted)).count());
            self.open = quoted;
            return Some(say(format!(
                "* {exists} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT {next}] x\r\nTAG OK done\r\n"
            )));
        }
        if command.starts_with("CREATE") {
            self.next.insert(quoted, 1);
            return Some(say("TAG OK done\r\n"));
        }
        if let Some(among) = command.strip_prefix("UID SEARCH ") {
            let found = self.among(among.strip_prefix("UID ").map_or("1:*", |set| set.split(' ').next().unwrap()));
            let uids: Vec<String> = found.keys().map(ToString::to_string).collect();
            return Some(say(format!("* SEARCH {}\r\nTAG OK done\r\n", uids.join(" "))));
        }
        if let Some((set, change)) = command.strip_prefix("UID STORE ").and_then(|rest| rest.split_once(' ')) {
            let label = change.strip_prefix("+X-GM-LABELS (").and_then(|list| list.strip_suffix(')')).unwrap();
            let mut text = String::new();
            for (uid, message) in self.among(set) {
                match unquoted(label).as_deref().unwrap_or(label) {
                    "\\Inbox" => _ = self.label(message, INBOX),
                    own if own.starts_with('\\') => _ = self.own.entry(message).or_default().insert(own.to_owned()),
                    mailbox => _ = self.label(message, mailbox),
                }
                let _ = write!(text, "* {uid} FETCH (UID {uid} X-GM-LABELS ({}))\r\n", self.told(message));
            }
            return Some(say(text + "TAG OK Success\r\n"));
        }
        if let Some(rest) = command.strip_prefix("UID FETCH ") {
            let found = self.among(rest.split(' ').next().unwrap());
            if rest.contains("X-GM-LABELS") {
                let told =
                    |(uid, message): (&u32, &u32)| format!("* {uid} FETCH (X-GM-LABELS ({}) UID {uid})\r\n", self.told(*message));
                return Some(say(found.iter().map(told).collect::<String>() + "TAG OK done\r\n"));
            }
            let fetched = found
                .iter()
                .map(|(uid, message)| fetched(*message).replace(&format!("(UID {message} "), &format!("(UID {uid} ")));
            return Some(say(fetched.collect::<String>() + "TAG OK done\r\n"));
        }
        if let Some(rest) = command.strip_prefix("UID MOVE ") {
            let found = self.among(rest.split(' ').next().unwrap());
            let places: Vec<(u32, u32)> = found.iter().map(|(uid, message)| (*uid, self.relocate(*message, &quoted))).collect();
            let list = |of: fn(&(u32, u32)) -> u32| places.iter().map(|p| of(p).to_string()).collect::<Vec<_>>().join(",");
            let (from, to) = (list(|p| p.0), list(|p| p.1));
            return Some(say(format!("* OK [COPYUID 7 {from} {to}] (Success)\r\nTAG OK (Success)\r\n")));
        }
        None
    }

    fn with(&self, mailbox: &str) -> Vec<u32> {
        self.messages.iter().filter(|(_, labels)| labels.contains_key(mailbox)).map(|(message, _)| *message).collect()
    }
}

/// The first quoted string of a command.
fn unquoted(command: &str) -> Option<String> {
    let (_, rest) = command.split_once('"')?;
    let mut text = String::new();
    let mut octets = rest.chars();
    loop {
        match octets.next()? {
            '"' => return Some(text),
            '\\' => text.push(octets.next()?),
            other => text.push(other),
        }
    }
}

fn scanned(desk: &mut Desk, port: u16) -> Arc<Picture> {
    let source = SourceSpec::Imap { user: "anna".into(), host: "127.0.0.1".into(), port, security: Security::Plain };
    let secret = Some(Secret::new("x"));
    match desk.ask(Command::Scan(Scan { source, secret, remember: false, me: Vec::new(), folders: Vec::new(), ca: None })) {
        Event::Scanned(picture) => picture,
        other => panic!("{other:?}"),
    }
}

/// A Deich, and the Gmail it works on.
struct Played {
    gmail: Arc<Mutex<Gmail>>,
    fake: Fake,
    desk: Desk,
    before: BTreeMap<u32, BTreeSet<String>>,
}

impl Played {
    /// The first five messages are moved, where nothing stands in the way.
    fn clean_up(to: &Target, offered: &str, trouble: impl FnOnce(&mut Gmail)) -> (Self, Action) {
        let gmail = Arc::new(Mutex::new(Gmail::new()));
        let theirs = Arc::clone(&gmail);
        let before = gmail.lock().unwrap().hanging();
        let fake = Fake::greeting(offered, move |command| theirs.lock().unwrap().answer(command));
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, fake.port);
        let selection: Vec<_> = picture.messages.iter().take(5).map(|m| m.key()).collect();
        let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to: to.clone() }));
        trouble(&mut gmail.lock().unwrap());
        let played = Self { gmail, fake, desk, before };
        let action = played.newest(Command::Execute((*preview).clone().approve()));
        (played, action)
    }

    fn gmail(&self) -> MutexGuard<'_, Gmail> {
        self.gmail.lock().unwrap()
    }

    /// What the newest action is like after a command.
    fn newest(&self, command: Command) -> Action {
        self.desk.handle().send(command);
        self.desk.all_said().1.swap_remove(0)
    }

    fn everything_hangs_as_before(&self) {
        assert_eq!(self.gmail().hanging(), self.before);
    }

    fn heard(&self, word: &str) -> Vec<String> {
        self.fake.heard().into_iter().filter(|command| command.contains(word)).collect()
    }
}

fn went(action: &Action) -> (ActionState, usize, Option<ProblemKind>) {
    (action.state, action.moved, action.problem.as_ref().map(|problem| problem.kind))
}

const DONE: (ActionState, usize, Option<ProblemKind>) = (ActionState::Done, 5, None);

#[test]
fn labels_are_mailboxes() {
    let everyone: Vec<u32> = (1..=MESSAGES).collect();
    for to in [Target::Trash, Target::Mailbox(MailboxName::new("Mail-Sturm"))] {
        for cut in [None, Some(("UID MOVE", 0)), Some(("UID FETCH", 0))] {
            let (mut played, mut action) = Played::clean_up(&to, OFFERED, |gmail| gmail.cut = cut);
            if cut.is_some() {
                assert_eq!(action.state, ActionState::Open);
                action = played.newest(Command::Finish(action.id));
            }
            assert_eq!(went(&action), DONE, "{to:?} {cut:?}");
            let bin = to == Target::Trash;
            {
                let gmail = played.gmail();
                assert_eq!(gmail.with(INBOX), everyone[5..], "{to:?} {cut:?}");
                assert_eq!(gmail.with(if bin { BIN } else { "Mail-Sturm" }), everyone[..5]);
                assert_eq!(gmail.with(ALL), if bin { &everyone[5..] } else { &everyone[..] });
                assert_eq!(gmail.with("Familie"), if bin { &[7][..] } else { &[2, 3, 7] });
            }
            // What hung on them is written down, not kept in mind.
            played.desk.restart();
            scanned(&mut played.desk, played.fake.port);
            assert_eq!(went(&played.newest(Command::Undo(None))), DONE, "{to:?} {cut:?}");
            played.everything_hangs_as_before();
        }
    }
}

/// Each label hangs again by a command of its own, and what cannot be given is not tried.
#[test]
fn the_undo_hangs_labels_on_again_one_by_one() {
    let (played, action) = Played::clean_up(&Target::Trash, OFFERED, |_| {});
    assert_eq!(went(&action), DONE);
    let labels_then_moves = [played.heard("X-GM-LABELS"), played.heard("UID MOVE")].concat();
    assert_eq!(labels_then_moves, ["UID FETCH 1:5 (UID X-GM-LABELS)", "UID MOVE 1:5 \"[Gmail]/Papierkorb\""]);
    assert_eq!(went(&played.newest(Command::Undo(None))), DONE);
    let hung = [
        r#"UID STORE 11 +X-GM-LABELS ("K&APw-che &- \"Bad\" \\")"#,
        r"UID STORE 11 +X-GM-LABELS (\Important)",
        r#"UID STORE 10:11 +X-GM-LABELS ("Familie")"#,
    ];
    let mut heard = played.heard("UID STORE");
    heard.sort();
    let mut hung = hung.to_vec();
    hung.sort_unstable();
    assert_eq!(heard, hung);
    played.everything_hangs_as_before();
}

#[test]
fn an_undo_that_was_cut_while_labels_were_hung_on_goes_on_with_the_rest() {
    for done in 0..3 {
        let (played, _) = Played::clean_up(&Target::Trash, OFFERED, |_| {});
        played.gmail().cut = Some(("UID STORE", done));
        let undo = played.newest(Command::Undo(None));
        assert_eq!(went(&undo), (ActionState::Open, 5, Some(ProblemKind::Dropped)));
        assert_eq!(went(&played.newest(Command::Finish(undo.id))), DONE);
        played.everything_hangs_as_before();
        // The one whose answer was lost is hung on once more, and none of those before.
        assert_eq!(played.heard("UID STORE").len(), 4);
    }
}

#[test]
fn a_label_that_is_refused_is_said_and_keeps_no_message_away() {
    let (played, _) = Played::clean_up(&Target::Trash, OFFERED, |_| {});
    played.gmail().refuses = Some("+X-GM-LABELS (\"Familie");
    let undo = played.newest(Command::Undo(None));
    assert_eq!(went(&undo), (ActionState::Done, 5, Some(ProblemKind::LabelsLost)));
    assert_eq!(&*undo.problem.unwrap().said, "Invalid Arguments: Label name is not allowed");
    let mut but_one = played.before.clone();
    for message in [2, 3] {
        but_one.get_mut(&message).unwrap().remove("Familie");
    }
    assert_eq!(played.gmail().hanging(), but_one);
}

#[test]
fn labels_that_cannot_be_read_are_said_and_keep_no_message_from_being_moved() {
    let (played, action) = Played::clean_up(&Target::Trash, OFFERED, |gmail| gmail.refuses = Some("X-GM-LABELS"));
    assert_eq!(went(&action), (ActionState::Done, 5, Some(ProblemKind::LabelsUnread)));
    assert_eq!(went(&played.newest(Command::Undo(None))), DONE);
    assert_eq!(played.gmail().with(INBOX), (1..=MESSAGES).collect::<Vec<_>>());
}

#[test]
fn who_knows_no_labels_is_not_asked() {
    let (played, action) = Played::clean_up(&Target::Trash, &OFFERED.replace("X-GM-EXT-1 ", ""), |_| {});
    assert_eq!(went(&action), DONE);
    assert_eq!(went(&played.newest(Command::Undo(None))), DONE);
    assert_eq!(played.heard("X-GM"), Vec::<String>::new());
}

/// Whatever a server calls a label: what is sent back is one command, and what was not asked for is not believed.
#[test]
fn a_label_ends_no_command() {
    let answer = "* 1 FETCH (UID 1 X-GM-LABELS ({15}\r\na\r\nD9 LOGOUT\r\nx \"b\\\"c)\" \\inbox \\Trash \"\" \"z\u{fc}\" d\\e))\r\n\
                  * 9 FETCH (UID 9 X-GM-LABELS (other))\r\n* 2 FETCH (UID 2 X-GM-LABELS NIL)\r\nTAG OK done\r\n";
    let fake = Fake::greeting(OFFERED, move |command| command.contains("(UID X-GM-LABELS)").then(|| say(answer)));
    assert!(matches!(connect(&fake).labels(&inbox(), 7, &refs(1..=3)), Err(SourceError::Protocol { .. })), "NIL is no list");

    let answer = answer.replace("X-GM-LABELS NIL", "X-GM-LABELS ()");
    let fake = Fake::greeting(OFFERED, move |command| command.contains("(UID X-GM-LABELS)").then(|| say(answer.clone())));
    let mut source = connect(&fake);
    let found = source.labels(&inbox(), 7, &refs(1..=3)).unwrap();
    let labels: Vec<_> = found.iter().map(|(message, label)| (message.uid().unwrap(), &**label)).collect();
    assert_eq!(labels, [(1, "\\Inbox"), (1, "b\"c)"), (1, "d\\e"), (1, "z\u{fc}")]);
    for label in ["\\Inbox", "b\"c)", "z\u{fc}", "\\Trash", "a\r\nD9 LOGOUT"] {
        source.add_label(&inbox(), 7, &refs([1, 2]), label).unwrap();
    }
    let stored: Vec<_> = fake.heard().into_iter().filter(|command| command.starts_with("UID STORE")).collect();
    assert_eq!(
        stored,
        [
            r"UID STORE 1:2 +X-GM-LABELS (\Inbox)",
            r#"UID STORE 1:2 +X-GM-LABELS ("b\"c)")"#,
            // As it was written, right or not.
            "UID STORE 1:2 +X-GM-LABELS (\"z\u{fc}\")",
            r#"UID STORE 1:2 +X-GM-LABELS ("\\Trash")"#,
            r#"UID STORE 1:2 +X-GM-LABELS ("a&AA0ACg-D9 LOGOUT")"#,
        ]
    );
    assert!(matches!(source.add_label(&inbox(), 8, &refs([1]), "b"), Err(SourceError::Rebuilt { .. })));
}

/// What is archived has been in "All mail" all along, under a UID from before: it is found there, and not called gone.
#[test]
fn what_lay_in_the_target_before_is_not_called_gone() {
    let everyone: Vec<u32> = (1..=MESSAGES).collect();
    for finish in [true, false] {
        let to = Target::Mailbox(MailboxName::new(ALL));
        let (played, action) = Played::clean_up(&to, OFFERED, |gmail| gmail.cut = Some(("UID MOVE", 0)));
        assert_eq!((action.state, action.gone), (ActionState::Open, 0));
        if finish {
            assert_eq!(went(&played.newest(Command::Finish(action.id))), DONE);
            assert_eq!(played.gmail().with(INBOX), everyone[5..]);
        }
        assert_eq!(went(&played.newest(Command::Undo(None))), DONE, "{finish}");
        played.everything_hangs_as_before();
    }
}
