//! Found in Junk: wanted mail that lies among the junk, why it is thought to be wanted, and its way back to the inbox. What
//! is ticked is what the preview holds, and nothing else moves.

use super::words::Words;
use super::{Action, Job, Place, part};
use crate::engine::{CleanUp as Order, Command, Error, Event, Picture, Target, Task};
use crate::gui::theme::Icon;
use crate::gui::{Element, Frame, widget};
use crate::mail::{MailboxName, MessageKey};
use crate::plan::Preview;
use crate::triage::{Evidence, FoundInJunk, Protection};
use iced::widget::{column, row};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Junk {
    /// What the member does not want back.
    left_out: BTreeSet<MessageKey>,
    /// What a preview was last asked for.
    awaits: Option<Order>,
    preview: Option<Arc<Preview>>,
    reading: Option<(MessageKey, Words)>,
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Toggle(MessageKey),
    Read(MessageKey),
    Move,
    Again,
    Back,
}

/// Wanted messages that lie among the junk still: their indices in the picture, and why.
pub fn found(picture: &Picture) -> impl Iterator<Item = (usize, &FoundInJunk)> {
    let first = picture.messages.len();
    let found = picture.junk.iter().zip(&picture.findings.found_in_junk).enumerate();
    found.map(move |(at, (_, found))| (first + at, found)).filter(|(index, _)| !picture.moved.contains(index))
}

impl Junk {
    pub fn new(frame: &Frame) -> (Self, Action<Message>) {
        let mut junk = Self::default();
        let ask = junk.ask(frame);
        (junk, ask)
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-junk-title")
    }

    pub fn busy(&self) -> bool {
        matches!(self.reading, Some((_, Words::Coming)))
    }

    /// Asks for a preview of what is ticked; the one before is void from here on.
    fn ask(&mut self, frame: &Frame) -> Action<Message> {
        self.awaits = None;
        self.preview = None;
        self.failed = None;
        let Some(picture) = &frame.picture else { return Action::None };
        let keys = found(picture).filter_map(|(index, _)| picture.message(index)).map(|message| message.key());
        let selection: Vec<_> = keys.filter(|key| !self.left_out.contains(key)).collect();
        if selection.is_empty() || !picture.source.can_move {
            return Action::None;
        }
        let order = Order { incident: None, selection, to: Target::Mailbox(MailboxName::inbox()) };
        self.awaits = Some(order.clone());
        Action::Ask(Command::Preview(order))
    }

