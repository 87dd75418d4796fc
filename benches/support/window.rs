//! Deich as the window uses it: commands in, events out.

use super::Dovecot;
use deich::account::{Secret, Security, SourceSpec};
use deich::engine::{Command, Event, Handle, Options, Picture, Scan, Stage};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub struct Window {
    pub handle: Handle,
    events: Receiver<Event>,
}

/// How long a scan took.
#[derive(Clone, Copy)]
pub struct Took {
    /// From the command until the first picture with the flood in it.
    pub first: Duration,
    /// Until the inbox was read, understood and stored.
    pub read: Duration,
    /// Until the picture was whole.
    pub all: Duration,
}

impl Window {
    pub fn open(data: &Path) -> Self {
        let (sender, events) = channel();
        let now = Some("2017-12-01T12:00:00Z".parse().unwrap());
        let options = Options { data: Some(data.to_owned()), now, ..Default::default() };
        Self { handle: Handle::start(options, move |event| _ = sender.send(event)), events }
    }

    /// Reads what is new in INBOX of that server, which this port leads to.
    pub fn scan(&self, server: &Dovecot, port: u16) -> (Arc<Picture>, Took) {
        let (user, host, security) = (server.user.to_owned(), "127.0.0.1".to_owned(), Security::Plain);
        let scan = Scan {
            source: SourceSpec::Imap { user, host, port, security },
            secret: Some(Secret::new(server.password)),
            remember: false,
            me: vec!["member@example.org".to_owned()],
            folders: Vec::new(),
            ca: None,
        };
        let begun = Instant::now();
        self.handle.send(Command::Scan(scan));
        let (mut first, mut read) = (None, None);
        let picture = self.wait(|event| match event {
            // The next mailbox is begun when all of the inbox is in the store.
            Event::Stage(Stage::Reading { mailbox, .. }) if mailbox.as_str() != "INBOX" => {
                read.get_or_insert_with(|| begun.elapsed());
                None
            }
            Event::Growing(picture) if !picture.findings.incidents.is_empty() => {
                first.get_or_insert_with(|| begun.elapsed());
                None
            }
            Event::Scanned(picture) => Some(picture),
            _ => None,
        });
        let all = begun.elapsed();
        (picture, Took { first: first.unwrap_or(all), read: read.unwrap(), all })
    }

    /// The first event that `is` what is waited for.
    pub fn wait<T>(&self, mut is: impl FnMut(Event) -> Option<T>) -> T {
        loop {
            match self.events.recv().unwrap() {
                Event::Failed { task, error, .. } => panic!("{task:?}: {error}"),
                event => {
                    if let Some(found) = is(event) {
                        return found;
                    }
                }
            }
        }
    }
}
