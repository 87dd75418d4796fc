//! Pieces that several screens are put together from. What they look like is the theme's and the widgets' business.

use super::Action;
use super::fate::{Fate, fate, matter};
use crate::engine::Picture;
use crate::gui::theme::{Icon, LETTER_HEIGHT, S1, S2, S3, S4, S6, Step, mark, style};
use crate::gui::widget::{self, Field, Line, Mood, Pin, TimelineView};
use crate::gui::{Element, Frame};
use crate::lang::Notice;
use crate::mail::text::one_line;
use crate::mail::{MailboxName, SpecialUse};
use crate::plan::{OWN_TRASH, Purpose, Stay};
use crate::rule::Sentence;
use crate::triage::{Incident, Kind, Protection};
use iced::widget::{Column, Row, button, column, container, row};
use iced::{Alignment, Length};
use std::path::{Path, PathBuf};

pub const XS: f32 = S1;
pub const S: f32 = S2;
pub const M: f32 = S4;
pub const L: f32 = S6;

/// What a field's, a tile's or a button's words are shortened to at most.
pub fn short(text: &str, characters: usize) -> String {
    let line = one_line(&text.chars().take(characters.saturating_mul(4)).collect::<String>());
    if line.chars().count() <= characters && text.chars().count() <= characters.saturating_mul(4) {
        return line;
    }
    let mut cut: String = line.chars().take(characters.saturating_sub(1)).collect();
    cut.push('\u{2026}');
    cut
}

// Words

pub fn display<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.title(words).into()
}
/// The title of what went well.
pub fn achieved<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    let look = frame.look;
    row![
        widget::icon(Icon::CircleCheck).size(look.grow(34.0)).color(look.tones().on_safe_soft),
        container(look.title(words)).width(Length::Fill)
    ]
    .spacing(S3)
    .align_y(Alignment::Center)
    .into()
}
pub fn headline<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.title(words).into()
}
pub fn lead<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.lead(words).into()
}
pub fn heading<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.heading(words).into()
}
pub fn body<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.body(words).into()
}
pub fn note<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.caption(words).into()
}

/// A longer text with its line breaks, inert.
pub fn lines<'a, M: 'a>(frame: &Frame, text: &str) -> Element<'a, M> {
    // One paragraph an element: one of a megabyte would be laid out whole.
    let paragraphs = text.lines().take(400).map(|line| frame.look.body(short(line, 2000)).into());
    Column::with_children(paragraphs).into()
}

// Notices

fn mood<'a, M: Clone + 'a>(frame: &Frame, mood: Mood, words: String) -> Element<'a, M> {
    widget::notice(frame.look, mood, &Notice { happened: words, means: String::new(), to_do: String::new() }).into()
}
pub fn warning<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    mood(frame, Mood::Warning, words)
}
pub fn success<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    mood(frame, Mood::Safe, words)
}
pub fn hint<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    let notice = Notice { happened: String::new(), means: words, to_do: String::new() };
    widget::notice(frame.look, Mood::Info, &notice).into()
}
pub fn error<'a, M: Clone + 'a>(notice: &Notice, frame: &Frame) -> Element<'a, M> {
    widget::notice(frame.look, Mood::Error, notice).into()
}

// Things to press

pub fn primary<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).primary().on_press_maybe(message).into()
}
pub fn secondary<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).on_press_maybe(message).into()
}
pub fn quiet<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).quiet().on_press_maybe(message).into()
}
pub fn with_icon<'a, M: Clone + 'a>(frame: &Frame, icon: Icon, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).icon(icon).on_press_maybe(message).into()
}
/// The one obvious step, which moves something: Enter never presses it.
pub fn moving<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).primary().without_enter().on_press_maybe(message).into()
}
/// Takes something away: Enter never presses it.
pub fn careful<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).icon(Icon::Trash).without_enter().on_press_maybe(message).into()
}
/// One of several.
pub fn choice<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: M) -> Element<'a, M> {
    widget::chip(frame.look, words, on, message)
}
pub fn tab<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: M) -> Element<'a, M> {
    widget::chip(frame.look, words, on, message)
}
pub fn check<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: impl Fn(bool) -> M) -> Element<'a, M> {
    widget::check(frame.look, words, on, Some(message(!on)))
}
/// Two lines that can be pressed.
pub fn tile<'a, M: Clone + 'a>(frame: &Frame, words: String, note: String, message: M) -> Element<'a, M> {
    let content = column![frame.look.strong(words), frame.look.caption(note)];
    let pressed = button(content).padding([S2, S4]).style(style::button::tile).on_press(message.clone());
    widget::focus(pressed, Some(message)).into()
}

