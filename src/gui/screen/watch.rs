//! The watch over the open mailbox, and waiting: that somebody watches, that the line is gone, when it goes on.

use super::connect::wants_password;
use super::part;
use crate::engine::Watch;
use crate::gui::theme::{Icon, S2, S3};
use crate::gui::{Element, Frame, widget};
use iced::Alignment;
use iced::widget::{container, row};
use jiff::Timestamp;

/// How the watch stands, and what of the flood it has moved. None where nobody watches and nothing was.
pub fn line<'a, M: 'a>(frame: &'a Frame) -> Option<Element<'a, M>> {
    let look = frame.look;
    let said = |mark, words: String| {
        let mark = widget::icon(mark).size(look.grow(18.0)).color(look.tones().muted);
        row![mark, look.caption(words)].spacing(S2).align_y(Alignment::Center)
    };
    let state = match frame.watch {
        Watch::Off => None,
        Watch::On => Some(said(Icon::Eye, frame.t("gui-watch-on"))),
        Watch::Offline { again } => Some(said(Icon::WifiOff, offline(again, frame))),
    };
    let moved = (frame.news.moved > 0).then(|| look.caption(frame.tf("gui-watch-moved", &[("n", frame.news.moved.into())])));
    if state.is_none() && moved.is_none() {
        return None;
    }
    Some(part::apart(row![].push(state).push(moved)))
}

/// That nobody watches any more, and why; and that what came in could not be moved. None where all is well. What helps where the
/// sign-in is refused is to sign in anew.
pub fn trouble<'a, M: Clone + 'a>(frame: &'a Frame, again: M, sign_in: M) -> Option<Element<'a, M>> {
    let ended = frame.unwatched.as_ref().map(|error| {
        let next = if wants_password(error) && frame.source.is_some() {
            part::primary(frame, frame.t("gui-watch-sign-in"), Some(sign_in))
        } else {
            part::secondary(frame, frame.t("gui-watch-again"), Some(again))
        };
        iced::widget::column![
            part::warning(frame, frame.t("gui-watch-ended")),
            part::error(&frame.lang.explain(error), frame),
            next,
        ]
        .spacing(S2)
    });
    let left = frame.unswept.as_ref().map(|action| {
        let why = action.problem.as_ref().map(|problem| part::note(frame, frame.lang.problem(problem)));
        let words = frame.tf("gui-watch-unswept", &[("n", action.failed.into())]);
        iced::widget::column![part::warning(frame, words)].push(why).spacing(S2)
    });
    if ended.is_none() && left.is_none() {
        return None;
    }
    Some(iced::widget::column![].push(ended).push(left).spacing(S3).into())
}

/// That the line is gone, and when it is tried again.
pub fn offline(again: Timestamp, frame: &Frame) -> String {
    match seconds(again, frame.now) {
        0 => frame.t("gui-watch-trying"),
        left => frame.tf("gui-watch-offline", &[("time", frame.lang.duration(left).into())]),
    }
}

/// That the mail server asked for patience, and when it goes on by itself.
pub fn patience<'a, M: 'a>(frame: &'a Frame) -> Option<Element<'a, M>> {
    let (until, problem) = frame.waiting.as_ref()?;
    let look = frame.look;
    let words = match seconds(*until, frame.now) {
        0 => frame.t("gui-patience-over"),
        left => frame.tf("gui-patience", &[("time", frame.lang.duration(left).into())]),
    };
    let mark = widget::icon(Icon::Hourglass).size(look.grow(24.0));
    let words = iced::widget::column![look.strong(words), look.body(frame.lang.problem(problem))].width(iced::Length::Fill);
    let content = row![mark, words].spacing(S3);
    Some(container(content).padding(part::M).width(iced::Length::Fill).style(crate::gui::theme::style::container::info).into())
}

/// Whole seconds until then, the last one counted.
fn seconds(until: Timestamp, now: Timestamp) -> u64 {
    let left = until.as_millisecond().saturating_sub(now.as_millisecond());
    u64::try_from(left).unwrap_or(0).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_ends_at_nothing() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        assert_eq!(seconds(at(42_000), at(0)), 42);
        assert_eq!(seconds(at(42_000), at(41_001)), 1);
        assert_eq!(seconds(at(42_000), at(42_000)), 0);
        // Overdue, or a clock set back and forth.
        assert_eq!(seconds(at(42_000), at(90_000)), 0);
    }
}
