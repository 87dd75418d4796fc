//! The flood: what happened in one sentence, when, what is kept safe, and the three things to do about it.

use super::closer::Scope;
use super::fate::{Fate, beside, fate};
use super::{Action, Job, Place, part};
use crate::engine::{Event, Picture};
use crate::gui::{Element, Frame};
use crate::mail::MessageKey;
use crate::triage::{Incident, Kind, Protection};
use iced::Length;
use iced::widget::{Row, column, row};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kept messages shown before "and so many more".
const KEPT: usize = 6;
/// Messages shown of those that came straight to the member meanwhile.
const BESIDE: usize = 4;
/// Senders and channels shown of a calm mailbox.
const TOP: usize = 6;

#[derive(Debug, Default)]
pub struct Flood {
    /// The incident on screen.
    pub incident: Option<u32>,
    /// The span picked on the timeline.
    span: Option<(Timestamp, Timestamp)>,
    seen: Seen,
}

/// What is on screen of the picture, worked out when it arrives.
#[derive(Debug, Default)]
struct Seen {
    /// Offered messages still here, and those moved away already.
    offered: usize,
    moved: usize,
    /// By reason; None: the member's own decision.
    kept: Vec<(Option<Protection>, Vec<usize>)>,
    kept_total: usize,
    /// What came straight to the member in the same hours, no part of the flood: most wanted first.
    beside: Vec<usize>,
    /// Messages in the picked span.
    in_span: usize,
    /// For a calm mailbox: newsletters and lists, and who writes most.
    calm: Calm,
}

#[derive(Debug, Default)]
struct Calm {
    kinds: Vec<(Kind, usize)>,
    senders: Vec<(String, usize)>,
    lists: Vec<(String, usize)>,
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

