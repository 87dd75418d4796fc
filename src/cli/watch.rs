//! `deich watch`: what comes in and goes, and what of a followed flood is moved away, line by line, until the member ends it (or
//! nobody reads the lines any more). Being killed at any moment loses nothing: what is moved is in the journal.

use super::args::{Global, Watch};
use super::exit::{Failure, Outcome};
use super::json::WatchLine;
use super::open;
use super::session::Session;
use super::terminal::{Terminal, shortened};
use crate::engine::{self, ActionState, Command, Event, News, Picture, SourceError, Target};
use crate::mail::{MailboxName, MessageKey};
use std::collections::HashSet;

/// Characters of a foreign name in a line.
const NAME: usize = 100;

pub fn watch(args: &Watch, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let picture = open::read(&args.reading, global, session, terminal)?;
    if !picture.source.can_move {
        return Err(engine::Error::from(SourceError::Unsupported).into());
    }
    let to = args.to.as_deref().map_or(Target::Trash, |name| Target::Mailbox(MailboxName::new(name)));
    let orders = args.follow.iter().map(|id| (*id, Some(to.clone()))).chain(args.unfollow.iter().map(|id| (*id, None)));
    let mut followed = picture.followed.clone();
    for (incident, to) in orders {
        let changed = session.ask(Command::Follow { incident, to }, terminal, |event| {
            if let Event::Changed(picture) = event { Some(picture.followed.clone()) } else { None }
        });
        followed = changed?;
    }
    let label = shortened(&picture.source.label, NAME);
    let line = terminal.lang.tf("cli-watch-begins", &[("source", label.into()), ("n", followed.len().into())]);
    terminal.note(&line);
    let mut lines = Lines { known: picture.messages.iter().map(|message| message.key()).collect(), json: args.json };
    session.tell(Command::Watch(true));
    while !terminal.is_closed() {
        lines.hear(session.next(terminal)?, session, terminal)?;
    }
    Ok(Outcome::Done)
}

struct Lines {
    /// Messages that are told already.
    known: HashSet<MessageKey>,
    json: bool,
}

impl Lines {
    fn hear(&mut self, event: Event, session: &Session, terminal: &mut Terminal) -> Result<(), Failure> {
        match event {
            Event::News(News { new, gone, .. }) => {
                if gone > 0 {
                    let words = terminal.lang.tf("cli-watch-gone", &[("n", gone.into())]);
                    self.line(&WatchLine::gone(gone), &words, terminal)?;
                }
                if new > 0 || gone > 0 {
                    session.tell(Command::ShowNews);
                }
                Ok(())
            }
            Event::Scanned(picture) => self.tell_new(&picture, terminal),
            // One that was cut is told when it is at its end.
            Event::Swept(action) if action.state == ActionState::Open => Ok(()),
            Event::Swept(action) => {
                let to: Vec<_> = action.to.iter().map(|mailbox| shortened(mailbox.as_str(), NAME)).collect();
                let args = [("n", action.moved.into()), ("to", to.join(", ").into()), ("id", action.id.0.into())];
                let words = terminal.lang.tf("cli-watch-swept", &args);
                self.line(&WatchLine::swept(&action), &words, terminal)
            }
            Event::Watch(state) => {
                let words = match state {
                    engine::Watch::Offline { again } => {
                        terminal.lang.tf("cli-watch-offline", &[("time", terminal.lang.time(again).into())])
                    }
                    engine::Watch::On => terminal.lang.t("cli-watch-on"),
                    engine::Watch::Off => return Ok(()),
                };
                if self.json {
                    return terminal.write_json(&WatchLine::stands(state));
                }
                terminal.note(&words);
                Ok(())
            }
            Event::Failed { error, .. } => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn tell_new(&mut self, picture: &Picture, terminal: &mut Terminal) -> Result<(), Failure> {
        for (index, (message, verdict)) in picture.messages.iter().zip(&picture.findings.verdicts).enumerate() {
            if picture.moved.contains(&index) || !self.known.insert(message.key()) {
                continue;
            }
            let lang = &terminal.lang;
            let key = if verdict.offered() { "cli-watch-flood" } else { "cli-watch-new" };
            let args = [
                ("when", lang.time(message.received).into()),
                ("from", shortened(message.from_addr(), NAME).into()),
                ("subject", shortened(message.subject(), NAME).into()),
                ("kind", lang.one_of_kind(verdict.kind).into()),
            ];
            let words = lang.tf(key, &args);
            self.line(&WatchLine::new(message, verdict), &words, terminal)?;
        }
        Ok(())
    }

    fn line(&self, line: &WatchLine<'_>, words: &str, terminal: &mut Terminal) -> Result<(), Failure> {
        if self.json {
            return terminal.write_json(line);
        }
        terminal.say(words);
        Ok(())
    }
}
