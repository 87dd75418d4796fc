//! Mail on the screen: folders, kinds, reasons, messages in a line, and incidents in a sentence.

use super::{card, short};
use crate::engine::Picture;
use crate::gui::screen::fate::{Fate, fate, matter};
use crate::gui::theme::{Icon, S1, S2, S3, S4, Step, mark, style};
use crate::gui::widget::{self, Line};
use crate::gui::{Element, Frame};
use crate::mail::{MailboxName, MessageKey, Packed, SpecialUse};
use crate::plan::{OWN_TRASH, Purpose, Stay};
use crate::rule::Sentence;
use crate::triage::{Evidence, Incident, Kind, Protection};
use iced::widget::{Column, button, column, container, row};
use iced::{Alignment, Length};
use std::path::Path;

/// A mailbox as the member knows it: those with a use by the common word for it, the others by their own names.
pub fn folder(name: &MailboxName, frame: &Frame) -> String {
    let known = frame.picture.iter().flat_map(|picture| &picture.mailboxes).find(|info| info.name == *name);
    match known {
        Some(info) => folder_for(name, info.special, frame),
        // The one that is made on the disk where there is none: no list names it yet.
        None if name.as_str() == OWN_TRASH => folder_for(name, Some(SpecialUse::Trash), frame),
        None => folder_for(name, None, frame),
    }
}

/// Where an action moved messages to, of whatever source it was: named as its own source said then.
pub fn folders_of(action: &crate::engine::Action, frame: &Frame) -> Vec<String> {
    let name = |mailbox: &MailboxName| match action.uses.get(mailbox) {
        Some(special) => folder_for(mailbox, Some(*special), frame),
        None => folder(mailbox, frame),
    };
    action.to.iter().map(name).collect()
}

/// The same where it is known what the mailbox is for.
pub fn folder_for(name: &MailboxName, special: Option<SpecialUse>, frame: &Frame) -> String {
    match special {
        Some(SpecialUse::Inbox) => frame.t("mailbox-inbox"),
        Some(SpecialUse::Sent) => frame.t("mailbox-sent"),
        Some(SpecialUse::Trash) => frame.t("mailbox-trash"),
        Some(SpecialUse::Junk) => frame.t("mailbox-junk"),
        Some(SpecialUse::Drafts) => frame.t("mailbox-drafts"),
        Some(SpecialUse::Archive) => frame.t("mailbox-archive"),
        _ if *name == MailboxName::inbox() => frame.t("mailbox-inbox"),
        _ => short(name.as_str(), 60),
    }
}

/// What the source itself calls a mailbox, where the member's language has another word for it.
pub fn own_name(name: &MailboxName, frame: &Frame) -> Option<String> {
    // A folder on the disk is no server's, and is found by no other program's name.
    frame.picture.as_ref()?.source.server.as_ref()?;
    let own = short(name.as_str(), 60);
    (*name != MailboxName::inbox() && own != folder(name, frame)).then_some(own)
}

/// What was opened, as the member would call it: the address, the sample, or the name of the file or folder.
pub fn source_name(label: &str, frame: &Frame) -> String {
    let path = Path::new(label);
    if path == crate::engine::demo_dir(&frame.data) {
        return frame.t("gui-demo-label");
    }
    let name = path.file_name().filter(|_| path.is_absolute() || path.components().count() > 1);
    short(&name.map_or_else(|| label.into(), |name| name.to_string_lossy()), 60)
}

/// An address or a name for the middle of a sentence: it is not broken at its hyphens.
pub fn unbroken(text: &str) -> String {
    text.replace('-', "\u{2011}")
}

pub fn kind(kind: Kind, frame: &Frame) -> String {
    frame.lang.kind(kind)
}

pub fn protection(reason: Protection, frame: &Frame) -> String {
    frame.lang.protection(reason)
}

