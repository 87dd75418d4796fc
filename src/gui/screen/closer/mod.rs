//! Look closer: the messages themselves, in groups, searched, sorted, selected, read and judged one by one.

mod arrange;
mod view;

use super::clean_up::What;
use super::words::Words;
use super::{Action, Place};
use crate::engine::{Command, Event, Task};
use crate::gui::Frame;
use crate::gui::keys::{Shortcut, Step};
use crate::gui::widget::{Act, Selection};
use crate::mail::MessageKey;
use crate::triage::Kind;
pub use arrange::{Chip, Grouping, Key, Sort};
use arrange::{Group, Wish};
use jiff::Timestamp;
use std::collections::BTreeMap;

const SEARCH: &str = "closer-search";
const LIST: &str = "closer-list";
/// Rows that a page key jumps while the list itself does not have the keyboard.
const PAGE: usize = 12;

/// Which messages are looked at.
#[derive(Debug, Clone)]
pub enum Scope {
    All,
    Incident(u32),
    Kept(u32),
    /// What came straight to the member meanwhile.
    Beside(u32),
    Kind(u32, Kind),
    Span {
        incident: u32,
        from: Timestamp,
        to: Timestamp,
    },
    /// One message, shown among its incident.
    Message {
        incident: Option<u32>,
        key: MessageKey,
    },
}

#[derive(Debug)]
pub struct Closer {
    scope: Scope,
    wish: Wish,
    groups: Vec<Group>,
    /// Indices into the picture's messages, in the order of the list.
    rows: Vec<usize>,
    selection: Selection,
    /// The message in the reading pane.
    reading: Option<Reading>,
    /// Why it is judged as it is: shown.
    why: bool,
    /// The ways to sort and group: shown.
    arranging: bool,
}

#[derive(Debug)]
struct Reading {
    /// Index into the picture's messages.
    index: usize,
    key: MessageKey,
    text: Words,
}

/// The window is too narrow for the list and a message side by side.
fn covers(frame: &Frame) -> bool {
    frame.size.width < frame.look.grow(1000.0)
}

#[derive(Debug, Clone)]
pub enum Message {
    Query(String),
    Chip(Chip),
    Sort(Sort),
    Grouping(Grouping),
    Group(Option<Key>),
    /// Shows the ways to sort and group, or hides them.
    Arranging,
    /// What the member does to the list.
    Row(Act),
    Keep(bool),
    All,
    Clear,
    Why,
    CleanUp,
    /// Trusts the sender of the message that is read, or no longer.
    Trust(bool),
    CloseReading,
    Back,
}

impl Closer {
    pub fn new(scope: Scope, frame: &Frame) -> (Self, Action<Message>) {
        let mut closer = Self {
            wish: Wish { sort: Sort::Newest, ..Wish::default() },
            scope,
            groups: Vec::new(),
            rows: Vec::new(),
            selection: Selection::default(),
            reading: None,
            why: true,
            arranging: false,
        };
        closer.arrange(frame);
        let action = match &closer.scope {
            Scope::Message { key, .. } => {
                let at = frame
                    .picture
                    .as_ref()
                    .and_then(|p| closer.rows.iter().position(|i| p.messages.get(*i).is_some_and(|m| m.key() == *key)));
                match at {
                    Some(at) => closer.act(Act::Open(at), frame),
                    None => Action::None,
                }
            }
            _ => Action::None,
        };
        let action = action.and(Action::Ask(Command::Trusted));
        (closer, action)
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-closer-title")
    }

