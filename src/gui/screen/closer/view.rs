//! What "Look closer" looks like.

use super::{Chip, Closer, Grouping, Key, LIST, Message, Reading, SEARCH, Scope, Sort};
use crate::engine::Picture;
use crate::gui::screen::fate::fate;
use crate::gui::screen::part;
use crate::gui::theme::{Icon, S1, S2, S3, S4, style};
use crate::gui::widget;
use crate::gui::{Element, Frame};
use crate::mail::Packed;
use crate::triage::{Channel, Kind, Verdict};
use iced::widget::{Column, Row, column, container, row, scrollable};
use iced::{Alignment, Length};

/// Groups shown; the search finds the others.
const GROUPS: usize = 60;

impl Closer {
    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let Some(picture) = &frame.picture else {
            return column![part::lead(frame, frame.t("gui-flood-nothing-open"))].into();
        };
        let mut left = column![self.tools(frame)].spacing(S2);
        left = left.push(self.selection_bar(frame));
        if !self.groups.is_empty() {
            left = left.push(self.group_bar(frame));
        }
        left = left.push(if self.rows.is_empty() { empty(self, frame) } else { self.list(picture, frame) });
        let left = container(left).width(Length::FillPortion(3)).height(Length::Fill);
        match &self.reading {
            // Too narrow for both: the message covers the list, Back leads to it.
            Some(reading) if super::covers(frame) => self.pane(reading, picture, frame),
            Some(reading) => row![left, self.pane(reading, picture, frame)].spacing(S4).height(Length::Fill).into(),
            None => left.into(),
        }
    }

    fn tools<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let search = part::input(
            frame,
            SEARCH,
            frame.t("gui-closer-search-hint"),
            &self.wish.query,
            Message::Query,
            Message::Query(self.wish.query.clone()),
        );
        let chips = Chip::ALL.map(|(chip, key)| part::choice(frame, frame.t(key), self.wish.chip == chip, Message::Chip(chip)));
        let arranging = self.arranging || self.wish.grouping != Grouping::default();
        let arrow = if arranging { Icon::ChevronUp } else { Icon::ChevronDown };
        let arrange =
            widget::button(frame.look, frame.t("gui-closer-arrange")).quiet().trailing(arrow).on_press(Message::Arranging);
        let chips = part::wrap(Row::with_children(chips).push(arrange));
        // The reading pane takes two fifths.
        let room = frame.size.width * if self.reading.is_some() { 0.6 } else { 1.0 };
        let mut tools = if room < frame.look.grow(960.0) {
            column![search, chips]
        } else {
            column![row![search, container(chips).width(Length::Shrink)].spacing(S3).align_y(Alignment::Center)]
        };
        if arranging {
            let sorts =
                Sort::ALL.map(|(sort, key)| part::choice(frame, frame.t(key), self.wish.sort == sort, Message::Sort(sort)));
            let groupings =
                Grouping::ALL.map(|(by, key)| part::choice(frame, frame.t(key), self.wish.grouping == by, Message::Grouping(by)));
            tools = tools.push(named_choices("gui-closer-sort", sorts, frame)).push(named_choices(
                "gui-closer-group",
                groupings,
                frame,
            ));
        }
        tools.spacing(S2).into()
    }

    /// How many there are, and what can be done with the chosen ones once there are any.
    fn selection_bar<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let n = self.selection.len();
        let messages = frame.tf("gui-messages", &[("n", self.rows.len().into())]);
        let count = if n == 0 {
            messages
        } else {
            frame.tf("gui-closer-count", &[("n", self.rows.len().into()), ("chosen", frame.number(n).into())])
        };
        let mut bar = row![frame.look.strong(self.scope_name(frame)), frame.look.body(count)];
        if n > 0 {
            let can_move = frame.picture.as_ref().is_some_and(|p| p.source.can_move);
            bar = bar
                .push(
                    widget::button(frame.look, frame.t("gui-keep")).quiet().icon(Icon::ShieldCheck).on_press(Message::Keep(true)),
                )
                .push(part::quiet(frame, frame.t("gui-release"), Some(Message::Keep(false))))
                .push(can_move.then(|| part::quiet(frame, frame.t("gui-closer-clean"), Some(Message::CleanUp))))
                .push(part::quiet(frame, frame.t("gui-closer-none"), Some(Message::Clear)));
        }
        if n < self.rows.len() {
            bar = bar.push(part::quiet(frame, frame.t("gui-closer-all"), Some(Message::All)));
        }
        part::wrap(bar)
    }

    /// What is looked at.
    fn scope_name(&self, frame: &Frame) -> String {
        match &self.scope {
            Scope::All | Scope::Message { incident: None, .. } => frame.t("gui-closer-scope-all"),
            Scope::Incident(_) | Scope::Message { incident: Some(_), .. } => frame.t("gui-closer-scope-flood"),
            Scope::Kept(_) => frame.t("gui-chip-kept"),
            Scope::Beside(_) => frame.t("gui-closer-scope-beside"),
            Scope::Kind(_, kind) => part::kind(*kind, frame),
            Scope::Span { from, to, .. } => format!("{} \u{2013} {}", frame.lang.day_time(*from), frame.lang.day_time(*to)),
        }
    }

    fn group_bar<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let all = part::choice(frame, frame.t("gui-closer-all-groups"), self.wish.group.is_none(), Message::Group(None));
        let groups = self.groups.iter().take(GROUPS).map(|group| {
            let on = self.wish.group.as_ref() == Some(&group.key);
            let label = format!("{} \u{b7} {}", part::short(&name(&group.key, frame), 36), frame.number(group.count));
            part::choice(frame, label, on, Message::Group(Some(group.key.clone())))
        });
        let chips = Row::with_children(std::iter::once(all).chain(groups)).spacing(S2).wrap().vertical_spacing(S1);
        let bar = scrollable(chips).style(style::scrollbar).spacing(S1).width(Length::Fill);
        // The list below keeps most of the room.
        container(bar).max_height(frame.look.grow(116.0).min(frame.size.height * 0.16)).into()
    }

    fn list<'a>(&'a self, picture: &'a Picture, frame: &'a Frame) -> Element<'a, Message> {
        let height = frame.look.grow(40.0);
        let row = move |at: usize| {
            self.rows
                .get(at)
                .map_or_else(|| Column::new().into(), |index| line(picture, *index, self.selection.contains(at), frame))
        };
        let list = widget::list(self.rows.len(), height, row).selection(&self.selection).on_act(Message::Row).id(LIST);
        container(list).height(Length::Fill).style(style::container::card).into()
    }

    fn pane<'a>(&'a self, reading: &'a Reading, picture: &'a Picture, frame: &'a Frame) -> Element<'a, Message> {
        let (Some(message), Some(verdict)) = (picture.messages.get(reading.index), picture.findings.verdicts.get(reading.index))
        else {
            return Column::new().into();
        };
        let look = frame.look;
        let mut head = column![
            row![
                // As high as the words of the button beside it.
                container(look.heading(part::short(&part::what(message, frame), 300))).width(Length::Fill).padding([S2, 0.0]),
                widget::button(look, frame.t("gui-close")).quiet().icon(Icon::X).on_press(Message::CloseReading),
            ]
            .spacing(S2),
            look.strong(part::who(message, frame)),
            look.caption(part::short(message.from_addr(), 80)),
            look.caption(format!("{} \u{b7} {}", frame.lang.date_time(message.received), frame.lang.bytes(message.size.into()))),
            part::kind_chip_named(verdict.kind, frame),
        ]
        .spacing(S1);
        if let Some(word) = part::fate_word(picture, reading.index, frame) {
            let kept = fate(picture, reading.index).kept();
            head = head.push(if kept { part::safe(frame, word) } else { part::body(frame, word) });
        }
        let why = if self.why { ("gui-why-hide", Icon::ChevronUp) } else { ("gui-why", Icon::ChevronDown) };
        let why = widget::button(look, frame.t(why.0)).quiet().trailing(why.1).on_press(Message::Why);
        head = head.push(part::wrap(row![why].push(trust(message, verdict, picture, frame))));
        if self.why {
            let reasons = part::reasons(&verdict.evidence.iter().collect::<Vec<_>>(), frame);
            head = head.push(reasons.unwrap_or_else(|| part::note(frame, frame.t("gui-why-nothing"))));
        }
        let text = reading.text.view(frame);
        let pane = scrollable(container(column![head, text].spacing(S3)).padding(S4).width(Length::Fill))
            .height(Length::Fill)
            .style(style::scrollbar);
        container(pane).width(Length::FillPortion(2)).height(Length::Fill).style(style::container::card).into()
    }
}

