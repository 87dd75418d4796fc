//! The flood: what happened in one sentence, when, what is kept safe, and the three things to do about it.

mod seen;
mod view;

use super::closer::Scope;
use super::{Action, Job, Place};
use crate::engine::{Command, Error, Event, Target, Task};
use crate::gui::Frame;
use crate::mail::{MailboxName, MessageKey};
use crate::plan::STORM;
use crate::triage::Kind;
use jiff::Timestamp;
use seen::{Seen, seen};
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Flood {
    /// The incident on screen.
    pub incident: Option<u32>,
    /// The span picked on the timeline.
    span: Option<(Timestamp, Timestamp)>,
    seen: Seen,
    /// Why what comes in anew is not moved.
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Incident(u32),
    Span(Option<(Timestamp, Timestamp)>),
    CleanUp,
    Filter,
    Report,
    Closer,
    Kind(Kind),
    Kept,
    Beside,
    /// Moves what of the incident comes in anew as well, or no longer.
    Follow(bool),
    /// Watches the mailbox again.
    Watch,
    /// Signs in to this mailbox anew.
    SignIn,
    Junk,
    ShowSpan,
    Read(MessageKey),
    ReadBeside(MessageKey),
    Finish,
    Undo,
    All,
    Start,
}

impl Flood {
    pub fn new(frame: &Frame) -> Self {
        let mut flood = Self::default();
        flood.look(frame);
        flood
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-flood-title")
    }

    /// There is an incident to show, not a calm mailbox.
    pub const fn is_flood(&self) -> bool {
        self.incident.is_some()
    }

    pub fn hear(&mut self, event: &Event, frame: &Frame) -> Action<Message> {
        match event {
            Event::Scanned(_) | Event::Changed(_) => {
                self.look(frame);
                self.failed = None;
            }
            Event::Failed { task: Task::Follow, error, .. } => match self.incident {
                // Without a trash there is the folder for the flood.
                Some(incident) if **error == Error::NoTrash => {
                    let to = Some(Target::Mailbox(MailboxName::new(STORM)));
                    return Action::Ask(Command::Follow { incident, to });
                }
                _ => self.failed = Some(error.clone()),
            },
            _ => {}
        }
        Action::None
    }

    fn look(&mut self, frame: &Frame) {
        let Some(picture) = &frame.picture else { return };
        let incidents = &picture.findings.incidents;
        if self.incident.is_none_or(|id| picture.findings.incident(id).is_none()) {
            // The largest flood comes first, whenever it was.
            self.incident = incidents.iter().max_by_key(|i| (i.messages, std::cmp::Reverse(i.id))).map(|i| i.id);
            self.span = None;
        }
        self.seen = seen(picture, self.incident, self.span);
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        let Some(picture) = &frame.picture else {
            return Action::Back;
        };
        let closer = |scope| Action::Open(Place::Closer(scope));
        match message {
            Message::Incident(id) => {
                self.incident = Some(id);
                self.span = None;
                self.look(frame);
                Action::None
            }
            Message::Span(span) => {
                self.span = span;
                self.look(frame);
                Action::None
            }
            Message::All => closer(Scope::All),
            Message::Follow(on) => {
                let to = on.then_some(Target::Trash);
                self.incident.map_or(Action::None, |incident| Action::Ask(Command::Follow { incident, to }))
            }
            Message::Watch => Action::Ask(Command::Watch(true)),
            Message::SignIn => {
                let (address, source) = (picture.source.label.clone(), frame.source.clone());
                Action::Open(Place::Connect { address, source, failed: frame.unwatched.clone() })
            }
            Message::Start => Action::Back,
            Message::Junk => Action::Open(Place::Junk),
            Message::Read(key) => closer(Scope::Message { incident: self.incident, key }),
            Message::ReadBeside(key) => closer(Scope::Message { incident: None, key }),
            Message::Finish => {
                picture.open_action.as_ref().map_or(Action::None, |a| Action::Open(Place::Work(Job::Finish(a.id))))
            }
            Message::Undo => picture.open_action.as_ref().map_or(Action::None, |a| Action::Open(Place::Work(Job::Undo(a.id)))),
            Message::CleanUp
            | Message::Filter
            | Message::Report
            | Message::Closer
            | Message::Kept
            | Message::Beside
            | Message::Kind(_)
            | Message::ShowSpan => {
                let Some(id) = self.incident else {
                    return closer(Scope::All);
                };
                match message {
                    Message::CleanUp => Action::Open(Place::CleanUp(super::clean_up::What::Incident(id))),
                    Message::Filter => Action::Open(Place::Filter { incident: id }),
                    Message::Report => Action::Open(Place::Report { incident: id }),
                    Message::Kept => closer(Scope::Kept(id)),
                    Message::Beside => closer(Scope::Beside(id)),
                    Message::Kind(kind) => closer(Scope::Kind(id, kind)),
                    Message::ShowSpan => {
                        self.span.map_or(Action::None, |(from, to)| closer(Scope::Span { incident: id, from, to }))
                    }
                    _ => closer(Scope::Incident(id)),
                }
            }
        }
    }
}
