//! Reading: how far it is, and what is seen so far.

use super::connect::wants_password;
use super::{Action, Place, part, watch};
use crate::engine::{Command, Error, Event, Picture, Scan, SourceSpec, Stage, Task};
use crate::gui::{Element, Frame};
use iced::widget::{column, row};
use jiff::Timestamp;
use std::sync::Arc;

/// With so few seconds left, counting them helps nobody.
const SOON: u64 = 3;

#[derive(Debug)]
pub struct Reading {
    pub label: String,
    /// To try again.
    command: Box<Command>,
    stage: Option<Stage>,
    /// When reading the present mailbox began, and how many were read then.
    from: Option<(Timestamp, u64)>,
    growing: Option<Arc<Picture>>,
    failed: Option<Arc<Error>>,
    cancelled: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Cancel,
    Again,
    Back,
    /// What was read so far is enough.
    ShowSoFar,
}

impl Reading {
    pub fn new(label: String, command: Box<Command>) -> (Self, Action<Message>) {
        let ask = Action::Ask((*command).clone());
        (Self { label, command, stage: None, from: None, growing: None, failed: None, cancelled: false }, ask)
    }

    /// Goes on with a scan that Connect began.
    pub fn joined(label: String, command: Box<Command>, stage: Stage, now: Timestamp) -> Self {
        let (mut reading, _) = Self::new(label, command);
        reading.reached(stage, now);
        reading
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-reading-title")
    }

    pub fn busy(&self) -> bool {
        self.failed.is_none() && !self.cancelled
    }

    pub fn hear(&mut self, event: &Event, frame: &Frame) -> Action<Message> {
        match event {
            Event::Stage(stage) => self.reached(stage.clone(), frame.now),
            Event::Growing(picture) => self.growing = Some(picture.clone()),
            Event::Scanned(_) if self.busy() => return Action::Replace(Place::Flood),
            Event::Failed { task: Task::Scan, error, .. } => {
                self.failed = Some(error.clone());
                if let (true, Command::Scan(Scan { source: source @ SourceSpec::Imap { .. }, .. })) =
                    (wants_password(error), &*self.command)
                {
                    let (address, source) = (self.label.clone(), Some(source.clone()));
                    return Action::Replace(Place::Connect { address, source, failed: Some(error.clone()) });
                }
            }
            Event::Cancelled(Task::Scan) => self.cancelled = true,
            _ => {}
        }
        Action::None
    }

    fn reached(&mut self, stage: Stage, now: Timestamp) {
        if let Stage::Reading { mailbox, done, .. } = &stage {
            let same = matches!(&self.stage, Some(Stage::Reading { mailbox: before, .. }) if before == mailbox);
            if !same {
                self.from = Some((now, *done));
            }
        }
        self.stage = Some(stage);
    }

