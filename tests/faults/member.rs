//! A member with a small mailbox on a real server: scans it, cleans it up, goes on after whatever broke, and takes it all back;
//! and what must then be true.

use crate::desk::{Desk, snapshot};
use crate::proxy::{Fault, Line};
use crate::support::{Dovecot, Message, Options};
use deich::account::{Secret, Security};
use deich::engine::{Action, ActionState, CleanUp, Command, Event, Picture, Scan, SourceSpec, Target, Task};
use deich::mail::MailboxName;
use deich::plan::Purpose;
use deich::store::Store;
use deich::store::journal::{self, ItemState};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub const TARGET: &str = "Mail-Sturm";
const FOLDERS: [&str; 2] = ["INBOX", "Fest"];

/// How a server moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Move,
    /// COPY, STORE, UID EXPUNGE.
    Copy,
    /// COPY and STORE; the originals stay, marked.
    Mark,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Move, Self::Copy, Self::Mark];
}

/// One server of each kind, for all members.
pub struct Servers([Dovecot; 3]);

impl Servers {
    pub fn start() -> Self {
        let server = |way| {
            let without = match way {
                Way::Move => vec![],
                Way::Copy => vec!["MOVE"],
                Way::Mark => vec!["MOVE", "UIDPLUS"],
            };
            Dovecot::start(&Options { without, many: true, ..Options::default() })
        };
        Self(Way::ALL.map(server))
    }

    pub fn of(&self, way: Way) -> &Dovecot {
        &self.0[way as usize]
    }
}

type Content = Vec<(String, Vec<u8>)>;

pub struct Member {
    folders: &'static [&'static str],
    pub user: String,
    pub line: Line,
    desk: Desk,
    maildir: PathBuf,
    before: BTreeMap<String, Content>,
    picture: Option<Arc<Picture>>,
    /// Whether the fault of the last step happened.
    pub hit: bool,
}

/// Small messages of which some are twins: the same in everything, or in all but the text, or without a Message-ID.
fn message(number: u64) -> Message {
    let id = match number % 6 {
        0 => String::new(),
        1 => "Message-ID: <twin@example.org>\r\n".to_owned(),
        _ => format!("Message-ID: <{number}@example.org>\r\n"),
    };
    let text = if number.is_multiple_of(4) { "the same".to_owned() } else { format!("{number:08}") };
    let subject = if number % 6 == 1 { 1 } else { number };
    let octets = format!(
        "Return-Path: <list@verein.example>\r\nFrom: fan{subject:02}@example.org\r\nTo: mitglieder@verein.example\r\n{id}\
         Subject: Nachricht {subject:02}\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\n\r\n{text}\r\n"
    );
    let flags = ["", "S", "", "F"][number as usize % 4];
    Message { octets: octets.into_bytes(), received: 1_512_077_400 + number / 5, flags }
}

impl Member {
    /// With twenty messages in two mailboxes.
    pub fn new(servers: &Servers, way: Way, user: &str) -> Self {
        Self::with(servers, way, user, &FOLDERS, [(0..12).map(message).collect(), (6..14).map(message).collect()])
    }

