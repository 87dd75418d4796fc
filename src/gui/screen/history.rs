//! History: every action, with undo.

use super::{Action, Job, Place, part};
use crate::engine::{self, ActionState, Command, Error, Event, Task};
use crate::gui::{Element, Frame};
use crate::plan::ActionId;
use iced::widget::{column, row};
use std::sync::Arc;

/// Actions shown; older ones stay in the store.
const SHOWN: usize = 50;

#[derive(Debug, Default)]
pub struct History {
    actions: Option<Vec<engine::Action>>,
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Undo(ActionId),
    Finish(ActionId),
    Again,
    Back,
}

impl History {
    pub fn new() -> (Self, Action<Message>) {
        (Self::default(), Action::Ask(Command::History))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-history-title")
    }

    pub fn hear(&mut self, event: &Event) -> Action<Message> {
        match event {
            Event::History(actions) => {
                self.actions = Some(actions.clone());
                self.failed = None;
            }
            Event::Failed { task: Task::History, error, .. } => self.failed = Some(error.clone()),
            // Something was moved or undone: the list is old.
            Event::Done(_) => return Action::Ask(Command::History),
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: &Message) -> Action<Message> {
        match message {
            Message::Undo(id) => Action::Open(Place::Work(Job::Undo(*id))),
            Message::Finish(id) => Action::Open(Place::Work(Job::Finish(*id))),
            Message::Again => {
                self.failed = None;
                Action::Ask(Command::History)
            }
            Message::Back => Action::Back,
        }
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-history-title"))].spacing(part::M);
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
            return page.push(part::secondary(frame, frame.t("gui-again"), Some(Message::Again))).into();
        }
        let Some(actions) = &self.actions else {
            return page.push(part::waiting(frame)).into();
        };
        if actions.is_empty() {
            return page
                .push(part::lead(frame, frame.t("gui-history-empty")))
                .push(part::secondary(frame, frame.t("gui-back"), Some(Message::Back)))
                .into();
        }
        page = page.push(part::lead(frame, frame.t("gui-history-lead")));
        for action in actions.iter().take(SHOWN) {
            page = page.push(entry(action, frame));
        }
        if actions.len() > SHOWN {
            page = page.push(part::note(frame, frame.tf("gui-more", &[("n", (actions.len() - SHOWN).into())])));
        }
        page.into()
    }
}

fn entry<'a>(action: &engine::Action, frame: &'a Frame) -> Element<'a, Message> {
    let folders = part::folders_of(action, frame);
    let state = match action.state {
        ActionState::Open => "gui-history-open",
        ActionState::Done => "gui-history-done",
        ActionState::Partly => "gui-history-partly",
        ActionState::Undone => "gui-history-undone",
    };
    let mut lines = column![
        part::heading(frame, part::purpose(action, frame)),
        part::body(frame, frame.tf("gui-history-moved", &[("n", action.moved.into()), ("folders", folders.join(", ").into())])),
        part::note(
            frame,
            format!(
                "{} \u{b7} {} \u{b7} {} \u{b7} {}",
                frame.t(state),
                frame.lang.relative(action.begun, frame.now),
                frame.lang.date_time(action.begun),
                part::source_name(&action.source, frame)
            )
        ),
    ]
    .spacing(part::XS);
    if action.failed > 0 {
        lines = lines.push(part::warning(frame, frame.tf("gui-work-problems", &[("n", action.failed.into())])));
    }
    let mut buttons = row![];
    let mut any = false;
    if matches!(action.state, ActionState::Open) {
        any = true;
        buttons = buttons.push(part::primary(frame, frame.t("gui-finish"), Some(Message::Finish(action.id))));
    }
    if action.can_undo {
        any = true;
        buttons = buttons.push(part::secondary(frame, frame.t("gui-undo"), Some(Message::Undo(action.id))));
    }
    if any {
        lines = lines.push(part::wrap(buttons));
    }
    part::card(lines)
}
