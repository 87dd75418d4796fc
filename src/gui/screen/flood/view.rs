//! What the flood looks like.

use super::{Flood, Message};
use crate::engine::Picture;
use crate::engine::Watch;
use crate::gui::screen::{junk, part, watch};
use crate::gui::{Element, Frame};
use crate::plan::LASTS;
use crate::triage::Incident;
use iced::Length;
use iced::widget::{Row, column, row};
use std::sync::Arc;

/// Kept messages shown before "and so many more".
const KEPT: usize = 6;
/// Messages shown of those that came straight to the member meanwhile.
const BESIDE: usize = 4;
/// Messages shown of those that were found among the junk.
const JUNK: usize = 3;

impl Flood {
    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let Some(picture) = &frame.picture else {
            return column![
                part::lead(frame, frame.t("gui-flood-nothing-open")),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Start))
            ]
            .spacing(part::M)
            .into();
        };
        let mut page = column![].push(watch::line(frame)).spacing(part::M);
        page = page.push(watch::trouble(frame, Message::Watch, Message::SignIn));
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
        page = page.push(self.follow(incident, picture, frame));
        let tiles = incident.kinds.iter().filter(|(_, n)| **n > 0);
        let mut tiles: Vec<_> = tiles.map(|(kind, n)| (*kind, *n)).collect();
        tiles.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let tiles = tiles.into_iter().map(|(kind, n)| part::kind_tile(kind, n as usize, Message::Kind(kind), frame));
        let shown = column![self.when(incident, picture, frame), part::wrap(Row::with_children(tiles))].spacing(part::M);

        let pinned = |key, index| part::pinned(frame.t(key), picture, index, Message::Read, frame);
        let announcement = incident.announcements.first().map(|index| pinned("gui-flood-announcement", *index));
        let trigger = incident.trigger.map(|index| pinned("gui-flood-trigger", index));
        let wide = frame.size.width >= frame.look.grow(1100.0);
        let junk = junk_in_short(picture, frame);
        let told = column![].push(announcement);
        let told = told.push(junk).push(self.kept(picture, wide, frame));
        let told = told.push(trigger).spacing(part::M);
        page = if wide {
            page.push(row![shown.width(Length::FillPortion(5)), told.width(Length::FillPortion(3))].spacing(part::M))
        } else {
            // Below each other, what may be waited for comes before the long rest.
            let beside = (!self.seen.beside.is_empty()).then(|| part::card(column![self.beside(picture, frame)]));
            page.push(beside).push(shown).push(told)
        };
        page.into()
    }

    /// While Deich watches: what of this flood comes in anew can go the same way.
    fn follow<'a>(&'a self, incident: &Incident, picture: &Picture, frame: &'a Frame) -> Option<Element<'a, Message>> {
        let until = picture.followed.get(&incident.id).filter(|until| **until > frame.now);
        // What holds can be ended, watched or not.
        if !picture.source.can_move || frame.watch == Watch::Off && until.is_none() {
            return None;
        }
        let days = u32::try_from(LASTS.as_hours() / 24).unwrap_or_default();
        let words = frame.tf("gui-flood-follow", &[("days", days.into())]);
        let check = part::check(frame, words, until.is_some(), Message::Follow);
        let until = until.map(|until| frame.tf("gui-flood-follow-until", &[("date", frame.lang.date(*until).into())]));
        let until = until.map(|words| row![iced::widget::space().width(part::indent(frame)), part::note(frame, words)]);
        let failed = self.failed.as_ref().map(|error| part::error(&frame.lang.explain(error), frame));
        Some(column![check].push(until).push(failed).spacing(part::S).into())
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
                            ("from", frame.lang.day_time(from).into()),
                            ("to", frame.lang.day_time(to).into()),
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
            return column![part::display(frame, frame.t("gui-calm-empty")), part::lead(frame, frame.t("gui-calm-empty-lead")),]
                .push(found_in_junk(picture, frame))
                .push(part::secondary(frame, frame.t("gui-back"), Some(Message::Start)))
                .spacing(part::M)
                .into();
        }
        let mut page = column![
            part::display(frame, frame.t("gui-calm-headline")),
            part::lead(frame, frame.tf("gui-calm-lead", &[("n", n.into())])),
        ]
        .push(found_in_junk(picture, frame))
        .push(part::primary(frame, frame.t("gui-calm-look"), Some(Message::All)))
        .spacing(part::M);
        let tiles = calm.kinds.iter().map(|(kind, n)| part::kind_count(*kind, *n, frame));
        page = page.push(part::wrap(Row::with_children(tiles)));
        for (key, list) in [("gui-calm-senders", &calm.senders), ("gui-calm-lists", &calm.lists)] {
            if !list.is_empty() {
                page = page.push(part::cards(column![part::heading(frame, frame.t(key)), part::tally(list, frame)]));
            }
        }
        page.into()
    }
}

/// That something lies among the junk, beside a flood: in one line, so that it is seen and takes no room.
fn junk_in_short<'a>(picture: &'a Picture, frame: &'a Frame) -> Option<Element<'a, Message>> {
    let n = junk::found(picture).count();
    let words = part::heading(frame, frame.tf("gui-flood-junk", &[("n", n.into())]));
    let look = part::secondary(frame, frame.t("gui-flood-junk-open"), Some(Message::Junk));
    (n > 0).then(|| part::cards(column![words, part::note(frame, frame.t("gui-flood-junk-note")), look]))
}

/// What lies among the junk and may be waited for, where there is no flood.
fn found_in_junk<'a>(picture: &'a Picture, frame: &'a Frame) -> Option<Element<'a, Message>> {
    let found: Vec<_> = junk::found(picture).collect();
    if found.is_empty() {
        return None;
    }
    let mut lines = column![
        part::heading(frame, frame.tf("gui-flood-junk", &[("n", found.len().into())])),
        part::note(frame, frame.t("gui-flood-junk-note")),
    ]
    .spacing(part::XS);
    for (index, found) in found.iter().take(JUNK) {
        let message = picture.message(*index);
        lines = lines.push(message.map(|message| part::worth_reading(message, Some(found.reason), Message::Junk, frame)));
    }
    let all = part::secondary(frame, frame.t("gui-flood-junk-open"), Some(Message::Junk));
    Some(part::card(column![lines, all].spacing(part::S)))
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
