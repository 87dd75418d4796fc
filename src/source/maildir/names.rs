//! File names of messages: the unique part, the flags behind it, the time before it.

use crate::mail::Flags;
use jiff::Timestamp;
use std::borrow::Cow;
use std::ffi::OsStr;

/// What stands between the unique part and the flags. Windows allows no colon in file names.
pub const MARK: char = if cfg!(windows) { ';' } else { ':' };

const LETTERS: [(char, Flags); 5] =
    [('D', Flags::DRAFT), ('F', Flags::FLAGGED), ('R', Flags::ANSWERED), ('S', Flags::SEEN), ('T', Flags::DELETED)];

/// A name as text. Nearly all are UTF-8, which is seen sooner than it is repaired where it is not.
pub fn text(name: &OsStr) -> Cow<'_, str> {
    name.to_str().map_or_else(|| name.to_string_lossy(), Cow::Borrowed)
}

/// The part that names the message: all before the mark.
pub fn unique(name: &str) -> &str {
    name.split_once(MARK).map_or(name, |(unique, _)| unique)
}

/// The mark and all behind it; empty where there is none.
pub fn info(name: &str) -> &str {
    name.get(unique(name).len()..).unwrap_or("")
}

pub fn flags(name: &str) -> Flags {
    let letters = info(name).trim_start_matches(MARK).strip_prefix("2,").unwrap_or("");
    LETTERS.iter().filter(|(letter, _)| letters.contains(*letter)).fold(Flags::empty(), |all, (_, flag)| all.with(*flag))
}

/// The mark and the letters of flags, in the order the format asks for.
pub fn info_for(flags: Flags) -> String {
    let letters: String = LETTERS.iter().filter(|(_, flag)| flags.has(*flag)).map(|(letter, _)| *letter).collect();
    format!("{MARK}2,{letters}")
}

/// When the message was delivered: the seconds a name begins with.
pub fn seconds(name: &str) -> Option<i64> {
    // 1973 to 2286: what is shorter or longer is no time.
    let digits = name.bytes().take(11).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = name.split_at_checked(digits).filter(|_| (9..=10).contains(&digits))?;
    if rest.is_empty() || rest.starts_with('.') { digits.parse().ok() } else { None }
}

pub fn time(name: &str) -> Option<Timestamp> {
    Timestamp::from_second(seconds(name)?).ok()
}

/// Another unique part of the same time, the `n`th tried.
pub fn fresh(unique: &str, n: u32) -> String {
    let base: String = unique.chars().take(150).collect();
    match base.split_once('.') {
        Some((time, rest)) => format!("{time}.d{n}_{rest}"),
        None => format!("{base}.d{n}"),
    }
}
