//! Gmail keeps each message once and hangs labels on it, which it shows as mailboxes: what is moved to the bin loses all of them, what
//! is moved elsewhere stays in "All mail". Played by script, as far as cleaning up and undoing touch it.

use super::desk::Desk;
use super::*;
use deich::engine::{ActionState, CleanUp, Command, Event, Picture, Scan, SourceSpec, Target};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

const INBOX: &str = "INBOX";
const BIN: &str = "[Gmail]/Papierkorb";
const ALL: &str = "[Gmail]/Alle Nachrichten";
const MESSAGES: u32 = 8;

const OFFERED: &str = "* OK [CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE \
    UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584 SASL-IR AUTH=PLAIN] Gimap ready\r\n";

/// A message's UID under each label it has.
type Labels = BTreeMap<String, u32>;

struct Gmail {
    messages: BTreeMap<u32, Labels>,
    next: BTreeMap<String, u32>,
    open: String,
    /// The line breaks once, after so many moves were done.
    cut: Option<u32>,
}

impl Gmail {
    fn new() -> Self {
        let mut gmail = Self { messages: BTreeMap::new(), next: BTreeMap::new(), open: String::new(), cut: None };
        for mailbox in [INBOX, BIN, ALL, "Familie"] {
            gmail.next.insert(mailbox.to_owned(), 1);
        }
        for number in 1..=MESSAGES {
            gmail.messages.insert(number, Labels::new());
            gmail.label(number, ALL);
            gmail.label(number, INBOX);
        }
        gmail.label(2, "Familie");
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

    fn answer(&mut self, command: &str) -> Option<Act> {
        let quoted = command.split('"').nth(1).unwrap_or_default().to_owned();
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
        if let Some(rest) = command.strip_prefix("UID FETCH ") {
            let found = self.among(rest.split(' ').next().unwrap());
            let fetched = found
                .iter()
                .map(|(uid, message)| fetched(*message).replace(&format!("(UID {message} "), &format!("(UID {uid} ")));
            return Some(say(fetched.collect::<String>() + "TAG OK done\r\n"));
        }
        if let Some(rest) = command.strip_prefix("UID MOVE ") {
            let found = self.among(rest.split(' ').next().unwrap());
            let places: Vec<(u32, u32)> = found.iter().map(|(uid, message)| (*uid, self.relocate(*message, &quoted))).collect();
            if let Some(left) = self.cut.as_mut() {
                if *left == 0 {
                    self.cut = None;
                    return Some(Act::Drop(String::new()));
                }
                *left -= 1;
            }
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

fn scanned(desk: &mut Desk, port: u16) -> Arc<Picture> {
    let source = SourceSpec::Imap { user: "anna".into(), host: "127.0.0.1".into(), port, security: Security::Plain };
    let secret = Some(Secret::new("x"));
    match desk.ask(Command::Scan(Scan { source, secret, remember: false, me: Vec::new(), folders: Vec::new(), ca: None })) {
        Event::Scanned(picture) => picture,
        other => panic!("{other:?}"),
    }
}

#[test]
fn labels_are_mailboxes() {
    let everyone: Vec<u32> = (1..=MESSAGES).collect();
    for to in [Target::Trash, Target::Mailbox(MailboxName::new("Mail-Sturm"))] {
        for cut in [None, Some(0)] {
            let gmail = Arc::new(Mutex::new(Gmail::new()));
            let theirs = Arc::clone(&gmail);
            let fake = Fake::greeting(OFFERED, move |command| theirs.lock().unwrap().answer(command));
            let mut desk = Desk::new();
            let picture = scanned(&mut desk, fake.port);
            let selection: Vec<_> = picture.messages.iter().take(5).map(|m| m.key()).collect();
            let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to: to.clone() }));
            gmail.lock().unwrap().cut = cut;
            desk.handle().send(Command::Execute((*preview).clone().approve()));
            let (_, mut history) = desk.all_said();
            if cut.is_some() {
                assert_eq!(history[0].state, ActionState::Open);
                desk.handle().send(Command::Finish(history[0].id));
                history = desk.all_said().1;
            }
            assert_eq!(
                (history[0].state, history[0].moved, &history[0].problem),
                (ActionState::Done, 5, &None),
                "{to:?} {cut:?}"
            );
            let bin = to == Target::Trash;
            {
                let gmail = gmail.lock().unwrap();
                assert_eq!(gmail.with(INBOX), everyone[5..], "{to:?} {cut:?}");
                assert_eq!(gmail.with(if bin { BIN } else { "Mail-Sturm" }), everyone[..5]);
                assert_eq!(gmail.with(ALL), if bin { &everyone[5..] } else { &everyone[..] });
            }
            desk.handle().send(Command::Undo(None));
            let (_, history) = desk.all_said();
            assert_eq!((history[0].state, history[0].moved), (ActionState::Done, 5), "{to:?} {cut:?}");
            let gmail = gmail.lock().unwrap();
            assert_eq!((gmail.with(INBOX), gmail.with(ALL)), (everyone.clone(), everyone.clone()), "{to:?} {cut:?}");
            assert!(gmail.with(BIN).is_empty());
            // Gmail's bin takes the other labels, and no IMAP of anybody's brings them back.
            assert_eq!(gmail.with("Familie").len(), usize::from(!bin));
        }
    }
}

/// What is archived has been in "All mail" all along, under a UID from before: it is found there, and not called gone.
#[test]
fn what_lay_in_the_target_before_is_not_called_gone() {
    let everyone: Vec<u32> = (1..=MESSAGES).collect();
    for finish in [true, false] {
        let gmail = Arc::new(Mutex::new(Gmail::new()));
        let theirs = Arc::clone(&gmail);
        let fake = Fake::greeting(OFFERED, move |command| theirs.lock().unwrap().answer(command));
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, fake.port);
        let selection: Vec<_> = picture.messages.iter().take(5).map(|m| m.key()).collect();
        let to = Target::Mailbox(MailboxName::new(ALL));
        let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to }));
        gmail.lock().unwrap().cut = Some(0);
        desk.handle().send(Command::Execute((*preview).clone().approve()));
        let (_, history) = desk.all_said();
        assert_eq!((history[0].state, history[0].gone), (ActionState::Open, 0));
        if finish {
            desk.handle().send(Command::Finish(history[0].id));
            let (_, history) = desk.all_said();
            assert_eq!((history[0].state, history[0].moved, &history[0].problem), (ActionState::Done, 5, &None));
            assert_eq!(gmail.lock().unwrap().with(INBOX), everyone[5..]);
        }
        desk.handle().send(Command::Undo(None));
        let (_, history) = desk.all_said();
        assert_eq!((history[0].state, history[0].moved, &history[0].problem), (ActionState::Done, 5, &None), "{finish}");
        let gmail = gmail.lock().unwrap();
        assert_eq!((gmail.with(INBOX), gmail.with(ALL)), (everyone.clone(), everyone.clone()));
    }
}
