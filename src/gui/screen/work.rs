//! Work: messages being moved, finished or put back, and what came of it. Success is what the engine confirmed, nothing else.

use super::sign_in::{self, SignIn, Step};
use super::{Action, Job, Place, part, watch};
use crate::engine::{self, ActionState, Command, Error, Event, Task};
use crate::gui::{Element, Frame};
use crate::plan::{ActionId, Purpose};
use iced::widget::{column, row};
use std::sync::Arc;

#[derive(Debug)]
pub struct Work {
    job: Kind,
    /// What is finished or undone.
    action: Option<ActionId>,
    /// The password is asked for.
    sign_in: Option<SignIn>,
    progress: Option<(usize, usize)>,
    done: Option<engine::Action>,
    failed: Option<Arc<Error>>,
    stopping: bool,
    stopped: bool,
}

/// What is being done, as far as the words need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Move,
    Finish,
    Undo,
}

#[derive(Debug, Clone)]
pub enum Message {
    SignIn(sign_in::Message),
    Stop,
    Undo,
    Retry,
    Continue,
    History,
}

impl Work {
    pub fn new(job: Job) -> (Self, Action<Message>) {
        let (kind, action, progress, command) = match job {
            Job::Move(approved) => (Kind::Move, None, Some((0, approved.plan().messages())), Command::Execute(approved)),
            Job::Finish(id) => (Kind::Finish, Some(id), None, Command::Finish(id)),
            Job::Undo(id) => (Kind::Undo, Some(id), None, Command::Undo(Some(id))),
        };
        let work = Self { job: kind, action, sign_in: None, progress, done: None, failed: None, stopping: false, stopped: false };
        (work, Action::Ask(command))
    }

    pub fn title(&self, frame: &Frame) -> String {
        frame.t(if self.job == Kind::Undo { "gui-work-title-undo" } else { "gui-work-title" })
    }

    pub fn busy(&self) -> bool {
        self.done.is_none() && self.failed.is_none() && self.sign_in.is_none() && !self.stopped
    }

    /// The engine is at work for this screen.
    pub fn waits(&self) -> bool {
        self.busy() || self.sign_in.as_ref().is_some_and(SignIn::busy)
    }

    pub fn hear(&mut self, event: &Event) -> Action<Message> {
        if let Some(sign_in) = &mut self.sign_in {
            let step = sign_in.hear(event);
            return self.step(step);
        }
        match event {
            // Comes after a failure or a stop too, and then says how far it got.
            Event::Done(action) if self.done.is_none() => self.done = Some(action.clone()),
            _ if !self.busy() => {}
            Event::Moving { done, total, .. } => self.progress = Some((*done, *total)),
            Event::Failed { task: Task::Execute | Task::Undo | Task::Finish, error, .. } => {
                if let Some((sign_in, ask)) = self.action.and_then(|action| SignIn::new(action, error)) {
                    self.sign_in = Some(sign_in);
                    return ask;
                }
                self.failed = Some(error.clone());
            }
            Event::Cancelled(Task::Execute | Task::Undo | Task::Finish) => self.stopped = true,
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::SignIn(message) => match &mut self.sign_in {
                Some(sign_in) => {
                    let step = sign_in.update(message, frame);
                    self.step(step)
                }
                None => Action::None,
            },
            Message::Stop => {
                self.stopping = true;
                Action::Stop
            }
            Message::Undo => self.again(Job::Undo),
            Message::Retry => self.again(Job::Finish),
            Message::Continue => Action::Back,
            Message::History => Action::Replace(Place::History),
        }
    }

    fn step(&mut self, step: Step) -> Action<Message> {
        match step {
            Step::Open(access) => self.go_on(access),
            Step::Do(action) => action.map(Message::SignIn),
        }
    }

    /// The same once more, by the way that is named now.
    fn go_on(&mut self, access: crate::engine::Access) -> Action<Message> {
        let Some(id) = self.action else { return Action::None };
        self.sign_in = None;
        let command = if self.job == Kind::Undo { Command::Undo(Some(id)) } else { Command::Finish(id) };
        Action::Ask(Command::Access(access)).and(Action::Ask(command))
    }

