//! Clean up: exactly what is moved where, what stays and why. Nothing moves before the member has seen it and said so.

use super::{Action, Job, Place, part};
use crate::engine::{CleanUp as Order, Command, Error, Event, Picture, Target, Task, Watch};
use crate::gui::{Element, Frame};
use crate::mail::{MailboxName, MessageKey, SpecialUse};
use crate::plan::{Preview, STORM, Stay};
use crate::triage::Kind;
use iced::widget::{column, row};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Messages shown of each part before "and so many more".
const SHOWN: usize = 6;

/// What is to be cleaned up.
#[derive(Debug, Clone)]
pub enum What {
    Incident(u32),
    Selection(Vec<MessageKey>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Trash,
    Storm,
    Other,
}

#[derive(Debug)]
pub struct CleanUp {
    what: What,
    pub choice: Choice,
    pub other: String,
    /// What a preview was last asked for.
    awaits: Option<Order>,
    preview: Option<Arc<Preview>>,
    shown: Shown,
    failed: Option<Arc<Error>>,
    complaint: Option<&'static str>,
}

/// What the preview comes to: computed when it arrives, shown in `view`.
#[derive(Debug, Default)]
struct Shown {
    moving: usize,
    from: BTreeMap<MailboxName, usize>,
    to: Vec<MailboxName>,
    kinds: Vec<(Kind, usize)>,
    /// Indices into the picture's messages.
    first: Vec<usize>,
    stays: Vec<(Stay, usize, Vec<usize>)>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Choose(Choice),
    Other(String),
    UseOther,
    Move,
    Again,
    Look,
    Back,
}

impl CleanUp {
    pub fn new(what: What) -> (Self, Action<Message>) {
        let mut clean = Self {
            what,
            choice: Choice::Trash,
            other: String::new(),
            awaits: None,
            preview: None,
            shown: Shown::default(),
            failed: None,
            complaint: None,
        };
        let ask = clean.ask(Target::Trash);
        (clean, ask)
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-clean-title")
    }

    fn ask(&mut self, to: Target) -> Action<Message> {
        let (incident, selection) = match &self.what {
            What::Incident(id) => (Some(*id), Vec::new()),
            What::Selection(keys) => (None, keys.clone()),
        };
        let order = Order { incident, selection, to };
        self.awaits = Some(order.clone());
        Action::Ask(Command::Preview(order))
    }

    /// Asks for a preview into the chosen target; the old one is void from here on.
    fn refresh(&mut self) -> Action<Message> {
        self.awaits = None;
        self.preview = None;
        self.failed = None;
        self.complaint = None;
        let to = match self.choice {
            Choice::Trash => Target::Trash,
            Choice::Storm => Target::Mailbox(MailboxName::new(STORM)),
            Choice::Other => {
                let name = self.other.trim();
                if name.is_empty() {
                    return Action::None;
                }
                if name.chars().any(char::is_control) {
                    self.complaint = Some("gui-clean-bad-name");
                    return Action::None;
                }
                Target::Mailbox(MailboxName::new(name))
            }
        };
        self.ask(to)
    }

    pub fn hear(&mut self, event: &Event, frame: &Frame) -> Action<Message> {
        match event {
            // A preview of something else than was last asked for comes too late.
            Event::Preview(order, preview) if self.awaits.as_ref() == Some(order) => {
                self.awaits = None;
                self.failed = None;
                self.shown = frame.picture.as_ref().map_or_else(Shown::default, |picture| shown(preview, picture));
                self.preview = Some(preview.clone());
            }
            Event::Failed { task: Task::Preview, error, .. } => {
                self.preview = None;
                if **error == Error::NoTrash && self.choice == Choice::Trash {
                    self.choice = Choice::Storm;
                    return self.refresh();
                }
                self.failed = Some(error.clone());
            }
            Event::Scanned(_) | Event::Changed(_) => return self.refresh(),
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: Message) -> Action<Message> {
        match message {
            Message::Choose(choice) => {
                self.choice = choice;
                self.refresh()
            }
            Message::Other(name) => {
                self.other = name;
                self.choice = Choice::Other;
                self.awaits = None;
                self.preview = None;
                Action::None
            }
            Message::UseOther | Message::Again => self.refresh(),
            Message::Move => match self.preview.take() {
                Some(preview) => Action::Replace(Place::Work(Job::Move(Arc::unwrap_or_clone(preview).approve()))),
                None => Action::None,
            },
            Message::Look => Action::Open(Place::Closer(match self.what {
                What::Incident(id) => super::closer::Scope::Incident(id),
                What::Selection(_) => super::closer::Scope::All,
            })),
            Message::Back => Action::Back,
        }
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-clean-headline")), part::lead(frame, frame.t("gui-clean-lead"))]
            .spacing(part::M);
        if let Watch::Offline { .. } = frame.watch {
            page = page.push(part::hint(frame, frame.t("gui-clean-offline")));
        }
        page = page.push(self.targets(frame));
        if let Some(complaint) = self.complaint {
            page = page.push(part::warning(frame, frame.t(complaint)));
        }
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
            page = page.push(part::wrap(row![
                part::secondary(frame, frame.t("gui-again"), Some(Message::Again)),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
            ]));
            return page.into();
        }
        if self.preview.is_none() {
            let waits_for_name = self.choice == Choice::Other && self.awaits.is_none();
            page =
                page.push(if waits_for_name { part::note(frame, frame.t("gui-clean-name-first")) } else { part::waiting(frame) });
            return page.push(part::secondary(frame, frame.t("gui-back"), Some(Message::Back))).into();
        }
        page.push(self.moves(frame)).push(self.stays(frame)).into()
    }