    pub fn hear(&mut self, event: &Event, frame: &Frame) -> Action<Message> {
        match event {
            Event::Preview(order, preview) if self.awaits.as_ref() == Some(order) => {
                self.awaits = None;
                self.preview = Some(preview.clone());
            }
            Event::Failed { task: Task::Preview, error, .. } => self.failed = Some(error.clone()),
            Event::Text { message, text } => {
                if let Some((_, words)) = self.reading.as_mut().filter(|(key, _)| key == message) {
                    *words = Words::Here(text.clone());
                }
            }
            Event::Failed { task: Task::Text, error, .. } => {
                if let Some((_, words)) = &mut self.reading {
                    *words = Words::Failed(error.clone());
                }
            }
            Event::Scanned(_) | Event::Changed(_) => return self.ask(frame),
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Toggle(key) => {
                if !self.left_out.remove(&key) {
                    self.left_out.insert(key);
                }
                self.ask(frame)
            }
            Message::Read(key) => {
                let busy = self.busy();
                let stop = if busy { Action::Stop } else { Action::None };
                if self.reading.take().is_some_and(|(open, _)| open == key) {
                    return stop;
                }
                self.reading = Some((key.clone(), Words::Coming));
                stop.and(Action::Ask(Command::Text(key)))
            }
            Message::Move => match self.preview.take() {
                Some(preview) => Action::Replace(Place::Work(Job::Move(Arc::unwrap_or_clone(preview).approve()))),
                None => Action::None,
            },
            Message::Again => self.ask(frame),
            Message::Back => Action::Back,
        }
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-junk-headline"))].spacing(part::M);
        let picture = frame.picture.as_ref();
        let found: Vec<_> = picture.into_iter().flat_map(|picture| found(picture)).collect();
        if found.is_empty() {
            return page
                .push(part::lead(frame, frame.t("gui-junk-empty")))
                .push(part::secondary(frame, frame.t("gui-back"), Some(Message::Back)))
                .into();
        }
        page = page.push(part::lead(frame, frame.t("gui-junk-lead")));
        page = page.push(part::hint(frame, frame.t("gui-junk-careful")));
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
            page = page.push(part::secondary(frame, frame.t("gui-again"), Some(Message::Again)));
        }
        for (index, found) in found {
            page = page.push(self.one(index, found, frame));
        }
        page.into()
    }

    fn one<'a>(&'a self, index: usize, found: &'a FoundInJunk, frame: &'a Frame) -> Option<Element<'a, Message>> {
        let picture = frame.picture.as_ref()?;
        let message = picture.message(index)?;
        let key = message.key();
        let text = self.reading.as_ref().filter(|(open, _)| *open == key).map(|(_, words)| words);
        let read = if text.is_some() { ("gui-close", Icon::ChevronUp) } else { ("gui-read", Icon::MailOpen) };
        let subject = frame.look.strong(part::what(message, frame));
        let tick = widget::check_of(frame.look, subject, !self.left_out.contains(&key), Some(Message::Toggle(key.clone())));
        let from = format!("{} \u{b7} {}", part::who(message, frame), frame.lang.date_time(message.received));
        let below = column![part::note(frame, from)].push(why(found, frame)).spacing(part::S);
        // As far in as the words beside the tick.
        let below = iced::widget::container(below).padding(iced::padding::left(part::indent(frame)));
        let head = row![
            iced::widget::container(tick).width(iced::Length::Fill),
            part::quiet_icon(frame, read.1, frame.t(read.0), Some(Message::Read(key)))
        ]
        .spacing(part::S)
        .align_y(iced::Alignment::Center);
        let mut lines = column![head, below].spacing(part::XS);
        if let Some(text) = text {
            let text = column![part::rule(), text.view(frame)].spacing(part::M);
            lines = lines.push(iced::widget::container(text).padding(iced::padding::top(part::S)));
        }
        Some(part::card(lines))
    }

    /// The step itself, in view however many there are.
    pub fn foot<'a>(&'a self, frame: &'a Frame) -> Option<Element<'a, Message>> {
        let picture = frame.picture.as_ref().filter(|picture| picture.source.can_move && found(picture).next().is_some())?;
        let count = self.preview.as_ref().map_or(0, |preview| preview.plan().messages());
        // Between two previews the words stay as they will be: nothing flickers.
        let shown = self.awaits.as_ref().map_or(count, |order| order.selection.len());
        let free = picture.open_action.is_none();
        let label = frame.tf("gui-junk-move", &[("n", shown.into())]);
        let button = part::moving(frame, label, (count > 0 && free).then_some(Message::Move));
        let words = if free { frame.t("gui-junk-safe") } else { frame.t("gui-junk-open-action") };
        Some(column![part::note(frame, words), button].spacing(part::S).into())
    }
}

/// Why it is thought to be wanted: the matter, and what it was seen in.
fn why<'a>(found: &'a FoundInJunk, frame: &'a Frame) -> Element<'a, Message> {
    let told = part::reasons(&strongest(found), frame);
    column![part::safe(frame, part::capital(&part::protection(found.reason, frame)))].push(told).spacing(part::XS).into()
}

/// What it was seen in, without what only repeats the matter.
fn strongest(found: &FoundInJunk) -> Vec<&Evidence> {
    let said = |evidence: &&Evidence| !(found.reason == Protection::Calendar && evidence.code == "calendar");
    found.evidence.iter().filter(said).collect()
}
