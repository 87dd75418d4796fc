//! The From_ line, in the many shapes programs give to its date.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Hours east of Greenwich of the zone names that old programs write.
const ZONES: [(&str, i8); 17] = [
    ("gmt", 0),
    ("utc", 0),
    ("ut", 0),
    ("z", 0),
    ("wet", 0),
    ("bst", 1),
    ("cet", 1),
    ("met", 1),
    ("cest", 2),
    ("mest", 2),
    ("met-dst", 2),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("pst", -8),
    ("pdt", -7),
];

/// The time of a From_ line: asctime (`Thu Nov 30 22:30:00 2017`) with or without zone and seconds, RFC 5322
/// (`30 Nov 2017 22:30:00 +0100`) or ISO 8601. Without a zone it is UTC (RFC 4155). None: this is no From_ line.
pub fn time(line: &[u8]) -> Option<Timestamp> {
    let line = line.strip_prefix(b"From ")?;
    let line = String::from_utf8_lossy(line.get(..500).unwrap_or(line)).to_ascii_lowercase();
    let words: Vec<&str> = line.split([' ', '\t', '\r', '\n', ',']).filter(|w| !w.is_empty()).collect();
    iso(&words).or_else(|| written(&words))
}

fn written(words: &[&str]) -> Option<Timestamp> {
    // The last clock: an address before it may hold anything.
    let (at, (hour, minute, second)) = words.iter().enumerate().rev().find_map(|(n, w)| Some((n, clock(w)?)))?;
    let (month_at, month) = words.iter().enumerate().rev().find_map(|(n, w)| Some((n, month(w)?)))?;
    let number = |n: Option<usize>| n.and_then(|n| words.get(n)).and_then(|w| short(w));
    let day = number(Some(month_at + 1)).or_else(|| number(month_at.checked_sub(1)))?;
    let year = words.iter().skip(month_at + 1).rev().find_map(|w| year(w)).or_else(|| {
        // Two digits, right after the clock or the month.
        let two = number(Some(at + 1)).or_else(|| number(Some(month_at + 1)).filter(|d| *d != day))?;
        Some(if two < 70 { 2000 } else { 1900 } + i16::from(two))
    })?;
    let zone = words.iter().skip(at + 1).find_map(|w| zone(w)).unwrap_or(0);
    stamp(Date::new(year, month, day).ok()?, hour, minute, second, zone)
}

fn iso(words: &[&str]) -> Option<Timestamp> {
    for (at, word) in words.iter().enumerate().rev() {
        let (date, rest) = match word.split_once('t') {
            Some((date, rest)) => (date, Some(rest)),
            None => (*word, None),
        };
        let mut numbers = date.split('-');
        let (Some(y), Some(m), Some(d), None) = (numbers.next(), numbers.next(), numbers.next(), numbers.next()) else {
            continue;
        };
        let (Some(y), Some(m), Some(d)) = (year(y), short(m), short(d)) else { continue };
        let time = rest.or_else(|| words.get(at + 1).copied())?;
        let end = time.find(['z', '+', '-']).unwrap_or(time.len());
        let (hour, minute, second) = clock(time.get(..end)?)?;
        let tail = time.get(end..).filter(|t| !t.is_empty());
        let zone = tail.and_then(zone).or_else(|| words.get(at + 2).and_then(|w| zone(w))).unwrap_or(0);
        return stamp(Date::new(y, m, d).ok()?, hour, minute, second, zone);
    }
    None
}

fn stamp(date: Date, hour: i8, minute: i8, second: i8, zone: i32) -> Option<Timestamp> {
    let offset = Offset::from_seconds(zone).ok()?;
    // A leap second counts as the one before it.
    offset.to_timestamp(date.at(hour, minute, second.min(59), 0)).ok()
}

fn clock(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':');
    let hour = short(parts.next()?).filter(|h| *h < 24)?;
    let minute = short(parts.next()?).filter(|m| *m < 60)?;
    let second = match parts.next() {
        Some(second) => short(second.split('.').next()?).filter(|s| *s <= 60)?,
        None => 0,
    };
    parts.next().is_none().then_some((hour, minute, second))
}

fn month(word: &str) -> Option<i8> {
    let head = word.get(..3)?;
    if !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    MONTHS.iter().position(|m| *m == head).and_then(|n| i8::try_from(n + 1).ok())
}

/// One or two digits.
fn short(word: &str) -> Option<i8> {
    if word.is_empty() || word.len() > 2 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok()
}

fn year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|y| (1970..=2200).contains(y))
}

/// Seconds east of Greenwich.
fn zone(word: &str) -> Option<i32> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some(i32::from(*hours) * 3600);
    }
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits.replace(':', "")),
        ("-", digits) => (-1, digits.replace(':', "")),
        _ => return None,
    };
    if digits.len() != 4 {
        return None;
    }
    let (hours, minutes) = digits.split_at_checked(2)?;
    Some(sign * (i32::from(short(hours)?) * 3600 + i32::from(short(minutes)?) * 60))
}