    pub fn hear(&mut self, event: &Event, frame: &Frame) {
        if matches!(event, Event::Scanned(_) | Event::Changed(_)) {
            self.look(frame);
        }
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
            Message::Start => Action::Back,
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

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let Some(picture) = &frame.picture else {
            return column![
                part::lead(frame, frame.t("gui-flood-nothing-open")),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Start))
            ]
            .spacing(part::M)
            .into();
        };
        let mut page = column![].spacing(part::L);
        for words in &frame.alerts {
            page = page.push(part::hint(frame, frame.tf("server-says", &[("text", words.as_str().into())])));
        }
        if let Some(action) = &picture.open_action {
            page = page.push(open_action(action, frame));
        }
        match self.incident.and_then(|id| picture.findings.incident(id)) {
            Some(incident) => page.push(self.incident_view(incident, picture, frame)).into(),
            None => page.push(self.calm(picture, frame)).into(),
        }
    }

    fn incident_view<'a>(&'a self, incident: &'a Incident, picture: &'a Arc<Picture>, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![].spacing(part::M);
        let incidents = &picture.findings.incidents;
        if incidents.len() > 1 {
            let tabs = incidents.iter().map(|other| {
                let label = format!("{} \u{b7} {}", part::incident_name(other, frame), frame.number(other.messages));
                part::tab(frame, label, other.id == incident.id, Message::Incident(other.id))
            });
            page = page.push(part::wrap(Row::with_children(tabs)));
        }
        page = page.push(part::headline(frame, part::sentence(incident, picture, frame)));
        for remark in &picture.remarks {
            page = page.push(part::note(frame, frame.lang.remark(remark)));
        }
        if self.seen.moved > 0 {
            page = page.push(part::success(frame, frame.tf("gui-flood-cleaned", &[("n", self.seen.moved.into())])));
        }
        let tiles = incident.kinds.iter().filter(|(_, n)| **n > 0);
        let mut tiles: Vec<_> = tiles.map(|(kind, n)| (*kind, *n)).collect();
        tiles.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let tiles = tiles.into_iter().map(|(kind, n)| part::kind_tile(kind, n as usize, Message::Kind(kind), frame));
        let shown = column![self.when(incident, picture, frame), part::wrap(Row::with_children(tiles))].spacing(part::M);

        let pinned = |key, index| part::pinned(frame.t(key), picture, index, Message::Read, frame);
        let announcement = incident.announcements.first().map(|index| pinned("gui-flood-announcement", *index));
        let trigger = incident.trigger.map(|index| pinned("gui-flood-trigger", index));
        let wide = frame.size.width >= frame.look.grow(1100.0);
        let told = column![].push(announcement).push(self.kept(picture, wide, frame)).push(trigger).spacing(part::M);
        page = if wide {
            page.push(row![shown.width(Length::FillPortion(5)), told.width(Length::FillPortion(3))].spacing(part::M))
        } else {
            // Below each other, what may be waited for comes before the long rest.
            let beside = (!self.seen.beside.is_empty()).then(|| part::card(column![self.beside(picture, frame)]));
            page.push(beside).push(shown).push(told)
        };
        page.into()
    }

    /// The three buttons, in order, in view however far the page is scrolled. What is kept safe stands above them.
    pub fn foot<'a>(&'a self, frame: &'a Frame) -> Option<Element<'a, Message>> {
        let picture = frame.picture.as_ref()?;
        self.incident?;
        let can_move = picture.source.can_move && picture.open_action.is_none();
        let offer = frame.tf("gui-flood-offer", &[("n", self.seen.offered.into()), ("kept", self.seen.kept_total.into())]);
        let clean = (can_move && self.seen.offered > 0).then_some(Message::CleanUp);
        let closer = part::quiet(frame, frame.t("gui-flood-closer"), Some(Message::Closer));
        // Once all is cleared away, or where nothing can be, the next step is that no more comes.
        let onward = clean.is_none() && picture.open_action.is_none();
        let stop = (frame.t("gui-flood-stop"), Some(Message::Filter));
        let buttons = row![
            if onward {
                part::secondary(frame, frame.t("gui-flood-clean"), clean)
            } else {
                part::primary(frame, frame.t("gui-flood-clean"), clean)
            },
            if onward { part::primary(frame, stop.0, stop.1) } else { part::secondary(frame, stop.0, stop.1) },
            part::secondary(frame, frame.t("gui-flood-report"), Some(Message::Report)),
        ];
        // Where room is dear, the tiles above lead to the messages too.
        let buttons = part::wrap(buttons.push((!frame.narrow()).then_some(closer)));
        let words = if picture.source.can_move { offer } else { frame.t("gui-flood-read-only") };
        let words = (!frame.narrow()).then(|| part::body(frame, words));
        Some(column![].push(words).push(buttons).spacing(part::S).into())
    }

    fn kept<'a>(&'a self, picture: &'a Arc<Picture>, beside: bool, frame: &'a Frame) -> Element<'a, Message> {
        let mut lines = column![].spacing(part::S);
        if beside && !self.seen.beside.is_empty() {
            lines = lines.push(self.beside(picture, frame)).push(part::rule());
        }
        lines = lines.push(part::heading(frame, frame.tf("gui-flood-kept", &[("n", self.seen.kept_total.into())])));
        if self.seen.kept_total == 0 {
            lines = lines.push(part::note(frame, frame.t("gui-flood-kept-none")));
        }
        let mut left = KEPT;
        for (reason, members) in &self.seen.kept {
            if left == 0 {
                break;
            }
            let some: Vec<usize> = members.iter().copied().take(left).collect();
            left = left.saturating_sub(some.len());
            lines = lines.push(part::kept_reason(*reason, members.len(), frame));
            lines = lines.push(if beside || frame.narrow() {
                part::examples_narrow(picture, &some, frame)
            } else {
                part::examples(picture, &some, frame)
            });
        }
        if self.seen.kept_total > 0 {
            lines = lines.push(part::quiet(
                frame,
                frame.tf("gui-flood-kept-all", &[("n", self.seen.kept_total.into())]),
                Some(Message::Kept),
            ));
        }
        part::card(lines)
    }

    /// What came straight to the member meanwhile: one of them may be what they wait for.
    fn beside<'a>(&'a self, picture: &'a Arc<Picture>, frame: &'a Frame) -> Element<'a, Message> {
        let beside = &self.seen.beside;
        let mut lines = column![
            part::heading(frame, frame.tf("gui-flood-beside", &[("n", beside.len().into())])),
            part::note(frame, frame.t("gui-flood-beside-note")),
        ]
        .spacing(part::XS);
        for index in beside.iter().take(BESIDE) {
            lines = lines.push(part::wanted(picture, *index, Message::ReadBeside, frame));
        }
        if beside.len() > BESIDE {
            let all = frame.tf("gui-flood-kept-all", &[("n", beside.len().into())]);
            lines = lines.push(part::quiet(frame, all, Some(Message::Beside)));
        }
        lines.into()
    }

    fn when<'a>(&'a self, incident: &'a Incident, picture: &'a Picture, frame: &'a Frame) -> Element<'a, Message> {
        let mut lines = column![
            part::heading(frame, frame.t("gui-flood-when")),
            part::timeline(frame, incident, picture).span(self.span).on_span(Message::Span)
        ]
        .spacing(part::S);
        lines = match self.span {
            Some((from, to)) => lines.push(part::wrap(row![
                part::body(
                    frame,
                    frame.tf(
                        "gui-flood-span",
                        &[
                            ("from", frame.lang.date_time(from).into()),
                            ("to", frame.lang.date_time(to).into()),
                            ("n", self.seen.in_span.into())
                        ]
                    )
                ),
                part::secondary(frame, frame.t("gui-flood-span-show"), Some(Message::ShowSpan)),
                part::quiet(frame, frame.t("gui-flood-span-clear"), Some(Message::Span(None))),
            ])),
            None => lines.push(part::note(frame, frame.t("gui-flood-span-hint"))),
        };
        part::card(lines)
    }

    fn calm<'a>(&'a self, picture: &'a Picture, frame: &'a Frame) -> Element<'a, Message> {
        let n = picture.messages.len();
        let calm = &self.seen.calm;
        if n == 0 {
            return column![
                part::display(frame, frame.t("gui-calm-empty")),
                part::lead(frame, frame.t("gui-calm-empty-lead")),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Start)),
            ]
            .spacing(part::M)
            .into();
        }
        let mut page = column![
            part::display(frame, frame.t("gui-calm-headline")),
            part::lead(frame, frame.tf("gui-calm-lead", &[("n", n.into())])),
            part::primary(frame, frame.t("gui-calm-look"), Some(Message::All)),
        ]
        .spacing(part::M);
        let tiles = calm.kinds.iter().map(|(kind, n)| part::kind_count(*kind, *n, frame));
        page = page.push(part::wrap(Row::with_children(tiles)));
        for (key, list) in [("gui-calm-senders", &calm.senders), ("gui-calm-lists", &calm.lists)] {
            if !list.is_empty() {
                let lines = list
                    .iter()
                    .map(|(name, n)| part::body(frame, format!("{} \u{b7} {}", frame.number(*n), part::short(name, 60))));
                page = page.push(part::card(
                    column![part::heading(frame, frame.t(key)), column(lines).spacing(part::XS)].spacing(part::S),
                ));
            }
        }
        page.into()
    }
}

