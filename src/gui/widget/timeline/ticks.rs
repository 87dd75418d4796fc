//! Labels of the time axis and of spans, in the member's zone.

use crate::lang::Lang;
use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};

/// A label on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub at: Timestamp,
    pub label: String,
}

/// Distances between labels: minutes, up to half a year.
const APART: [i64; 17] =
    [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 30 * 1440, 182 * 1440];

/// At most about `most` labels between two moments, at round local times; midnight is written as its date.
pub fn ticks(lang: &Lang, from: Timestamp, to: Timestamp, most: usize) -> Vec<Tick> {
    let minutes = (to.as_second() - from.as_second()).max(1) / 60;
    let most = most.clamp(2, 24) as i64;
    let Some(apart) = APART.into_iter().find(|apart| minutes / apart <= most) else {
        return Vec::new();
    };
    let begin = lang.local(from).datetime();
    let day = begin.date().to_datetime(jiff::civil::Time::midnight());
    let step = apart.minutes();
    let mut at = if apart < 1440 {
        let since = i64::from(begin.hour()) * 60 + i64::from(begin.minute());
        day.saturating_add((since / apart * apart).minutes())
    } else {
        day
    };
    let mut ticks = Vec::new();
    // Counted, so that a span at the end of time cannot keep this going.
    for _ in 0..64 {
        let Some(moment) = lang.moment(at) else { break };
        if moment > to {
            break;
        }
        if moment >= from {
            ticks.push(Tick { at: moment, label: label(lang, at, moment, apart) });
        }
        at = at.saturating_add(step);
    }
    ticks
}

fn label(lang: &Lang, local: DateTime, moment: Timestamp, apart: i64) -> String {
    let midnight = local.hour() == 0 && local.minute() == 0;
    if apart >= 1440 || midnight { lang.day(moment) } else { lang.time(moment) }
}

/// A span in words, as short as it can be: `22:30 to 22:35`, with dates where it leaves the day.
pub fn span(lang: &Lang, from: Timestamp, to: Timestamp) -> String {
    let (a, b) = (lang.local(from), lang.local(to));
    let whole_days = a.hour() == 0 && a.minute() == 0 && b.hour() == 0 && b.minute() == 0;
    if whole_days {
        let last = lang.day(Timestamp::from_second(to.as_second() - 1).unwrap_or(to));
        let first = lang.day(from);
        return if first == last { first } else { format!("{first} – {last}") };
    }
    if a.date() == b.date() {
        format!("{}, {} – {}", lang.day(from), lang.time(from), lang.time(to))
    } else {
        format!("{}, {} – {}, {}", lang.day(from), lang.time(from), lang.day(to), lang.time(to))
    }
}