/// To trust the sender from now on, or no longer. None for one whom nobody can trust by address: oneself, and a forged one.
fn trust<'a>(message: &Packed, verdict: &Verdict, picture: &Picture, frame: &'a Frame) -> Option<Element<'a, Message>> {
    let sender = message.from_addr();
    let own = picture.findings.me.iter().any(|me| me.eq_ignore_ascii_case(sender));
    if frame.trusted.iter().any(|trusted| trusted == sender) {
        return Some(part::quiet_icon(frame, Icon::X, frame.t("gui-trust-no-more"), Some(Message::Trust(false))));
    }
    let forged = verdict.evidence.iter().any(|evidence| evidence.code == "forged");
    let can = !sender.is_empty() && !own && !forged;
    can.then(|| part::quiet_icon(frame, Icon::UserCheck, frame.t("gui-trust"), Some(Message::Trust(true))))
}

/// A row: kind, sender, subject, what happens to it, when. Words are cut to the room there is before they are laid out.
fn line<'a>(picture: &'a Picture, index: usize, chosen: bool, frame: &'a Frame) -> Element<'a, Message> {
    let Some(message) = picture.messages.get(index) else { return Column::new().into() };
    let look = frame.look;
    let kind = picture.findings.verdicts.get(index).map_or(Kind::Ordinary, |v| v.kind);
    let mark = if chosen { Icon::SquareCheck } else { Icon::Square };
    // Its room is kept where there is none, so that the columns stand.
    let shield = fate(picture, index).kept();
    let shield = shield.then(|| widget::icon(Icon::ShieldCheck).size(look.grow(18.0)).color(look.tones().on_safe_soft));
    let shield = Column::new().push(shield);
    let when = look.caption(frame.lang.day_time_or_date(message.received, frame.now));
    row![widget::icon(mark).size(look.grow(18.0)), part::kind_dot(kind, frame)]
        .push(container(widget::Line::owned(look, part::who(message, frame))).width(Length::FillPortion(2)))
        .push(container(widget::Line::owned(look, part::what(message, frame))).width(Length::FillPortion(4)))
        .push(container(shield).width(look.grow(18.0)))
        .push(container(when).width(look.grow(92.0)).align_x(Alignment::End))
        .spacing(S2)
        .padding([0.0, S3])
        .height(Length::Fill)
        .align_y(Alignment::Center)
        .into()
}