fn open_action<'a>(action: &crate::engine::Action, frame: &'a Frame) -> Element<'a, Message> {
    let text = frame.tf(
        "gui-flood-open-action",
        &[
            ("moved", action.moved.into()),
            ("planned", frame.number(action.planned).into()),
            ("when", frame.lang.date_time(action.begun).into()),
        ],
    );
    part::cards(column![
        part::heading(frame, frame.t("gui-flood-open-action-title")),
        part::body(frame, text),
        part::wrap(row![
            part::primary(frame, frame.t("gui-finish"), Some(Message::Finish)),
            part::secondary(frame, frame.t("gui-undo"), Some(Message::Undo)),
        ])
    ])
}

fn seen(picture: &Picture, incident: Option<u32>, span: Option<(Timestamp, Timestamp)>) -> Seen {
    let mut seen = Seen::default();
    let Some(id) = incident else {
        seen.calm = calm(picture);
        return seen;
    };
    let mut kept: BTreeMap<Option<Protection>, Vec<usize>> = BTreeMap::new();
    for index in picture.findings.members(id) {
        let Some(message) = picture.messages.get(index) else {
            continue;
        };
        if span.is_some_and(|(from, to)| message.received >= from && message.received < to) {
            seen.in_span += 1;
        }
        match fate(picture, index) {
            Fate::Moved => seen.moved += 1,
            Fate::Kept(reason) => kept.entry(Some(reason)).or_default().push(index),
            Fate::Chosen => kept.entry(None).or_default().push(index),
            Fate::Offered => seen.offered += 1,
            Fate::Outside => {}
        }
    }
    if let Some(incident) = picture.findings.incident(id) {
        seen.beside = beside(picture, incident);
    }
    seen.kept_total = kept.values().map(Vec::len).sum();
    seen.kept = kept.into_iter().collect();
    // What the member misses most stands first: few of a kind, and evidence for the report last.
    seen.kept.sort_by_key(|(reason, members)| (*reason == Some(Protection::Evidence), members.len()));
    seen
}

fn calm(picture: &Picture) -> Calm {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut senders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
    for (message, verdict) in picture.messages.iter().zip(&picture.findings.verdicts) {
        *kinds.entry(verdict.kind).or_default() += 1;
        *senders.entry(message.from_addr()).or_default() += 1;
        if let Some(id) = message.list_id() {
            *lists.entry(id).or_default() += 1;
        }
    }
    let top = |counts: BTreeMap<&str, usize>| {
        let mut counts: Vec<(String, usize)> =
            counts.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, n)| (name.to_owned(), n)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(TOP);
        counts
    };
    let mut kinds: Vec<(Kind, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Calm { kinds, senders: top(senders), lists: top(lists) }
}