    pub fn with<const N: usize>(
        servers: &Servers,
        way: Way,
        user: &str,
        folders: &'static [&'static str; N],
        mail: [Vec<Message>; N],
    ) -> Self {
        let server = servers.of(way);
        let maildir = server.maildir_of(user);
        server.deliver_to(&maildir, []);
        for (folder, messages) in folders.iter().zip(mail) {
            let dir = if *folder == "INBOX" { maildir.clone() } else { maildir.join(format!(".{folder}")) };
            server.deliver_to(&dir, messages);
        }
        let line = Line::to(server.imap_port);
        let before = visible(&maildir);
        Self {
            folders,
            user: user.to_owned(),
            line,
            desk: Desk::on(&server.dir().join(format!("store-{user}"))),
            maildir,
            before,
            picture: None,
            hit: false,
        }
    }

    fn order(&self) -> Command {
        let source = SourceSpec::Imap {
            user: self.user.clone(),
            host: "127.0.0.1".into(),
            port: self.line.port,
            security: Security::Plain,
        };
        let folders = self.folders.iter().map(|folder| MailboxName::new(folder)).collect();
        Command::Scan(Scan { source, secret: Some(Secret::new("x")), remember: false, me: Vec::new(), folders, ca: None })
    }

    /// One command, with a fault on the line; then all that the engine said to it, and the history as it is then.
    fn ask(&mut self, command: Command, fault: Option<Fault>) -> (Vec<Event>, Vec<Action>) {
        self.line.arm(fault);
        let over = AtomicBool::new(false);
        let said = std::thread::scope(|scope| {
            let (handle, line, over) = (self.desk.handle(), &self.line, &over);
            // A member who sees that nothing goes on cancels.
            scope.spawn(move || {
                while !over.load(Ordering::SeqCst) {
                    if line.is_stalled() {
                        return handle.cancel();
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
            });
            handle.send(command);
            // Also where it panics: else the scope would wait for ever.
            let said = catch_unwind(AssertUnwindSafe(|| self.desk.all_said()));
            over.store(true, Ordering::SeqCst);
            said.unwrap_or_else(|panic| resume_unwind(panic))
        });
        self.hit = self.line.disarm();
        said
    }

    /// Scans until that works: at once, but for the fault.
    pub fn scan(&mut self, fault: Option<Fault>) {
        let mut fault = fault;
        for _ in 0..3 {
            let broken = fault.is_some();
            let (events, _) = self.ask(self.order(), fault.take());
            match &events[..] {
                [Event::Scanned(picture)] => {
                    self.picture = Some(Arc::clone(picture));
                    return;
                }
                [Event::Failed { task: Task::Scan, .. } | Event::Cancelled(Task::Scan)] if broken => {}
                other => panic!("a scan on a line that is whole: {other:?}"),
            }
        }
        panic!("no scan");
    }

    /// Moves two of three messages away.
    pub fn clean_up(&mut self, fault: Option<Fault>) {
        let messages = &self.picture.as_ref().unwrap().messages;
        let selection: Vec<_> = messages.iter().enumerate().filter(|(n, _)| n % 3 != 2).map(|(_, m)| m.key()).collect();
        let order = CleanUp { incident: None, selection, to: Target::Mailbox(MailboxName::new(TARGET)) };
        let preview = self.desk.preview(Command::Preview(order));
        // What the member marked stays.
        let moving = preview.plan().messages();
        assert!(moving > 8, "{moving} messages to move");
        self.ask(Command::Execute((*preview).clone().approve()), fault);
    }

    pub fn undo(&mut self, fault: Option<Fault>) {
        self.ask(Command::Undo(None), fault);
    }

    /// Goes on until nothing is open and nothing has failed, by finishing or undoing, in this Deich or in new ones. The line
    /// may break once more on the way.
    pub fn bring_to_an_end(&mut self, finish: bool, restart: bool, fault: Option<Fault>) {
        let mut fault = fault;
        for _ in 0..8 {
            // What has failed is tried again.
            let left = |a: &&Action| a.state == ActionState::Open || a.state == ActionState::Partly && a.failed > 0;
            let history = self.desk.history();
            let Some(left) = history.iter().find(left) else { return };
            if restart {
                self.desk.restart();
            }
            // What the server was told before the line broke is done by the time the member looks again.
            self.line.wait_for_server(restart);
            if restart {
                self.scan(fault.take_if(|fault| fault.within.is_multiple_of(2)));
            }
            let undo = !finish && left.state == ActionState::Open;
            self.ask(if undo { Command::Undo(Some(left.id)) } else { Command::Finish(left.id) }, fault.take());
        }
        panic!("no end in sight: {:?}", self.desk.history());
    }

    /// Every message is there, once and as it was; and where the journal says that messages are, they are, and no others.
    pub fn check(&mut self) {
        let all = |content: BTreeMap<String, Content>| {
            let mut all: Content = content.into_values().flatten().collect();
            all.sort();
            all
        };
        let now = visible(&self.maildir);
        let history = self.desk.history();
        let moved = self.moved();
        assert_eq!(names(&all(now)), names(&all(self.before.clone())), "every message once: {history:#?}");
        assert!(all(visible(&self.maildir)) == all(self.before.clone()), "messages or flags have changed: {history:#?}");
        assert_eq!(self.away(), moved, "the journal and the mailbox: {history:#?}");
    }

    /// Messages that the journal says are away; each is looked up where it says.
    fn away(&self) -> usize {
        // The store is this Deich's alone, so its files are looked at elsewhere.
        let copy = tempfile::tempdir_in(self.desk.data().parent().unwrap()).unwrap();
        for file in std::fs::read_dir(self.desk.data()).unwrap().map(Result::unwrap) {
            if file.file_name().to_string_lossy().starts_with("deich.db") {
                std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
            }
        }
        let store = Store::open(copy.path()).unwrap();
        let mut away = 0;
        for record in store.history().unwrap() {
            assert_ne!(record.state, journal::ActionState::Open, "{record:?}");
            for step in store.steps(record.id).unwrap() {
                let step = store.step(record.id, step).unwrap();
                let places = places(&self.maildir, step.to.as_str());
                for item in &step.items {
                    assert_ne!(item.state, ItemState::Sent, "{item:?}");
                    if item.state != ItemState::Moved || item.undone {
                        continue;
                    }
                    let is_undo = matches!(record.purpose, Purpose::Undo(_));
                    away += usize::from(!is_undo);
                    let place = item.new_place.as_ref().unwrap_or_else(|| panic!("no place: {item:?}"));
                    // What an undo brought back may have been taken away again since.
                    let Some(found) = places.get(&place.uid().unwrap()) else {
                        assert!(is_undo, "not where the journal says: {item:?}");
                        continue;
                    };
                    let text = String::from_utf8_lossy(found);
                    assert!(
                        text.contains(&format!("<{}>", item.item.message_id)) || item.item.message_id.is_empty(),
                        "{item:?}: {text}"
                    );
                    assert_eq!(item.item.size as usize, found.len(), "{item:?}");
                }
            }
        }
        away
    }

    pub fn check_all_is_back(&mut self) {
        let now = visible(&self.maildir);
        assert!(now == self.before, "not as before: {:?} {:#?}", now.keys(), self.desk.history());
    }

    /// Messages in the target.
    pub fn moved(&self) -> usize {
        visible(&self.maildir).get(TARGET).map_or(0, Vec::len)
    }

    /// The store's directory, while no Deich is at work in it.
    pub fn leave_to_others(&mut self) -> PathBuf {
        self.desk.stop();
        self.line.wait_for_server(true);
        self.desk.data().to_owned()
    }

    pub fn come_back(&mut self) {
        self.desk.restart();
        self.line.wait_for_server(true);
        self.scan(None);
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.desk.stop();
        let _ = std::fs::remove_dir_all(self.desk.data());
        let _ = std::fs::remove_dir_all(&self.maildir);
    }
}

/// What the mailboxes show: without what is marked `\Deleted`, and without those that hold nothing.
fn visible(maildir: &Path) -> BTreeMap<String, Content> {
    let mut all = snapshot(maildir);
    for content in all.values_mut() {
        content.retain(|(flags, _)| !flags.contains('T'));
    }
    all.retain(|_, content| !content.is_empty());
    all
}

/// Short enough to be looked at.
fn names(content: &Content) -> Vec<String> {
    let name = |octets: &[u8]| {
        let text = String::from_utf8_lossy(octets).into_owned();
        text.lines().find(|line| line.starts_with("Subject")).unwrap_or_default().to_owned()
    };
    content.iter().map(|(flags, octets)| format!("{flags} {}", name(octets))).collect()
}

/// The messages of a mailbox by UID, as Dovecot's own list has them.
fn places(maildir: &Path, mailbox: &str) -> BTreeMap<u32, Vec<u8>> {
    let dir = if mailbox == "INBOX" { maildir.to_owned() } else { maildir.join(format!(".{mailbox}")) };
    let list = std::fs::read_to_string(dir.join("dovecot-uidlist")).unwrap_or_default();
    let base = |name: &str| name.split(":2,").next().unwrap().to_owned();
    let files = ["cur", "new"].iter().filter_map(|part| std::fs::read_dir(dir.join(part)).ok()).flatten().map(Result::unwrap);
    let files: BTreeMap<String, (bool, PathBuf)> = files
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            let marked = name.split_once(":2,").is_some_and(|(_, flags)| flags.contains('T'));
            (base(&name), (marked, file.path()))
        })
        .collect();
    let entries = list.lines().skip(1).filter_map(|line| {
        let (head, name) = line.split_once(" :").or_else(|| line.split_once(':'))?;
        let uid = head.split(' ').next()?.parse().ok()?;
        let (marked, path) = files.get(&base(name))?;
        (!marked).then(|| (uid, std::fs::read(path).unwrap()))
    });
    entries.collect()
}