    pub fn busy(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| matches!(reading.text, Words::Coming))
    }

    /// Where a message covers the list, going back leads to the list. Says whether it did.
    pub fn uncover(&mut self, frame: &Frame) -> bool {
        covers(frame) && self.reading.take().is_some()
    }

    pub fn hear(&mut self, event: &Event, frame: &Frame) -> Action<Message> {
        match event {
            Event::Text { message, text } => {
                if let Some(reading) = self.reading.as_mut().filter(|r| r.key == *message) {
                    reading.text = Words::Here(text.clone());
                }
            }
            Event::Failed { task: Task::Text, error, .. } => {
                if let Some(reading) = &mut self.reading {
                    reading.text = Words::Failed(error.clone());
                }
            }
            Event::Scanned(_) | Event::Changed(_) => {
                self.arrange(frame);
                // The indices are those of a new picture: find the message again.
                if let (Some(reading), Some(picture)) = (&mut self.reading, &frame.picture) {
                    match picture.messages.iter().position(|m| m.key() == reading.key) {
                        Some(index) if !picture.moved.contains(&index) => reading.index = index,
                        _ => self.reading = None,
                    }
                }
            }
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Query(query) => self.wish.query = query,
            Message::Chip(chip) => self.wish.chip = chip,
            Message::Sort(sort) => self.wish.sort = sort,
            Message::Grouping(grouping) => {
                self.wish.grouping = grouping;
                self.wish.group = None;
            }
            Message::Group(key) => self.wish.group = key,
            Message::Arranging => {
                self.arranging = !self.arranging;
                return Action::None;
            }
            Message::Row(act) => return self.act(act, frame),
            Message::Keep(keep) => return self.decide(keep, frame),
            Message::All => return self.act(Act::All, frame),
            Message::Clear => {
                self.selection.clear();
                return Action::None;
            }
            Message::Why => {
                self.why = !self.why;
                return Action::None;
            }
            Message::CloseReading => {
                self.reading = None;
                return Action::None;
            }
            Message::Trust(trust) => {
                let read = self.reading.as_ref().zip(frame.picture.as_ref());
                let message = read.and_then(|(reading, picture)| picture.messages.get(reading.index));
                let address = message.map(|message| message.from_addr().to_owned());
                return address.map_or(Action::None, |address| Action::Ask(Command::Trust { address, trust }));
            }
            Message::CleanUp => {
                let keys = self.selected(frame);
                return if keys.is_empty() { Action::None } else { Action::Open(Place::CleanUp(What::Selection(keys))) };
            }
            Message::Back => return Action::Back,
        }
        self.arrange(frame);
        Action::None
    }

    /// A key that the list did not take for itself, because something else has the keyboard.
    pub fn key(&mut self, shortcut: Shortcut, frame: &Frame) -> Action<Message> {
        let at = self.selection.cursor();
        match shortcut {
            Shortcut::Keep => self.decide(true, frame),
            Shortcut::Release => self.decide(false, frame),
            Shortcut::Why => {
                self.why = !self.why;
                Action::None
            }
            Shortcut::Search => Action::Run(crate::gui::widget::focus_on(SEARCH)),
            Shortcut::SelectAll => self.act(Act::All, frame),
            Shortcut::Toggle => at.map_or(Action::None, |row| self.act(Act::Toggle(row), frame)),
            Shortcut::Read => at.map_or(Action::None, |row| self.act(Act::Open(row), frame)),
            Shortcut::Move { by, extend } => {
                let to = match (at, by) {
                    (_, Step::First) | (None, Step::Up | Step::Down | Step::PageUp | Step::PageDown) => 0,
                    (_, Step::Last) => self.rows.len(),
                    (Some(at), Step::Up) => at.saturating_sub(1),
                    (Some(at), Step::Down) => at.saturating_add(1),
                    (Some(at), Step::PageUp) => at.saturating_sub(PAGE),
                    (Some(at), Step::PageDown) => at.saturating_add(PAGE),
                };
                self.act(Act::Move { to, shift: extend }, frame)
            }
            _ => Action::None,
        }
    }

    /// Follows the member in the list; one row alone is shown in the reading pane too.
    fn act(&mut self, act: Act, frame: &Frame) -> Action<Message> {
        self.selection.apply(act, self.rows.len());
        match (act, self.selection.cursor()) {
            (Act::Click { shift: false, ctrl: false, .. } | Act::Move { shift: false, .. } | Act::Open(_), Some(at)) => {
                self.read(at, frame)
            }
            _ => Action::None,
        }
    }

    /// Shows the message of the row at `at`.
    fn read(&mut self, at: usize, frame: &Frame) -> Action<Message> {
        let Some(picture) = &frame.picture else { return Action::None };
        let Some((index, message)) = self.rows.get(at).and_then(|index| Some((*index, picture.messages.get(*index)?))) else {
            return Action::None;
        };
        let key = message.key();
        if self.reading.as_ref().is_some_and(|reading| reading.key == key) {
            return Action::None;
        }
        // Who walks through the list does not wait for the messages passed by.
        let busy = self.busy();
        self.reading = Some(Reading { index, key: key.clone(), text: Words::Coming });
        let ask = Action::Ask(Command::Text(key));
        if busy { Action::Stop.and(ask) } else { ask }
    }

    fn decide(&mut self, keep: bool, frame: &Frame) -> Action<Message> {
        let messages = self.selected(frame);
        if messages.is_empty() { Action::None } else { Action::Ask(Command::Decide { messages, keep }) }
    }

    fn selected(&self, frame: &Frame) -> Vec<MessageKey> {
        let Some(picture) = &frame.picture else { return Vec::new() };
        self.selection.iter().filter_map(|at| picture.messages.get(*self.rows.get(at)?)).map(|m| m.key()).collect()
    }

    /// Works out groups and rows anew. The selection stays on its messages.
    fn arrange(&mut self, frame: &Frame) {
        let Some(picture) = &frame.picture else { return };
        self.groups = arrange::groups(picture, &self.scope, &self.wish);
        let before = std::mem::replace(&mut self.rows, arrange::rows(picture, &self.scope, &self.wish));
        if before != self.rows && !self.selection.is_empty() {
            let place: BTreeMap<usize, usize> = self.rows.iter().enumerate().map(|(at, index)| (*index, at)).collect();
            self.selection = self.selection.remap(|at| place.get(before.get(at)?).copied());
        }
    }
}