/// As it begins a line.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub fn purpose(action: &crate::engine::Action, frame: &Frame) -> String {
    match &action.purpose {
        Purpose::CleanUp { kind, key } => {
            let what = frame.t(&format!("incident-{kind}"));
            frame.tf("gui-purpose-clean", &[("what", what.into()), ("key", short(key, 60).into())])
        }
        Purpose::Selection if action.to == [MailboxName::inbox()] => frame.t("gui-purpose-inbox"),
        Purpose::Selection => frame.t("gui-purpose-selection"),
        Purpose::Undo(_) => frame.t("gui-purpose-undo"),
    }
}

pub fn incident_name(incident: &Incident, frame: &Frame) -> String {
    frame.lang.incident_kind(incident.kind)
}

/// The incident in one sentence.
pub fn sentence(incident: &Incident, picture: &Picture, frame: &Frame) -> String {
    let key = match incident.kind {
        crate::triage::IncidentKind::ReplyAll => incident
            .trigger
            .and_then(|index| picture.messages.get(index))
            .map_or_else(|| short(&incident.key, 60), |m| short(m.subject(), 60)),
        _ => short(&incident.key, 60),
    };
    frame.tf(
        &format!("gui-sentence-{}", incident.kind.as_str()),
        &[
            ("since", frame.lang.weekday_time(incident.started).into()),
            ("date", frame.lang.date(incident.started).into()),
            ("n", incident.messages.into()),
            ("key", unbroken(&key).into()),
            ("peak", incident.peak_per_minute.into()),
            ("kept", incident.protected.into()),
        ],
    )
}

/// The storm filter in one sentence.
pub fn filter_sentence(sentence: &Sentence, frame: &Frame) -> String {
    frame.tf(
        &format!("gui-filter-{}", sentence.kind.as_str()),
        &[
            ("key", unbroken(&short(&sentence.key, 60)).into()),
            ("mailbox", folder(&sentence.mailbox, frame).into()),
            ("until", frame.lang.date(sentence.until).into()),
        ],
    )
}

/// How many of each, one below the other; the numbers end in one column.
pub fn tally<'a, M: 'a>(counts: &[(String, usize)], frame: &Frame) -> Element<'a, M> {
    let numbers: Vec<String> = counts.iter().map(|(_, n)| frame.number(*n)).collect();
    let widest = numbers.iter().map(|number| number.chars().count()).max().unwrap_or_default();
    let width = frame.look.grow(10.0 * widest as f32);
    let lines = numbers.into_iter().zip(counts).map(|(number, (name, _))| {
        let number = container(frame.look.strong(number)).width(width).align_x(Alignment::End);
        row![number, Line::owned(frame.look, short(name, 60))].spacing(S3).align_y(Alignment::Center).into()
    });
    Column::with_children(lines).spacing(S1).into()
}

/// A tile of a kind that opens its messages.
pub fn kind_tile<'a, M: Clone + 'a>(kind: Kind, n: usize, message: M, frame: &Frame) -> Element<'a, M> {
    kind_number(kind, n, frame).on_press(message).into()
}

/// The same without anything behind it.
pub fn kind_count<'a, M: Clone + 'a>(kind: Kind, n: usize, frame: &Frame) -> Element<'a, M> {
    kind_number(kind, n, frame).into()
}

fn kinds(kind: Kind, n: usize, frame: &Frame) -> String {
    if n == 1 { frame.lang.one_of_kind(kind) } else { self::kind(kind, frame) }
}

fn kind_number<M>(kind: Kind, n: usize, frame: &Frame) -> widget::Tile<M> {
    let (width, height) = (frame.look.grow(246.0), frame.look.grow(92.0));
    widget::tile(frame.look, frame.number(n), kinds(kind, n, frame)).kind(mark(kind)).width(width).height(height)
}

pub fn kind_chip<'a, M: 'a>(kind: Kind, n: usize, frame: &Frame) -> Element<'a, M> {
    let words = format!("{} {}", frame.number(n), kinds(kind, n, frame));
    row![kind_dot(kind, frame), frame.look.body(words)].spacing(S1).align_y(Alignment::Center).into()
}

