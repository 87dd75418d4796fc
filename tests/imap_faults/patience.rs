//! Servers that ask for patience: the engine waits, says until when, and goes on where it was.

use super::*;
use deich::engine::{ActionState, CleanUp, Command, Event, Picture, Target, Task};
use deich::mail::MessageKey;
use deich::plan::ProblemKind;
use desk::Desk;
use scans::{order, stranger};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The event that ends a task, and how often the engine said that it waits. It says that each wait is over, too.
fn end(desk: &Desk, command: Command) -> (Event, usize) {
    desk.handle().send(command);
    let (mut told, mut waiting) = (0, false);
    loop {
        match desk.next() {
            Event::Waiting { problem, .. } => {
                assert_eq!((problem.kind, waiting), (ProblemKind::Wait, false));
                (told, waiting) = (told + 1, true);
            }
            Event::GoesOn => assert!(std::mem::take(&mut waiting)),
            Event::Stage(_) | Event::Growing(_) | Event::ServerSays(_) | Event::Moving { .. } => assert!(!waiting),
            end => {
                assert!(!waiting || matches!(end, Event::Cancelled(_)), "{end:?}");
                return (end, told);
            }
        }
    }
}

fn scan(desk: &Desk, fake: &Fake) -> (Arc<Picture>, usize) {
    match end(desk, order(fake)) {
        (Event::Scanned(picture), told) => (picture, told),
        other => panic!("{other:?}"),
    }
}

/// What servers say, with a time that a test can wait for.
const ANSWERS: [&str; 8] = [
    "[THROTTLED] slow down, 20 ms",
    "[LIMIT] enough for now, 20 ms",
    "[INUSE] somebody else is at it, 20 ms",
    "[UNAVAILABLE] later, 20 ms",
    "Too many simultaneous connections, 20 ms",
    "[OVERQUOTA] Account exceeded command or bandwidth limits. 20 ms",
    "Request is throttled. Suggested Backoff Time: 20 milliseconds",
    "Maximum number of connections from user+IP exceeded, 20 ms",
];

const LISTED: &str = "* LIST () \"/\" INBOX\r\n* LIST (\\Trash) \"/\" Trash\r\nTAG OK done\r\n";

/// The first time it is asked for.
fn once(asked: &mut BTreeSet<&'static str>, what: &'static str) -> bool {
    asked.insert(what)
}

/// Whether the line stays or goes: what came is not read again.
#[test]
fn a_sync_goes_on_by_itself() {
    for answer in ANSWERS {
        for bye in [false, true] {
            let mut asked = BTreeSet::new();
            let fake = Fake::start(move |command| match command {
                _ if command.starts_with("LIST") => Some(say(LISTED)),
                _ if command.starts_with("UID FETCH") && command.contains("SUBJECT") => {
                    if !once(&mut asked, "headers") {
                        return Some(say(format!("{}{}TAG OK done\r\n", fetched(2), fetched(3))));
                    }
                    Some(if bye {
                        Act::Drop(format!("{}* BYE {answer}\r\n", fetched(1)))
                    } else {
                        say(format!("{}TAG NO {answer}\r\n", fetched(1)))
                    })
                }
                _ => None,
            });
            let (picture, told) = scan(&Desk::new(), &fake);
            assert_eq!((picture.messages.len(), told), (3, 1), "{answer} {bye}");
            let heard = fake.heard();
            let fetches: Vec<_> = heard.iter().filter(|c| c.starts_with("UID FETCH") && c.contains("SUBJECT")).collect();
            assert!(fetches[1].starts_with("UID FETCH 2:3 "), "{fetches:?}");
        }
    }
}

#[test]
fn a_sign_in_is_tried_again() {
    for answer in ANSWERS {
        let mut asked = BTreeSet::new();
        let fake = Fake::start(move |command| match command {
            _ if command.starts_with("LIST") => Some(say(LISTED)),
            _ if command.starts_with("AUTHENTICATE") && once(&mut asked, "sign-in") => Some(say(format!("TAG NO {answer}\r\n"))),
            _ => None,
        });
        let (picture, told) = scan(&Desk::new(), &fake);
        assert_eq!((picture.messages.len(), told), (3, 1), "{answer}");
    }
}