    pub fn update(&mut self, message: &Message) -> Action<Message> {
        match message {
            Message::Cancel => {
                self.cancelled = true;
                Action::Stop
            }
            Message::Again => {
                let (fresh, ask) = Self::new(std::mem::take(&mut self.label), self.command.clone());
                *self = fresh;
                ask
            }
            Message::Back => Action::Back,
            Message::ShowSoFar => Action::Replace(Place::Flood),
        }
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page =
            column![part::display(frame, self.headline(frame)), part::lead(frame, part::source_name(&self.label, frame))]
                .spacing(part::M);
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
            page = page.push(Self::way_out(frame));
        } else if self.cancelled {
            page = page.push(part::note(frame, frame.t("gui-reading-cancelled")));
            page = page.push(Self::way_out(frame));
        } else {
            page = page.push(watch::patience(frame)).push(self.progress(frame));
        }
        if let Some(picture) = &self.growing {
            page = page.push(so_far(picture, frame));
        }
        page.into()
    }

    fn headline(&self, frame: &Frame) -> String {
        if self.failed.is_some() {
            return frame.t("gui-reading-failed");
        }
        if self.cancelled {
            return frame.t("gui-reading-stopped");
        }
        match &self.stage {
            None | Some(Stage::Connecting) => frame.t("gui-reading-connecting"),
            Some(Stage::SigningIn | Stage::Browser { .. }) => frame.t("gui-reading-signing-in"),
            Some(Stage::MakingDemo) => frame.t("gui-reading-demo"),
            Some(Stage::Reading { mailbox, special, .. }) => {
                frame.tf("gui-reading-mailbox", &[("mailbox", part::folder_for(mailbox, *special, frame).into())])
            }
            Some(Stage::Triage) => frame.t("gui-reading-triage"),
        }
    }

    fn progress<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let cancel = part::secondary(frame, frame.t("gui-cancel"), Some(Message::Cancel));
        let Some(Stage::Reading { done, total, octets, .. }) = &self.stage else {
            return column![part::waiting(frame), cancel].spacing(part::M).into();
        };
        let pace = self.from.and_then(|(since, before)| pace(since, frame.now, done.saturating_sub(before), *done, *total));
        let mut facts = vec![match total {
            Some(total) => {
                frame.tf("gui-reading-of", &[("done", frame.number(*done).into()), ("total", frame.number(*total).into())])
            }
            None => frame.tf("gui-messages", &[("n", (*done).into())]),
        }];
        facts.push(frame.lang.bytes(*octets));
        if let Some(pace) = pace {
            facts.push(frame.tf("gui-reading-speed", &[("n", frame.number(pace.per_second).into())]));
            if let Some(left) = pace.left {
                facts.push(match left {
                    0..SOON => frame.t("gui-reading-soon"),
                    left => frame.tf("gui-reading-left", &[("time", frame.lang.duration(left).into())]),
                });
            }
        }
        let share = total.filter(|t| *t > 0).map(|t| *done as f32 / t as f32);
        column![
            match share {
                Some(share) => part::progress(frame, share, facts.join(" \u{b7} ")),
                None => part::body(frame, facts.join(" \u{b7} ")),
            },
            part::note(frame, frame.t("gui-reading-safe")),
            cancel
        ]
        .spacing(part::M)
        .into()
    }

    fn way_out(frame: &Frame) -> Element<'_, Message> {
        let mut ways = row![
            part::primary(frame, frame.t("gui-again"), Some(Message::Again)),
            part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
        ];
        if frame.picture.is_some() {
            ways = ways.push(part::secondary(frame, frame.t("gui-reading-show"), Some(Message::ShowSoFar)));
        }
        part::wrap(ways)
    }
}

/// What is seen so far: the picture grows here.
fn so_far<'a>(picture: &'a Arc<Picture>, frame: &'a Frame) -> Element<'a, Message> {
    let mut lines = column![part::heading(frame, frame.t("gui-reading-so-far"))].spacing(part::S);
    if picture.findings.incidents.is_empty() {
        lines = lines.push(part::note(frame, frame.t("gui-reading-nothing-yet")));
    }
    for incident in picture.findings.incidents.iter().take(3) {
        lines = lines.push(part::body(frame, part::sentence(incident, picture, frame)));
        lines = lines.push(part::timeline(frame, incident, picture));
    }
    part::card(lines)
}

/// How fast it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub per_second: u64,
    /// Seconds; None where the total is unknown.
    pub left: Option<u64>,
}

/// The pace of reading `read` messages from `since` to `now`, with `done` of `total` there. None in the first second.
pub fn pace(since: Timestamp, now: Timestamp, read: u64, done: u64, total: Option<u64>) -> Option<Pace> {
    let elapsed = u64::try_from(now.as_millisecond().saturating_sub(since.as_millisecond())).ok()?;
    if elapsed < 1000 || read == 0 {
        return None;
    }
    let left = total.map(|total| total.saturating_sub(done).saturating_mul(elapsed) / read.saturating_mul(1000));
    Some(Pace { per_second: read.saturating_mul(1000) / elapsed, left })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_counts_from_the_beginning_of_the_mailbox() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert_eq!(pace(at(0), at(900), 100, 100, Some(1000)), None);
        assert_eq!(pace(at(0), at(2000), 0, 0, Some(1000)), None);
        assert_eq!(pace(at(0), at(2000), 400, 400, Some(1000)), Some(Pace { per_second: 200, left: Some(3) }));
        assert_eq!(pace(at(0), at(2000), 400, 900, Some(1000)), Some(Pace { per_second: 200, left: Some(0) }));
        assert_eq!(pace(at(0), at(2000), 400, 400, None), Some(Pace { per_second: 200, left: None }));
        // A clock set back is no reason to fail.
        assert_eq!(pace(at(5000), at(2000), 400, 400, None), None);
    }
}