// Fields

pub fn input<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    placeholder: String,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    on_submit: M,
) -> Element<'a, M> {
    Field::new(frame.look, "", value).placeholder(placeholder).id(id).on_input(on_input).on_submit(on_submit).into()
}

/// A field that shows dots.
pub fn secret<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    placeholder: String,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    on_submit: M,
) -> Element<'a, M> {
    Field::new(frame.look, "", value).placeholder(placeholder).id(id).secure(true).on_input(on_input).on_submit(on_submit).into()
}

/// A longer text to be changed. What does not fit scrolls in it.
pub fn editor<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    content: &'a iced::widget::text_editor::Content,
    on_action: impl Fn(iced::widget::text_editor::Action) -> M + 'a,
) -> Element<'a, M> {
    let look = frame.look;
    iced::widget::text_editor(content)
        .id(id)
        .on_action(on_action)
        .size(look.size(Step::Body))
        .line_height(Step::Body.line_height())
        .padding(S3)
        .max_height(look.grow(LETTER_HEIGHT))
        .style(style::editor)
        .into()
}

pub fn labelled<'a, M: 'a>(frame: &Frame, label: String, field: Element<'a, M>) -> Element<'a, M> {
    column![frame.look.strong(label), field].spacing(XS).into()
}

// Shapes

pub fn card<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    container(content.into()).padding(S4).width(Length::Fill).style(style::container::card).into()
}

/// A card of several pieces below each other.
pub fn cards<'a, M: 'a>(content: Column<'a, M>) -> Element<'a, M> {
    card(content.spacing(S2))
}

/// A fine line between two parts of a card.
pub fn rule<'a, M: 'a>() -> Element<'a, M> {
    iced::widget::rule::horizontal(1).style(style::rule).into()
}

/// A row that breaks into several where there is no room.
pub fn wrap<'a, M: 'a>(row: Row<'a, M>) -> Element<'a, M> {
    row.spacing(S2).align_y(Alignment::Center).wrap().vertical_spacing(S2).into()
}

/// The same with more room between its pieces, where each is an icon and its words.
pub fn apart<'a, M: 'a>(row: Row<'a, M>) -> Element<'a, M> {
    row.spacing(S4).align_y(Alignment::Center).wrap().vertical_spacing(S2).into()
}

/// A field and its button: side by side, or below each other where there is little room.
pub fn beside<'a, M: 'a>(frame: &Frame, field: Element<'a, M>, button: Element<'a, M>) -> Element<'a, M> {
    if frame.narrow() { column![field, button].spacing(S2).into() } else { row![field, button].spacing(S2).into() }
}

pub fn progress<'a, M: 'a>(frame: &Frame, share: f32, words: String) -> Element<'a, M> {
    widget::progress(frame.look, Some(share), words)
}

/// Something is under way and nobody knows how far.
pub fn waiting<'a, M: 'a>(frame: &Frame) -> Element<'a, M> {
    row![widget::icon(Icon::Hourglass).size(frame.look.grow(20.0)), frame.look.body(frame.t("gui-waiting"))]
        .spacing(S2)
        .align_y(Alignment::Center)
        .into()
}

/// Messages over time, with the trigger and the operator's word marked.
pub fn timeline<'a, M: 'a>(frame: &'a Frame, incident: &'a Incident, picture: &Picture) -> TimelineView<'a, M> {
    let pin = |kind| move |index: usize| picture.messages.get(index).map(|m| Pin { at: m.received, kind });
    let trigger = incident.trigger.and_then(pin(Kind::Trigger));
    let words = incident.announcements.iter().take(3).copied().filter_map(pin(Kind::Announcement));
    widget::timeline(frame.look, &frame.lang, &incident.timeline).pins(trigger.into_iter().chain(words).collect::<Vec<_>>())
}

// Mail

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
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub fn purpose(purpose: &Purpose, frame: &Frame) -> String {
    match purpose {
        Purpose::CleanUp { kind, key } => {
            let what = frame.t(&format!("incident-{kind}"));
            frame.tf("gui-purpose-clean", &[("what", what.into()), ("key", short(key, 60).into())])
        }
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
    safe(frame, format!("{} \u{b7} {reason}", frame.number(n)))
}

/// How many stay where they are, and why.
pub fn stays<'a, M: 'a>(stay: Stay, n: usize, frame: &Frame) -> Element<'a, M> {
    let words = format!("{} \u{b7} {}", frame.number(n), frame.lang.stay(stay));
    match stay {
        Stay::Protected(_) | Stay::Kept => safe(frame, words),
        _ => frame.look.strong(words).into(),
    }
}