/// The mark of a kind, small.
pub fn kind_dot<'a, M: 'a>(kind: Kind, frame: &Frame) -> Element<'a, M> {
    let mark = mark(kind);
    widget::icon(mark.icon).size(frame.look.grow(18.0)).color(frame.look.ink(mark)).into()
}

pub fn kept_reason<'a, M: 'a>(reason: Option<Protection>, n: usize, frame: &Frame) -> Element<'a, M> {
    let reason = reason.map_or_else(|| frame.t("stay-kept"), |reason| protection(reason, frame));
    safe(frame, format!("{} \u{b7} {}", frame.number(n), capital(&reason)))
}

/// How many stay where they are, and why.
pub fn stays<'a, M: 'a>(stay: Stay, n: usize, frame: &Frame) -> Element<'a, M> {
    let words = format!("{} \u{b7} {}", frame.number(n), capital(&frame.lang.stay(stay)));
    match stay {
        Stay::Protected(_) | Stay::Kept => safe(frame, words),
        _ => frame.look.strong(words).into(),
    }
}

/// Words that say what is safe, with its mark.
pub fn safe<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    let words = frame.look.strong(words).style(style::text::safe);
    row![widget::icon(Icon::ShieldCheck).size(frame.look.grow(18.0)).color(frame.look.tones().on_safe_soft), words]
        .spacing(S2)
        .align_y(Alignment::Center)
        .into()
}

/// A few messages, each in a line: from whom, what about, when.
pub fn examples<'a, M: 'a>(picture: &Picture, indices: &[usize], frame: &Frame) -> Element<'a, M> {
    let lines = indices.iter().filter_map(|index| picture.messages.get(*index)).map(|message| {
        let who = container(Line::owned(frame.look, who(message, frame)).strong()).width(Length::FillPortion(2));
        let what = container(Line::owned(frame.look, what(message, frame))).width(Length::FillPortion(3));
        // One width for all, so that the columns stand.
        let when = frame.look.caption(frame.lang.date_time(message.received)).align_x(Alignment::End);
        let when = (!frame.narrow()).then(|| container(when).width(frame.look.grow(190.0)).align_x(Alignment::End));
        row![who, what].push(when).spacing(S3).align_y(Alignment::Center).into()
    });
    Column::with_children(lines).spacing(S1).into()
}

/// The same for a narrow column: two lines each.
pub fn examples_narrow<'a, M: 'a>(picture: &Picture, indices: &[usize], frame: &Frame) -> Element<'a, M> {
    let lines = indices.iter().filter_map(|index| picture.messages.get(*index)).map(|message| {
        let when = frame.look.caption(frame.lang.day_time(message.received));
        let who = row![Line::owned(frame.look, who(message, frame)).strong(), when].spacing(S3).align_y(Alignment::Center);
        column![who, Line::owned(frame.look, what(message, frame))].into()
    });
    Column::with_children(lines).spacing(S2).into()
}

/// The sender's name, for people.
pub fn who(message: &Packed, frame: &Frame) -> String {
    let from = message.from_name();
    if from.is_empty() { frame.t("gui-no-sender") } else { short(from, 60) }
}

pub fn what(message: &Packed, frame: &Frame) -> String {
    let subject = message.subject();
    if subject.is_empty() { frame.t("gui-no-subject") } else { short(subject, 160) }
}