    /// The step itself, in view however long the preview is.
    pub fn foot<'a>(&'a self, frame: &'a Frame) -> Option<Element<'a, Message>> {
        self.preview.as_ref()?;
        let count = self.shown.moving;
        let label = frame.tf("gui-clean-move", &[("n", count.into())]);
        let buttons = row![
            part::moving(frame, label, (count > 0).then_some(Message::Move)),
            part::secondary(frame, frame.t("gui-clean-look"), Some(Message::Look)),
        ];
        let safe = (count > 0 && !frame.narrow()).then(|| part::note(frame, frame.t("gui-clean-safe")));
        Some(column![].push(safe).push(part::wrap(buttons)).spacing(part::S).into())
    }

    fn targets<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let options = row![
            part::choice(frame, frame.t("mailbox-trash"), self.choice == Choice::Trash, Message::Choose(Choice::Trash)),
            part::choice(
                frame,
                frame.tf("gui-clean-storm", &[("name", STORM.into())]),
                self.choice == Choice::Storm,
                Message::Choose(Choice::Storm)
            ),
            part::choice(frame, frame.t("gui-clean-other"), self.choice == Choice::Other, Message::Choose(Choice::Other)),
        ];
        let mut lines = column![part::heading(frame, frame.t("gui-clean-where")), part::wrap(options)].spacing(part::S);
        if self.choice == Choice::Other {
            lines = lines.push(part::beside(
                frame,
                part::input(
                    frame,
                    "clean-other",
                    frame.t("gui-clean-other-hint"),
                    &self.other,
                    Message::Other,
                    Message::UseOther,
                ),
                part::secondary(frame, frame.t("gui-clean-use"), Some(Message::UseOther)),
            ));
            let known = frame
                .picture
                .iter()
                .flat_map(|p| p.mailboxes.iter())
                .filter(|m| m.selectable && m.special != Some(SpecialUse::Inbox));
            let names = known
                .take(12)
                .map(|m| part::quiet(frame, part::folder(&m.name, frame), Some(Message::Other(m.name.as_str().to_owned()))));
            lines = lines.push(part::wrap(iced::widget::Row::with_children(names)));
        }
        part::card(lines)
    }

    fn moves<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let shown = &self.shown;
        if shown.moving == 0 {
            return part::card(part::body(frame, frame.t("gui-clean-nothing")));
        }
        let to: Vec<String> = shown.to.iter().map(|m| part::folder(m, frame)).collect();
        let from: Vec<String> = shown.from.keys().take(4).map(|m| part::folder(m, frame)).collect();
        let mut lines = column![
            part::heading(frame, frame.tf("gui-clean-moves", &[("n", shown.moving.into())])),
            part::body(frame, frame.tf("gui-clean-from-to", &[("from", from.join(", ").into()), ("to", to.join(", ").into())])),
        ]
        .spacing(part::S);
        // The server's own name is for those who look there with another program.
        if let (true, Some(own)) = (shown.to.len() == 1, shown.to.iter().find_map(|to| part::own_name(to, frame))) {
            lines = lines.push(part::note(frame, frame.tf("gui-clean-own-name", &[("name", own.into())])));
        }
        let kinds = shown.kinds.iter().map(|(kind, n)| part::kind_chip(*kind, *n, frame));
        lines = lines.push(part::apart(iced::widget::Row::with_children(kinds)));
        if let Some(picture) = &frame.picture {
            lines = lines.push(part::examples(picture, &shown.first, frame));
        }
        if shown.moving > shown.first.len() {
            lines = lines.push(part::note(frame, frame.tf("gui-more", &[("n", (shown.moving - shown.first.len()).into())])));
        }
        part::card(lines)
    }

    fn stays<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let total: usize = self.shown.stays.iter().map(|(_, n, _)| n).sum();
        if total == 0 {
            return part::card(part::body(frame, frame.t("gui-clean-stays-none")));
        }
        let mut lines = column![part::heading(frame, frame.tf("gui-clean-stays", &[("n", total.into())]))].spacing(part::S);
        for (stay, n, first) in &self.shown.stays {
            lines = lines.push(part::stays(*stay, *n, frame));
            if let Some(picture) = &frame.picture {
                lines = lines.push(part::examples(picture, first, frame));
            }
        }
        part::card(lines)
    }
}

fn shown(preview: &Preview, picture: &Picture) -> Shown {
    let at: BTreeMap<MessageKey, usize> = picture.messages.iter().enumerate().map(|(i, m)| (m.key(), i)).collect();
    let mut out = Shown { moving: preview.plan().messages(), ..Shown::default() };
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for step in &preview.plan().steps {
        *out.from.entry(step.from.clone()).or_default() += step.items.len();
        if !out.to.contains(&step.to) {
            out.to.push(step.to.clone());
        }
        for item in &step.items {
            let key = MessageKey { mailbox: step.from.clone(), message: item.message.clone() };
            let Some(index) = at.get(&key) else { continue };
            if let Some(verdict) = picture.findings.verdicts.get(*index) {
                *kinds.entry(verdict.kind).or_default() += 1;
            }
            if out.first.len() < SHOWN {
                out.first.push(*index);
            }
        }
    }
    out.kinds = kinds.into_iter().collect();
    out.kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut stays: BTreeMap<Stay, (usize, Vec<usize>)> = BTreeMap::new();
    for (key, stay) in preview.stays() {
        let entry = stays.entry(*stay).or_default();
        entry.0 += 1;
        if entry.1.len() < SHOWN
            && let Some(index) = at.get(key)
        {
            entry.1.push(*index);
        }
    }
    out.stays = stays.into_iter().map(|(stay, (n, first))| (stay, n, first)).collect();
    out
}
