//! A Deich to talk to, and mailboxes on the disk to compare.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![allow(dead_code, reason = "every test binary uses another part of it")]

use deich::engine::{
    Action, Command, Error, Event, FilterDraft, Handle, Options, Picture, ReportDraft, Scan, SourceSpec, Stage, Task,
};
use deich::mail::MessageKey;
use deich::plan::Preview;
use deich::report::Language;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than anything here takes, so that a test that hangs fails.
const PATIENCE: Duration = Duration::from_mins(5);

pub struct Desk {
    handle: Option<Handle>,
    events: Receiver<Event>,
    dir: Arc<tempfile::TempDir>,
    data: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let data = dir.path().join("data");
        Self::start(dir, data)
    }

    /// Another Deich on a store that is there.
    pub fn on(data: &Path) -> Self {
        Self::start(Arc::new(tempfile::tempdir().unwrap()), data.to_owned())
    }

    fn start(dir: Arc<tempfile::TempDir>, data: PathBuf) -> Self {
        let (sender, events) = channel();
        // Late autumn 2017: the demonstration's night is the one it is modelled on.
        let now = "2017-12-01T12:00:00Z".parse().unwrap();
        let options = Options { data: Some(data.clone()), now: Some(now), ..Options::default() };
        let handle = Handle::start(options, move |event| _ = sender.send(event));
        Self { handle: Some(handle), events, dir, data }
    }

    /// Ends this Deich and starts another.
    pub fn restart(&mut self) {
        self.handle = None;
        *self = Self::start(Arc::clone(&self.dir), self.data.clone());
    }

    /// Ends this Deich, so that another can work on its store.
    pub fn stop(&mut self) {
        self.handle = None;
    }

    pub fn handle(&self) -> &Handle {
        self.handle.as_ref().unwrap()
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn next(&self) -> Event {
        self.events.recv_timeout(PATIENCE).expect("the engine does not answer")
    }

    /// The event that ends a task, without those on the way.
    pub fn next_end(&self, task: Task) -> Event {
        loop {
            let event = self.next();
            match &event {
                Event::Stage(_) | Event::Growing(_) | Event::Moving { .. } | Event::Waiting { .. } | Event::GoesOn => {}
                Event::Failed { task: of, .. } | Event::Cancelled(of) => {
                    assert_eq!(*of, task, "{event:?}");
                    return event;
                }
                _ => return event,
            }
        }
    }

    pub fn ask(&mut self, command: Command) -> Event {
        let task = command.task();
        self.handle().send(command);
        self.next_end(task)
    }

    /// Everything that was said to the commands so far, without what tells of the way, and the history as it is then.
    pub fn all_said(&self) -> (Vec<Event>, Vec<Action>) {
        self.handle().send(Command::History);
        let mut events = Vec::new();
        loop {
            match self.next() {
                Event::History(actions) => return (events, actions),
                Event::Stage(_) | Event::Growing(_) | Event::Moving { .. } | Event::ServerSays(_) => {}
                Event::Failed { task: Task::History, error, .. } => panic!("{events:?}, and no history: {error:?}"),
                event => events.push(event),
            }
        }
    }

    pub fn fails(&mut self, command: Command) -> Error {
        match self.ask(command) {
            Event::Failed { error, .. } => (*error).clone(),
            other => panic!("{other:?}"),
        }
    }

    /// The demonstration mailbox, and where it lies.
    pub fn demo(&mut self, size: usize) -> (Arc<Picture>, PathBuf) {
        match self.ask(Command::Demo { dir: None, size }) {
            Event::Scanned(picture) => (picture, self.data.join("demo")),
            other => panic!("{other:?}"),
        }
    }

    pub fn order(path: &Path) -> Command {
        let me = vec![deich::demo::ME.to_owned()];
        let source = SourceSpec::Path(path.to_owned());
        Command::Scan(Scan { source, secret: None, remember: false, me, folders: Vec::new(), ca: None })
    }

    /// A scan, and how many messages were read for it.
    pub fn scan(&mut self, path: &Path) -> (Arc<Picture>, u64) {
        self.handle().send(Self::order(path));
        let mut read = BTreeMap::new();
        loop {
            match self.next() {
                Event::Stage(Stage::Reading { mailbox, done, .. }) => _ = read.insert(mailbox, done),
                Event::Stage(_) | Event::Growing(_) => {}
                Event::Scanned(picture) => return (picture, read.values().sum()),
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn preview(&mut self, command: Command) -> Arc<Preview> {
        match self.ask(command) {
            Event::Preview(_, preview) => preview,
            other => panic!("{other:?}"),
        }
    }

    /// An action, and the picture after it.
    pub fn act(&mut self, command: Command) -> (Action, Arc<Picture>) {
        let action = self.act_elsewhere(command);
        match self.next() {
            Event::Changed(picture) => (action, picture),
            other => panic!("{other:?}"),
        }
    }

    /// An action on a source that is not open.
    pub fn act_elsewhere(&mut self, command: Command) -> Action {
        match self.ask(command) {
            Event::Done(action) => action,
            other => panic!("{other:?}"),
        }
    }

    pub fn decide(&mut self, message: &MessageKey, keep: bool) -> Arc<Picture> {
        match self.ask(Command::Decide { messages: vec![message.clone()], keep }) {
            Event::Scanned(picture) => picture,
            other => panic!("{other:?}"),
        }
    }

    pub fn filter(&mut self, incident: u32) -> FilterDraft {
        match self.ask(Command::Filter { incident }) {
            Event::Filter(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    pub fn report(&mut self, incident: u32, language: Language) -> ReportDraft {
        match self.ask(Command::Report { incident, language }) {
            Event::Report(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    pub fn text(&mut self, message: MessageKey) -> String {
        match self.ask(Command::Text(message)) {
            Event::Text { text, .. } => text,
            other => panic!("{other:?}"),
        }
    }

    pub fn history(&mut self) -> Vec<Action> {
        match self.ask(Command::History) {
            Event::History(actions) => actions,
            other => panic!("{other:?}"),
        }
    }
}

/// Every message of a Maildir by folder: its flags and its octets, in order of octets.
pub fn snapshot(maildir: &Path) -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let folders = fs::read_dir(maildir).unwrap().map(|entry| entry.unwrap());
    let named = folders.filter(|entry| entry.file_name().to_string_lossy().starts_with('.') && entry.path().join("cur").is_dir());
    let named = named.map(|entry| (entry.file_name().to_string_lossy()[1..].to_owned(), entry.path()));
    let mut all = BTreeMap::new();
    for (name, path) in std::iter::once(("INBOX".to_owned(), maildir.to_owned())).chain(named) {
        let mut messages = Vec::new();
        for part in ["cur", "new"] {
            for entry in fs::read_dir(path.join(part)).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().to_string_lossy().into_owned();
                let flags = name.split_once(":2,").map_or("", |(_, flags)| flags).to_owned();
                messages.push((flags, fs::read(entry.path()).unwrap()));
            }
        }
        messages.sort();
        all.insert(name, messages);
    }
    all
}