/// One message that stands out: the operator's word, the trigger.
pub fn pinned<'a, M: Clone + 'a>(
    label: String,
    picture: &Picture,
    index: usize,
    open: impl Fn(MessageKey) -> M,
    frame: &Frame,
) -> Element<'a, M> {
    let Some(message) = picture.messages.get(index) else { return Column::new().into() };
    let kind = picture.findings.verdicts.get(index).map_or(Kind::Ordinary, |v| v.kind);
    let words = column![
        frame.look.caption(label),
        frame.look.strong(short(&what(message, frame), 90)),
        frame.look.body(format!("{} \u{b7} {}", who(message, frame), frame.lang.day_time(message.received))),
    ]
    .width(Length::Fill);
    let read = widget::button(frame.look, frame.t("gui-read")).quiet().icon(Icon::MailOpen).on_press(open(message.key()));
    let content = row![kind_dot(kind, frame), words, read].spacing(S4).align_y(Alignment::Center);
    card(content)
}

/// One message to press and read: what it is about, and below it why it is worth reading, from whom and when.
pub fn wanted<'a, M: Clone + 'a>(
    picture: &Picture,
    index: usize,
    open: impl Fn(MessageKey) -> M,
    frame: &Frame,
) -> Element<'a, M> {
    let Some(message) = picture.messages.get(index) else { return Column::new().into() };
    let reason = picture.findings.verdicts.get(index).and_then(matter);
    worth_reading(message, reason, open(message.key()), frame)
}

/// The same where the reason is known already.
pub fn worth_reading<'a, M: Clone + 'a>(message: &Packed, reason: Option<Protection>, open: M, frame: &Frame) -> Element<'a, M> {
    let look = frame.look;
    let (mark, color) = match reason {
        Some(_) => (Icon::ShieldCheck, look.tones().on_safe_soft),
        None => (Icon::MailOpen, look.tones().muted),
    };
    let mut below: Vec<String> = reason.map(|reason| capital(&protection(reason, frame))).into_iter().collect();
    below.push(frame.lang.day_time(message.received));
    below.push(who(message, frame));
    let words = column![
        Line::owned(look, what(message, frame)).strong(),
        Line::owned(look, below.join(" \u{b7} ")).step(Step::Caption).muted()
    ];
    let content = row![widget::icon(mark).size(look.grow(18.0)).color(color), words].spacing(S2).align_y(Alignment::Center);
    let pressed = button(content).padding([S1, S2]).width(Length::Fill).style(style::button::tile).on_press(open.clone());
    widget::focus(pressed, Some(open)).into()
}

/// Reasons shown for a verdict.
const REASONS: usize = 3;

/// The strongest reasons for a verdict, in words. None where there are none.
pub fn reasons<'a, M: 'a>(evidence: &[&Evidence], frame: &Frame) -> Option<Element<'a, M>> {
    let look = frame.look;
    let lines = evidence.iter().take(REASONS).map(|evidence| {
        let mark = container(widget::icon(Icon::Check).size(look.grow(16.0)).color(look.tones().muted)).padding([S1, 0.0]);
        let words = container(look.body(short(&frame.lang.evidence(evidence), 300))).width(Length::Fill);
        row![mark, words].spacing(S2).into()
    });
    (!evidence.is_empty()).then(|| Column::with_children(lines).spacing(S1).into())
}

/// What happens to a message, in a word.
pub fn fate_word(picture: &Picture, index: usize, frame: &Frame) -> Option<String> {
    match fate(picture, index) {
        Fate::Moved => Some(frame.t("gui-fate-moved")),
        Fate::Chosen => Some(capital(&frame.t("stay-kept"))),
        // Its kind says the rest.
        Fate::Kept(Protection::Announcement) => Some(frame.t("gui-chip-kept")),
        Fate::Kept(reason) => Some(frame.tf("gui-fate-kept", &[("reason", protection(reason, frame).into())])),
        Fate::Offered => Some(frame.t("gui-fate-offered")),
        Fate::Outside => None,
    }
}

pub fn kind_chip_named<'a, M: 'a>(kind: Kind, frame: &Frame) -> Element<'a, M> {
    row![kind_dot(kind, frame), frame.look.body(frame.lang.one_of_kind(kind))].spacing(S1).align_y(Alignment::Center).into()
}
