//! `deich watch`: what comes in and goes, and what of a followed flood is moved away, line by line, until the member ends it (or
//! nobody reads the lines any more). Ctrl-C and SIGTERM end it in order: what is being moved is moved to its end, and a last line says
//! what was seen; the second one ends it at once. Being killed at any moment loses nothing: what is moved is in the journal.

use super::args::{Global, Watch};
use super::exit::{Failure, INTERRUPTED, Outcome};
use super::json::WatchLine;
use super::open;
use super::session::Session;
use super::terminal::{Terminal, shortened};
use crate::engine::{self, Action, ActionState, Command, Event, News, Picture, SourceError, Target};
use crate::lang::Lang;
use crate::mail::{MailboxName, MessageKey};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
    let known = picture.messages.iter().map(|message| message.key()).collect();
    let mut lines = Lines { known, json: args.json, seen: Seen::default(), asked: 0, off: false };
    let ended = end_asked();
    let mut ending = false;
    session.tell(Command::Watch(true));
    while !(terminal.is_closed() || lines.off && lines.asked == 0) {
        if ended.load(Ordering::Relaxed) && !std::mem::replace(&mut ending, true) {
            session.tell(Command::Watch(false));
        }
        if let Some(event) = session.next(terminal)? {
            lines.hear(event, session, terminal)?;
        }
    }
    lines.end(terminal)?;
    Ok(Outcome::Done)
}

/// Becomes true once the member, or the system, wants the program to end. Asked a second time, it ends at once.
fn end_asked() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let set = flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(&asked))
            .and_then(|_| flag::register(signal, Arc::clone(&asked)));
        if let Err(error) = set {
            tracing::warn!(%error, "the watch can only be broken off");
        }
    }
    asked
}

struct Lines {
    /// Messages that are told already.
    known: HashSet<MessageKey>,
    json: bool,
    seen: Seen,
    /// News that were asked for and have not come yet.
    asked: usize,
    /// Nobody watches any more.
    off: bool,
}

/// What the lines told, in messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    pub new: usize,
    pub gone: usize,
    pub moved: usize,
}

impl Lines {
    fn hear(&mut self, event: Event, session: &Session, terminal: &mut Terminal) -> Result<(), Failure> {
        match event {
            Event::News(News { new, gone, .. }) => {
                self.seen.gone += gone;
                if gone > 0 {
                    let words = terminal.lang.tf("cli-watch-gone", &[("n", gone.into())]);
                    self.line(&WatchLine::gone(gone), &words, terminal)?;
                }
                if new > 0 || gone > 0 {
                    session.tell(Command::ShowNews);
                    self.asked += 1;
                }
                Ok(())
            }
            Event::Scanned(picture) => {
                self.asked = self.asked.saturating_sub(1);
                self.tell_new(&picture, terminal)
            }
            // One that was cut is told when it is at its end.
            Event::Swept(action) if action.state == ActionState::Open => Ok(()),
            Event::Swept(action) => {
                self.seen.moved += action.moved;
                let words = swept(&action, &terminal.lang);
                self.line(&WatchLine::swept(&action), &words, terminal)
            }
            Event::Watch(state) => {
                let words = match state {
                    engine::Watch::Offline { again } => {
                        terminal.lang.tf("cli-watch-offline", &[("time", terminal.lang.time(again).into())])
                    }
                    engine::Watch::On => terminal.lang.t("cli-watch-on"),
                    engine::Watch::Off => {
                        self.off = true;
                        return Ok(());
                    }
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
            self.seen.new += 1;
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

    /// The last line: what was seen.
    fn end(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if terminal.is_closed() {
            return Ok(());
        }
        if self.json {
            return terminal.write_json(&WatchLine::ended(self.seen));
        }
        let Seen { new, gone, moved } = self.seen;
        let words = terminal.lang.tf("cli-watch-ended", &[("new", new.into()), ("gone", gone.into()), ("moved", moved.into())]);
        terminal.note(&words);
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

/// What was moved of a flood that is followed, and what could not be, and why: nobody tries that again.
fn swept(action: &Action, lang: &Lang) -> String {
    let mut words = Vec::new();
    if action.moved > 0 || action.failed == 0 {
        let to: Vec<_> = action.to.iter().map(|mailbox| shortened(mailbox.as_str(), NAME)).collect();
        let args = [("n", action.moved.into()), ("to", to.join(", ").into()), ("id", action.id.0.into())];
        words.push(lang.tf("cli-watch-swept", &args));
    }
    if action.failed > 0 {
        words.push(lang.tf("cli-watch-unswept", &[("n", action.failed.into())]));
        words.extend(action.problem.as_ref().map(|problem| lang.problem(problem)));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests;