    fn again(&self, job: fn(crate::plan::ActionId) -> Job) -> Action<Message> {
        self.done.as_ref().map_or(Action::None, |action| Action::Replace(Place::Work(job(action.id))))
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        if let Some(sign_in) = &self.sign_in {
            return sign_in.view(frame).map(Message::SignIn);
        }
        let mut page = column![].spacing(part::M);
        if let Some(error) = &self.failed {
            let headline = if self.job == Kind::Undo { "gui-work-failed-undo" } else { "gui-work-failed" };
            page = page.push(part::display(frame, frame.t(headline))).push(part::error(&frame.lang.explain(error), frame));
        } else if self.stopped {
            page = page
                .push(part::display(frame, frame.t("gui-work-stopped")))
                .push(part::lead(frame, frame.t("gui-work-stopped-note")));
        }
        if let Some(action) = &self.done {
            return page.push(Self::result(action, frame)).into();
        }
        if !self.busy() {
            return page.push(part::note(frame, frame.t("gui-work-failed-note"))).push(Self::onward(frame)).into();
        }
        let headline = match self.job {
            Kind::Move => "gui-work-moving",
            Kind::Finish => "gui-work-finishing",
            Kind::Undo => "gui-work-undoing",
        };
        page = page.push(part::display(frame, frame.t(headline))).push(watch::patience(frame));
        page = match self.progress.filter(|(_, total)| *total > 0) {
            Some((done, total)) => page.push(part::progress(
                frame,
                done as f32 / total as f32,
                frame.tf(
                    "gui-reading-of",
                    &[("done", frame.number(done as u64).into()), ("total", frame.number(total as u64).into())],
                ),
            )),
            None => page.push(part::waiting(frame)),
        };
        let stop = (!self.stopping).then_some(Message::Stop);
        page.push(part::note(frame, frame.t("gui-work-safe")))
            .push(part::secondary(frame, frame.t(if self.stopping { "gui-work-stopping" } else { "gui-work-stop" }), stop))
            .into()
    }

    fn onward(frame: &Frame) -> Element<'_, Message> {
        part::wrap(row![
            part::primary(frame, frame.t("gui-continue"), Some(Message::Continue)),
            part::secondary(frame, frame.t("gui-history-title"), Some(Message::History)),
        ])
    }

    fn result<'a>(action: &'a engine::Action, frame: &'a Frame) -> Element<'a, Message> {
        let undo = matches!(action.purpose, Purpose::Undo(_));
        let lost = undo && action.gone > 0;
        let counts = [("moved", action.moved.into()), ("failed", action.failed.into())];
        let mut page = column![].spacing(part::M);
        if action.state == ActionState::Open {
            page = page.push(part::warning(
                frame,
                frame.tf("gui-work-half", &[("moved", action.moved.into()), ("planned", frame.number(action.planned).into())]),
            ));
        } else if action.failed > 0 || lost {
            let some = [("moved", action.moved.into()), ("planned", action.planned.into())];
            let headline = if undo { frame.tf("gui-work-undone-some", &some) } else { frame.tf("gui-work-done", &counts) };
            page = page.push(part::display(frame, headline));
            let problem = action.problem.as_ref().filter(|problem| !problem.kind.is_remark());
            if action.failed > 0 {
                let words = match problem {
                    Some(problem) => frame
                        .tf("gui-work-problem", &[("n", action.failed.into()), ("problem", frame.lang.problem(problem).into())]),
                    None => frame.tf("gui-work-problems", &[("n", action.failed.into())]),
                };
                page = page.push(part::warning(frame, words));
            }
            if lost {
                page = page.push(part::warning(frame, frame.tf("gui-work-lost", &[("n", action.gone.into())])));
                let why = problem.filter(|_| action.failed == 0);
                page = page.push(why.map(|problem| part::note(frame, frame.lang.problem(problem))));
            }
        } else {
            page = page.push(part::achieved(frame, frame.tf(if undo { "gui-work-undone" } else { "gui-work-done" }, &counts)));
        }
        let folders = part::folders_of(action, frame);
        if action.moved > 0 && !folders.is_empty() {
            page = page.push(part::lead(frame, frame.tf("gui-work-where", &[("folders", folders.join(", ").into())])));
        }
        if action.gone > 0 && !lost {
            page = page.push(part::note(frame, frame.tf("gui-work-gone", &[("n", action.gone.into())])));
        }
        if let Some(counted) = action.counted {
            let number = |n: u32| frame.number(n).into();
            page = page.push(part::note(
                frame,
                frame.tf(
                    "gui-work-counted",
                    &[
                        ("from_before", number(counted.from_before)),
                        ("from_after", number(counted.from_after)),
                        ("to_before", number(counted.to_before)),
                        ("to_after", number(counted.to_after)),
                    ],
                ),
            ));
        }
        if let Some(problem) = action.problem.as_ref().filter(|problem| problem.kind.is_remark()) {
            page = page.push(part::note(frame, frame.lang.problem(problem)));
        }
        // Where something is left to do, that is the obvious next step.
        let unfinished = action.failed > 0 || action.state == ActionState::Open;
        let onward = (frame.t("gui-continue"), Some(Message::Continue));
        let mut buttons = if unfinished {
            row![part::primary(frame, frame.t("gui-work-retry"), Some(Message::Retry))]
        } else {
            row![part::primary(frame, onward.0.clone(), onward.1.clone())]
        };
        if action.can_undo {
            buttons = buttons.push(part::secondary(frame, frame.t("gui-undo"), Some(Message::Undo)));
        }
        if unfinished {
            buttons = buttons.push(part::secondary(frame, onward.0, onward.1));
        }
        page.push(part::wrap(buttons)).into()
    }
}