fn safe<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
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
        let when = frame.look.caption(format!("{}, {}", frame.lang.day(message.received), frame.lang.time(message.received)));
        let who = row![Line::owned(frame.look, who(message, frame)).strong(), when].spacing(S3).align_y(Alignment::Center);
        column![who, Line::owned(frame.look, what(message, frame))].into()
    });
    Column::with_children(lines).spacing(S2).into()
}

/// The sender's name, for people.
pub fn who(message: &crate::mail::Packed, frame: &Frame) -> String {
    let from = message.from_name();
    if from.is_empty() { frame.t("gui-no-sender") } else { short(from, 60) }
}

pub fn what(message: &crate::mail::Packed, frame: &Frame) -> String {
    let subject = message.subject();
    if subject.is_empty() { frame.t("gui-no-subject") } else { short(subject, 160) }
}

/// One message that stands out: the operator's word, the trigger.
pub fn pinned<'a, M: Clone + 'a>(
    label: String,
    picture: &Picture,
    index: usize,
    open: impl Fn(crate::mail::MessageKey) -> M,
    frame: &Frame,
) -> Element<'a, M> {
    let Some(message) = picture.messages.get(index) else { return Column::new().into() };
    let kind = picture.findings.verdicts.get(index).map_or(Kind::Ordinary, |v| v.kind);
    let words = column![
        frame.look.caption(label),
        frame.look.strong(short(&what(message, frame), 90)),
        frame.look.body(format!(
            "{} \u{b7} {}, {}",
            who(message, frame),
            frame.lang.day(message.received),
            frame.lang.time(message.received)
        )),
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
    open: impl Fn(crate::mail::MessageKey) -> M,
    frame: &Frame,
) -> Element<'a, M> {
    let Some(message) = picture.messages.get(index) else { return Column::new().into() };
    let look = frame.look;
    let reason = picture.findings.verdicts.get(index).and_then(matter);
    let (mark, color) = match reason {
        Some(_) => (Icon::ShieldCheck, look.tones().on_safe_soft),
        None => (Icon::MailOpen, look.tones().muted),
    };
    let mut below: Vec<String> = reason.map(|reason| capital(&protection(reason, frame))).into_iter().collect();
    below.push(format!("{}, {}", frame.lang.day(message.received), frame.lang.time(message.received)));
    below.push(who(message, frame));
    let words = column![
        Line::owned(look, what(message, frame)).strong(),
        Line::owned(look, below.join(" \u{b7} ")).step(Step::Caption).muted()
    ];
    let content = row![widget::icon(mark).size(look.grow(18.0)).color(color), words].spacing(S2).align_y(Alignment::Center);
    let message = open(message.key());
    let pressed = button(content).padding([S1, S2]).width(Length::Fill).style(style::button::tile).on_press(message.clone());
    widget::focus(pressed, Some(message)).into()
}

/// What happens to a message, in a word.
pub fn fate_word(picture: &Picture, index: usize, frame: &Frame) -> Option<String> {
    match fate(picture, index) {
        Fate::Moved => Some(frame.t("gui-fate-moved")),
        Fate::Chosen => Some(capital(&frame.t("stay-kept"))),
        Fate::Kept(reason) => Some(capital(&protection(reason, frame))),
        Fate::Offered => Some(frame.t("gui-fate-offered")),
        Fate::Outside => None,
    }
}

// Files. A desktop without a dialog gives None, and the path field is there anyway.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    File,
    Folder,
}

pub fn choose<M: Send + 'static>(frame: &Frame, choice: Choice, chosen: fn(Option<PathBuf>) -> M) -> Action<M> {
    let dialog = rfd::AsyncFileDialog::new().set_directory(&frame.home);
    Action::Run(iced::Task::perform(
        async move {
            let picked = match choice {
                Choice::File => dialog.pick_file().await,
                Choice::Folder => dialog.pick_folder().await,
            };
            picked.map(|file| file.path().to_owned())
        },
        chosen,
    ))
}

pub fn save_as<M: Send + 'static>(frame: &Frame, path: &str, chosen: fn(Option<PathBuf>) -> M) -> Action<M> {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let dialog = rfd::AsyncFileDialog::new().set_directory(&frame.home).set_file_name(name);
    Action::Run(iced::Task::perform(async move { dialog.save_file().await.map(|file| file.path().to_owned()) }, chosen))
}

pub fn kind_chip_named<'a, M: 'a>(kind: Kind, frame: &Frame) -> Element<'a, M> {
    row![kind_dot(kind, frame), frame.look.body(frame.lang.one_of_kind(kind))].spacing(S1).align_y(Alignment::Center).into()
}