/// Every kind of question is asked again; a text that came is not asked for twice.
#[test]
fn texts_and_small_questions_are_asked_again() {
    let (mut asked, mut opened) = (BTreeSet::new(), false);
    let text =
        |uid: u32| format!("* {uid} FETCH (UID {uid} BODY[HEADER.FIELDS (X)] {{2}}\r\n\r\n BODY[TEXT]<0> {{5}}\r\nHello)\r\n");
    let uids = (1..=30).map(|uid| uid.to_string()).collect::<Vec<_>>().join(" ");
    let fake = Fake::start(move |command| {
        let wait = || Some(say("TAG NO [THROTTLED] 5 ms\r\n"));
        match command {
            _ if command.starts_with("LIST") && once(&mut asked, "list") => wait(),
            _ if command.starts_with("LIST") => Some(say(LISTED)),
            _ if command.starts_with("EXAMINE") && once(&mut asked, "open") => wait(),
            _ if command.starts_with("EXAMINE") => {
                opened = true;
                Some(say(EXAMINED.replace("* 3 EX", "* 30 EX").replace("UIDNEXT 4", "UIDNEXT 31")))
            }
            _ if command.starts_with("UID SEARCH") && opened && once(&mut asked, "search") => wait(),
            _ if command.starts_with("UID SEARCH") => Some(say(format!("* SEARCH {uids}\r\nTAG OK done\r\n"))),
            _ if command.contains("BODY.PEEK[TEXT]") && once(&mut asked, "texts") => {
                Some(say((1..=10).map(text).collect::<String>() + "TAG NO [THROTTLED] 5 ms\r\n"))
            }
            _ if command.contains("BODY.PEEK[TEXT]") => Some(say((11..=30).map(text).collect::<String>() + "TAG OK done\r\n")),
            _ if command.starts_with("UID FETCH") => Some(say((1..=30).map(stranger).collect::<String>() + "TAG OK done\r\n")),
            _ => None,
        }
    });
    let (picture, told) = scan(&Desk::new(), &fake);
    let heard = fake.heard();
    // What was opened along with the list, and refused, is asked for again without a wait.
    assert_eq!((picture.messages.len(), told), (30, 3), "{heard:?}");
    // Where a batch is 60 messages, it is 3 once the server has asked for patience four times.
    let texts = heard.iter().filter(|c| c.contains("BODY.PEEK[TEXT]"));
    let texts: Vec<_> = texts.map(|c| c.split(' ').nth(2).unwrap()).collect();
    assert_eq!(texts, ["1:7", "11:13", "14:16", "17:19", "20:22", "23:25", "26:28", "29:30"]);
}

/// A server with two mailboxes, whose first move of each kind is met with a wish to wait.
struct Shelves {
    /// By UID: which message it is.
    boxes: [BTreeMap<u32, u32>; 2],
    next: [u32; 2],
    open: usize,
    answer: &'static str,
    /// What of the move was done before it was refused.
    half: bool,
    bye: bool,
    refused: BTreeSet<usize>,
}

impl Shelves {
    fn answer(&mut self, command: &str) -> Option<Act> {
        let words: Vec<&str> = command.split(' ').collect();
        match words[0] {
            "LIST" => Some(say(LISTED)),
            "EXAMINE" | "SELECT" => {
                self.open = usize::from(words[1].contains("Trash"));
                let (exists, next) = (self.boxes[self.open].len(), self.next[self.open]);
                Some(say(format!("* {exists} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT {next}] x\r\nTAG OK done\r\n")))
            }
            "UID" if words[1] == "SEARCH" => {
                let there: Vec<_> = self.boxes[self.open].keys().map(ToString::to_string).collect();
                Some(say(format!("* SEARCH {}\r\nTAG OK done\r\n", there.join(" "))))
            }
            "UID" if words[1] == "FETCH" => {
                let there = self.boxes[self.open].iter();
                let there =
                    there.map(|(uid, number)| fetched(*number).replace(&format!("UID {number} "), &format!("UID {uid} ")));
                Some(say(there.collect::<String>() + "TAG OK done\r\n"))
            }
            "UID" if words[1] == "MOVE" => {
                let (from, to) = (self.open, 1 - self.open);
                let mut moved: Vec<u32> = self.boxes[from].keys().copied().collect();
                let refuse = self.refused.insert(from);
                if refuse {
                    moved.truncate(usize::from(self.half));
                }
                let mut said = Vec::new();
                for uid in moved {
                    let number = self.boxes[from].remove(&uid).unwrap();
                    self.boxes[to].insert(self.next[to], number);
                    said.push(format!("* OK [COPYUID 7 {uid} {}] x\r\n* 1 EXPUNGE\r\n", self.next[to]));
                    self.next[to] += 1;
                }
                let said = said.concat();
                Some(match (refuse, self.bye) {
                    (false, _) => say(format!("{said}TAG OK done\r\n")),
                    (true, false) => say(format!("{said}TAG NO {}\r\n", self.answer)),
                    (true, true) => Act::Drop(format!("{said}* BYE {}\r\n", self.answer)),
                })
            }
            _ => None,
        }
    }
}