/// Choices with what they are about before them; the choices of several such rows stand below each other.
fn named_choices<'a>(key: &str, choices: impl IntoIterator<Item = Element<'a, Message>>, frame: &Frame) -> Element<'a, Message> {
    let words = container(frame.look.caption(frame.t(key))).width(frame.look.grow(84.0));
    part::wrap(row![words].extend(choices))
}

fn empty<'a>(closer: &'a Closer, frame: &'a Frame) -> Element<'a, Message> {
    let searched = !closer.wish.query.trim().is_empty() || closer.wish.chip != Chip::All || closer.wish.group.is_some();
    let key = if searched { "gui-closer-no-match" } else { "gui-closer-empty" };
    container(part::lead(frame, frame.t(key))).padding([S3, 0.0]).into()
}

fn name(key: &Key, frame: &Frame) -> String {
    match key {
        Key::Sender(addr) | Key::Chain(addr) if addr.is_empty() => frame.t("gui-group-unnamed"),
        Key::Sender(name) | Key::Chain(name) => name.clone(),
        Key::Kind(kind) => part::kind(*kind, frame),
        Key::Channel(channel) => channel_name(channel, frame),
    }
}

fn channel_name(channel: &Channel, frame: &Frame) -> String {
    match channel {
        Channel::List(id) => frame.tf("gui-channel-list", &[("name", id.as_ref().into())]),
        Channel::Alias(addr) => frame.tf("gui-channel-alias", &[("name", addr.as_ref().into())]),
        Channel::Crowd(_) => frame.t("gui-channel-crowd"),
        Channel::Direct => frame.t("gui-channel-direct"),
    }
}
