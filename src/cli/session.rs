//! One conversation with the engine: a command, its progress, its answer.

use super::terminal::Terminal;
use crate::engine::{Action, Command, Error, Event, Handle, Options, SourceError, Stage};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long to wait for an event before anything else is looked at.
const MOMENT: Duration = Duration::from_millis(200);

pub struct Session {
    engine: Handle,
    events: Receiver<Event>,
}

/// How a move ended: an error, where one stopped it, and the action as the journal has it, where one was begun.
pub struct Moved {
    pub error: Option<Arc<Error>>,
    pub action: Option<Action>,
}

impl Session {
    pub fn start(data: Option<PathBuf>) -> Self {
        Self::with(Options { data, ..Options::default() })
    }

    /// One whose scan is followed by the watch.
    pub fn watching(data: Option<PathBuf>) -> Self {
        Self::with(Options { data, watches: true, ..Options::default() })
    }

    fn with(options: Options) -> Self {
        let (sender, events) = channel();
        let options = Options { whole_only: true, ..options };
        // The receiver lives as long as the engine; a failed send can only mean that the program ends.
        let engine = Handle::start(options, move |event| drop(sender.send(event)));
        Self { engine, events }
    }

    /// Sends a command and waits for the event that `pick` takes as its answer.
    pub fn ask<T>(
        &self,
        command: Command,
        terminal: &mut Terminal,
        mut pick: impl FnMut(Event) -> Option<T>,
    ) -> Result<T, Arc<Error>> {
        let asked = command.task();
        self.engine.send(command);
        loop {
            match self.events.recv().map_err(|_| stopped())? {
                Event::Failed { task, error, .. } if task == asked => return Err(error),
                Event::Cancelled(task) if task == asked => return Err(Arc::new(SourceError::Cancelled.into())),
                Event::ServerSays(words) => server_says(&words, terminal),
                Event::Waiting { until, problem } => terminal.waiting(until, &problem),
                Event::Stage(Stage::Browser { url }) => {
                    let line = terminal.lang.tf("cli-browser", &[("url", url.as_str().into())]);
                    terminal.note(&line);
                }
                event => {
                    terminal.progress(&event);
                    if let Some(answer) = pick(event) {
                        return Ok(answer);
                    }
                }
            }
        }
    }

    /// The next event, whatever it answers. None where none comes within a moment.
    pub fn next(&self, terminal: &mut Terminal) -> Result<Option<Event>, Arc<Error>> {
        match self.events.recv_timeout(MOMENT) {
            Ok(Event::ServerSays(words)) => server_says(&words, terminal),
            Ok(event) => return Ok(Some(event)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
        }
        Ok(None)
    }

    /// Sends a command that has no answer, or none that is waited for here.
    pub fn tell(&self, command: Command) {
        self.engine.send(command);
    }

    /// Sends a command that moves messages (Execute, Undo, Finish) and waits for its end.
    pub fn moving(&self, command: Command, terminal: &mut Terminal) -> Moved {
        let done = |event| if let Event::Done(action) = event { Some(action) } else { None };
        match self.ask(command, terminal, done) {
            Ok(action) => Moved { error: None, action: Some(action) },
            Err(error) => {
                // Where it stopped part way, `Done` follows the failure; the answer to another question marks the end.
                let mut action = None;
                let _ = self.ask(Command::History, terminal, |event| match event {
                    Event::Done(stopped) => {
                        action = Some(stopped);
                        None
                    }
                    Event::History(_) => Some(()),
                    _ => None,
                });
                Moved { error: Some(error), action }
            }
        }
    }

    /// Every action so far, the newest first.
    pub fn history(&self, terminal: &mut Terminal) -> Result<Vec<Action>, Arc<Error>> {
        self.ask(Command::History, terminal, |event| if let Event::History(actions) = event { Some(actions) } else { None })
    }
}

fn server_says(words: &str, terminal: &mut Terminal) {
    let line = terminal.lang.tf("server-says", &[("text", words.into())]);
    terminal.note(&line);
}

fn stopped() -> Arc<Error> {
    Arc::new(Error::Internal { detail: "the engine has stopped".to_owned() })
}