/// There and back again: each way is interrupted once, and no message is moved twice.
#[test]
fn moves_and_their_undo_go_on_by_themselves() {
    for (at, answer) in ANSWERS.into_iter().enumerate() {
        let (half, bye) = (at % 2 == 0, at % 4 > 1);
        let boxes = [BTreeMap::from([(1, 1), (2, 2), (3, 3)]), BTreeMap::new()];
        let mut boxes = Shelves { boxes, next: [4, 11], open: 0, answer, half, bye, refused: BTreeSet::new() };
        let fake = Fake::start(move |command| boxes.answer(command));
        let mut desk = Desk::new();
        let (picture, _) = scan(&desk, &fake);
        let selection: Vec<MessageKey> = picture.messages.iter().map(|message| message.key()).collect();
        let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to: Target::Trash }));
        let done = |command| match end(&desk, command) {
            (Event::Done(action), told) => {
                assert!(matches!(desk.next(), Event::Changed(_)));
                assert_eq!(
                    (action.state, action.moved, action.failed, told),
                    (ActionState::Done, 3, 0, 1),
                    "{answer}: {action:?}"
                );
                action.id
            }
            other => panic!("{answer}: {other:?}"),
        };
        let id = done(Command::Execute(Arc::unwrap_or_clone(preview).approve()));
        done(Command::Undo(Some(id)));
        let moves: Vec<_> = fake.heard().into_iter().filter(|c| c.starts_with("UID MOVE")).collect();
        let asked: Vec<_> = moves.iter().map(|c| c.split(' ').nth(2).unwrap()).collect();
        // What is half done and not confirmed is still asked for by its own place only.
        let expected = if half { ["1:3", "2:3", "11:13", "12:13"] } else { ["1:3", "1:3", "11:13", "11:13"] };
        assert_eq!(asked, expected, "{answer} {bye}");
    }
}

/// A server that never has enough is left in the end, and the member can leave it before.
#[test]
fn patience_ends() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let fake = Fake::start(move |command| match command {
        _ if command.starts_with("LIST") => Some(say(LISTED)),
        _ if command.starts_with("UID FETCH") => {
            counted.fetch_add(1, Ordering::SeqCst);
            Some(say("TAG NO [THROTTLED] 5 ms\r\n"))
        }
        _ => None,
    });
    let desk = Desk::new();
    let (ended, told) = end(&desk, order(&fake));
    assert!(matches!(&ended, Event::Failed { task: Task::Scan, .. }), "{ended:?}");
    assert!((2..20).contains(&told));
    assert_eq!(asked.load(Ordering::SeqCst), told + 1);

    let patient = |words: &'static str| {
        Fake::start(move |command| match command {
            _ if command.starts_with("LIST") => Some(say(LISTED)),
            _ => command.starts_with("UID FETCH").then(|| say(format!("TAG NO [THROTTLED] try again in {words}\r\n"))),
        })
    };
    // Longer than anybody sits and looks on: the member is told.
    let (ended, told) = end(&desk, order(&patient("5 hours")));
    assert!(matches!(&ended, Event::Failed { task: Task::Scan, .. }), "{ended:?}");
    assert_eq!(told, 0);

    desk.handle().send(order(&patient("50 minutes")));
    loop {
        match desk.next() {
            Event::Waiting { .. } => desk.handle().cancel(),
            Event::Stage(_) | Event::Growing(_) => {}
            other => {
                assert!(matches!(other, Event::Cancelled(Task::Scan)), "{other:?}");
                return;
            }
        }
    }
}
