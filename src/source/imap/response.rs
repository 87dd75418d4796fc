//! What a server's response means to us (RFC 3501 section 7 and the extensions in use): one complete response in, its meaning out.
//!
//! Lenient where servers are known to be careless, and never recursive: nesting only counts, up to a limit. What we did
//! not ask for and need not know is [`Response::Other`].

use super::reader::{Bad, MAX_DEPTH, Reader};
use crate::mail::{Flags, UidSet, text};
use crate::source::SourceError;
use jiff::Timestamp;
use std::borrow::Cow;

/// Characters kept of what a server says to people.
pub const MAX_SAID: usize = 300;
/// Words kept of a list of capabilities, octets of one, and of a response code: real ones are far below.
const MAX_WORDS: usize = 1_000;
const MAX_WORD: usize = 100;
/// Namespaces of one kind.
const MAX_NAMESPACES: usize = 100;
/// Labels of one message.
const MAX_LABELS: usize = 500;
/// Ranges of a COPYUID: more than the messages that are ever moved at once.
const MAX_RANGES: usize = 2_000;

#[derive(Debug, PartialEq)]
pub enum Response<'a> {
    /// The server waits for more of the command; while signing in, what it asks (RFC 3501 section 7.5).
    Continue(&'a [u8]),
    /// A command is done: its tag and how it went.
    Done(&'a [u8], Condition, Said),
    /// An untagged OK, NO, BAD, PREAUTH or BYE.
    Status(Condition, Said),
    Capability(Vec<String>),
    Exists(u32),
    Fetch(Box<Fetch<'a>>),
    List(Listed<'a>),
    /// NAMESPACE (RFC 2342): the member's own, other people's, shared ones; each with its beginning and its separator.
    Namespaces([Vec<Beginning<'a>>; 3]),
    /// SEARCH or ESEARCH.
    Search(UidSet),
    /// VANISHED (RFC 7162 section 3.2.10).
    Vanished(UidSet),
    /// The extensions that ENABLE switched on, upper case (RFC 5161).
    Enabled(Vec<String>),
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Ok,
    No,
    Bad,
    PreAuth,
    Bye,
}

/// The response code and the words of a status response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub code: Code,
    /// Code and words, one line, no control characters, at most 300 characters.
    pub text: String,
}

impl Said {
    /// The words of an alert, which the member must see (RFC 3501 section 7.1), without their code.
    pub fn alert(&self) -> Option<&str> {
        let is_alert = matches!(&self.code, Code::Word(word) if matches!(word.as_str(), "ALERT" | "WEBALERT"));
        let words = self.text.split_once(']').map(|(_, words)| words.trim());
        words.filter(|words| is_alert && !words.is_empty())
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Code {
    #[default]
    None,
    Capability(Vec<String>),
    /// The source's ranges and the target's, in the server's order: the nth UID of one became the nth of the other.
    CopyUid(Vec<(u32, u32)>, Vec<(u32, u32)>),
    UidValidity(u32),
    UidNext(u32),
    HighestModSeq(u64),
    /// Any other, upper case, without its arguments.
    Word(String),
}

/// What a FETCH said, as far as we ask.
#[derive(Debug, Default, PartialEq)]
pub struct Fetch<'a> {
    pub uid: Option<u32>,
    pub flags: Option<Flags>,
    pub size: Option<u32>,
    pub received: Option<Timestamp>,
    /// `BODY[HEADER...]`
    pub header: Option<Cow<'a, [u8]>>,
    /// `BODY[TEXT]`
    pub text: Option<Cow<'a, [u8]>>,
    /// `BODY[]`
    pub whole: Option<Cow<'a, [u8]>>,
    /// `X-GM-LABELS`, as Gmail writes them.
    pub labels: Option<Vec<Cow<'a, [u8]>>>,
}

/// How the names of a namespace begin, as the server writes it, and its separator.
pub type Beginning<'a> = (Cow<'a, [u8]>, Option<char>);

/// One line of LIST, LSUB or XLIST.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The name as the server writes it.
    pub name: Cow<'a, [u8]>,
    pub separator: Option<char>,
    /// Lower case, such as `\noselect`.
    pub attributes: Vec<String>,
}

/// Status responses and continuations end in words for people, where braces mean nothing.
pub fn has_free_text(response: &[u8]) -> bool {
    let mut words = response.splitn(3, |&b| b == b' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    first == b"+" || [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|s| second.eq_ignore_ascii_case(s))
}

/// Understands one complete response, in a source's words where it can't.
pub fn read(octets: &[u8]) -> crate::source::Result<Response<'_>> {
    parse(octets).map_err(|bad| match bad {
        Bad::TooDeep => SourceError::Limit { what: "the nesting of a response", limit: MAX_DEPTH as u64 },
        Bad::Malformed => {
            let shown = octets.get(..octets.len().min(80)).unwrap_or_default();
            SourceError::Protocol { detail: text::one_line(&String::from_utf8_lossy(shown)) }
        }
    })
}

/// Understands one complete response.
pub fn parse(octets: &[u8]) -> Result<Response<'_>, Bad> {
    let mut reader = Reader::new(octets);
    match reader.word() {
        b"+" => {
            reader.spaces();
            Ok(Response::Continue(reader.rest()))
        }
        b"*" => {
            reader.spaces();
            untagged(reader)
        }
        b"" => Err(Bad::Malformed),
        // Exchange has been seen to leave out `* OK` before a COPYUID.
        code if code.starts_with(b"[") => Ok(Response::Status(Condition::Ok, said(octets))),
        tag => {
            reader.spaces();
            let condition = condition(reader.word()).ok_or(Bad::Malformed)?;
            Ok(Response::Done(tag, condition, said(reader.rest())))
        }
    }
}

fn untagged(mut reader: Reader<'_>) -> Result<Response<'_>, Bad> {
    let word = reader.word();
    if let Some(condition) = condition(word) {
        return Ok(Response::Status(condition, said(reader.rest())));
    }
    reader.spaces();
    if let Some(number) = std::str::from_utf8(word).ok().and_then(|w| w.parse::<u32>().ok()) {
        let what = reader.word();
        return if what.eq_ignore_ascii_case(b"FETCH") {
            fetch(&mut reader).map(|f| Response::Fetch(Box::new(f)))
        } else if what.eq_ignore_ascii_case(b"EXISTS") {
            Ok(Response::Exists(number))
        } else {
            Ok(Response::Other)
        };
    }
    match upper(word).as_str() {
        "CAPABILITY" => Ok(Response::Capability(words(reader.rest()))),
        "LIST" | "LSUB" | "XLIST" => list(&mut reader).map(Response::List),
        "NAMESPACE" => namespaces(&mut reader).map(Response::Namespaces),
        "SEARCH" => Ok(Response::Search(search(&mut reader))),
        "ESEARCH" => esearch(&mut reader).map(Response::Search),
        "VANISHED" => vanished(&mut reader).map(Response::Vanished),
        "ENABLED" => Ok(Response::Enabled(words(reader.rest()))),
        _ => Ok(Response::Other),
    }
}

fn condition(word: &[u8]) -> Option<Condition> {
    const CONDITIONS: [(&[u8], Condition); 5] = [
        (b"OK", Condition::Ok),
        (b"NO", Condition::No),
        (b"BAD", Condition::Bad),
        (b"PREAUTH", Condition::PreAuth),
        (b"BYE", Condition::Bye),
    ];
    CONDITIONS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, condition)| *condition)
}

fn upper(word: &[u8]) -> String {
    String::from_utf8_lossy(word).to_ascii_uppercase()
}

fn words(octets: &[u8]) -> Vec<String> {
    octets.split(|b| *b == b' ').filter(|w| (1..=MAX_WORD).contains(&w.len())).take(MAX_WORDS).map(upper).collect()
}

/// `[CODE arguments] words`
fn said(octets: &[u8]) -> Said {
    let whole = String::from_utf8_lossy(octets);
    let inner = whole.trim_start().strip_prefix('[').and_then(|t| t.split_once(']')).map(|(inner, _)| inner);
    let code = inner.map_or(Code::None, code);
    Said { code, text: text::one_line(&whole).chars().take(MAX_SAID).collect() }
}

fn code(inner: &str) -> Code {
    let (word, arguments) = inner.split_once(' ').unwrap_or((inner, ""));
    if word.len() > MAX_WORD {
        return Code::None;
    }
    let word = word.to_ascii_uppercase();
    let known = match word.as_str() {
        "CAPABILITY" => Some(Code::Capability(words(arguments.as_bytes()))),
        "UIDVALIDITY" => arguments.trim().parse().ok().map(Code::UidValidity),
        "UIDNEXT" => arguments.trim().parse().ok().map(Code::UidNext),
        "HIGHESTMODSEQ" => arguments.trim().parse().ok().map(Code::HighestModSeq),
        "COPYUID" => copy_uid(arguments),
        _ => None,
    };
    known.unwrap_or(Code::Word(word))
}

fn copy_uid(arguments: &str) -> Option<Code> {
    let mut parts = arguments.split_ascii_whitespace().skip(1);
    let (from, to) = (ranges(parts.next()?)?, ranges(parts.next()?)?);
    (from.len() <= MAX_RANGES && to.len() <= MAX_RANGES).then_some(Code::CopyUid(from, to))
}

/// A `sequence-set` without `*`, in its order.
fn ranges(set: &str) -> Option<Vec<(u32, u32)>> {
    set.split(',')
        .map(|range| {
            let (a, b) = range.split_once(':').unwrap_or((range, range));
            let (a, b): (u32, u32) = (a.parse().ok()?, b.parse().ok()?);
            Some((a.min(b), a.max(b)))
        })
        .collect()
}

fn search(reader: &mut Reader<'_>) -> UidSet {
    let mut found = Vec::new();
    while let Ok(number) = reader.number() {
        found.push(u32::try_from(number).unwrap_or_default());
        reader.spaces();
    }
    found.into_iter().collect()
}

/// `(TAG "D7") UID ALL 1:14,20`; without ALL nothing was found (RFC 4731 section 3.1).
fn esearch(reader: &mut Reader<'_>) -> Result<UidSet, Bad> {
    if reader.peek() == Some(b'(') {
        reader.skip()?;
        reader.spaces();
    }
    loop {
        match upper(reader.word()).as_str() {
            "" => return Ok(UidSet::default()),
            "UID" => {}
            "ALL" => {
                reader.spaces();
                let set = std::str::from_utf8(reader.word()).ok().and_then(ranges).ok_or(Bad::Malformed)?;
                return Ok(UidSet::from_ranges(set));
            }
            _ => {
                reader.spaces();
                reader.skip()?;
            }
        }
        reader.spaces();
    }
}

/// `(EARLIER) 41,43:116`, or without the word in parentheses.
fn vanished(reader: &mut Reader<'_>) -> Result<UidSet, Bad> {
    if reader.peek() == Some(b'(') {
        reader.skip()?;
        reader.spaces();
    }
    let set = std::str::from_utf8(reader.word()).ok().and_then(ranges).ok_or(Bad::Malformed)?;
    Ok(UidSet::from_ranges(set))
}

/// Three times NIL or `(("INBOX." ".") ("" "/" "X-PARAM" ("a" "b")))`, the blanks between optional.
fn namespaces<'a>(reader: &mut Reader<'a>) -> Result<[Vec<Beginning<'a>>; 3], Bad> {
    let mut groups = [Vec::new(), Vec::new(), Vec::new()];
    for group in &mut groups {
        reader.spaces();
        if reader.peek() != Some(b'(') {
            // Nobody's; and some say no more than the first.
            if reader.peek().is_some() && reader.nstring()?.is_some() {
                return Err(Bad::Malformed);
            }
            continue;
        }
        reader.expect(b'(')?;
        reader.spaces();
        while reader.peek() != Some(b')') {
            reader.expect(b'(')?;
            reader.spaces();
            let prefix = reader.nstring()?.unwrap_or_default();
            reader.spaces();
            let separator = separator(reader)?;
            reader.spaces();
            while reader.peek() != Some(b')') {
                reader.skip()?;
                reader.spaces();
            }
            reader.expect(b')')?;
            reader.spaces();
            if group.len() < MAX_NAMESPACES {
                group.push((prefix, separator));
            }
        }
        reader.expect(b')')?;
    }
    Ok(groups)
}

fn separator(reader: &mut Reader<'_>) -> Result<Option<char>, Bad> {
    Ok(reader.nstring()?.and_then(|s| s.first().copied().map(char::from)))
}

fn list<'a>(reader: &mut Reader<'a>) -> Result<Listed<'a>, Bad> {
    let attributes = reader.atoms()?.into_iter().map(|a| String::from_utf8_lossy(a).to_ascii_lowercase()).collect();
    reader.spaces();
    let separator = separator(reader)?;
    reader.spaces();
    Ok(Listed { name: reader.astring()?, separator, attributes })
}

fn fetch<'a>(reader: &mut Reader<'a>) -> Result<Fetch<'a>, Bad> {
    let mut found = Fetch::default();
    reader.spaces();
    reader.expect(b'(')?;
    loop {
        reader.spaces();
        match reader.peek() {
            None => return Err(Bad::Malformed),
            Some(b')') => return Ok(found),
            // Domino wraps some attributes in further parentheses; none that we ask for.
            Some(b'(') => reader.skip()?,
            Some(_) => attribute(reader, &mut found)?,
        }
    }
}

/// Looked at by the hundred thousand: nothing is copied on the way.
fn attribute<'a>(reader: &mut Reader<'a>, found: &mut Fetch<'a>) -> Result<(), Bad> {
    let name = reader.name();
    let is = |what: &[u8]| name.eq_ignore_ascii_case(what);
    if name.is_empty() {
        return Err(Bad::Malformed);
    }
    let section = reader.section()?;
    let begins = |section: &[u8]| section.get(..6).is_some_and(|word| word.eq_ignore_ascii_case(b"HEADER"));
    reader.spaces();
    if is(b"UID") {
        found.uid = u32::try_from(reader.number()?).ok().filter(|uid| *uid != 0);
    } else if is(b"RFC822.SIZE") {
        found.size = Some(u32::try_from(reader.number()?).unwrap_or(u32::MAX));
    } else if is(b"INTERNALDATE") {
        found.received = reader.nstring()?.as_deref().and_then(date_time);
    } else if is(b"FLAGS") {
        found.flags = Some(reader.atoms()?.into_iter().fold(Flags::empty(), |set, f| set.with(flag(f))));
    } else if is(b"X-GM-LABELS") && section.is_none() {
        found.labels = Some(reader.strings(MAX_LABELS)?);
    } else if let Some(section) = section.filter(|_| is(b"BODY")) {
        match section {
            b"" => found.whole = reader.nstring()?,
            section if section.eq_ignore_ascii_case(b"TEXT") => found.text = reader.nstring()?,
            section if begins(section) => found.header = reader.nstring()?,
            _ => reader.skip()?,
        }
    } else {
        reader.skip()?;
    }
    Ok(())
}

fn flag(word: &[u8]) -> Flags {
    const FLAGS: [(&[u8], Flags); 5] = [
        (b"\\seen", Flags::SEEN),
        (b"\\answered", Flags::ANSWERED),
        (b"\\flagged", Flags::FLAGGED),
        (b"\\deleted", Flags::DELETED),
        (b"\\draft", Flags::DRAFT),
    ];
    FLAGS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map_or(Flags::empty(), |(_, flag)| *flag)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `17-Jul-1996 02:44:25 -0700`, the day with a blank before it where it has one digit (RFC 3501 section 9, `date-time`).
fn date_time(octets: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(octets).ok()?.trim();
    let (date, rest) = text.split_once(' ')?;
    let (time, zone) = rest.trim_start().split_once(' ')?;
    let mut date = date.split('-');
    let (day, month, year) = (date.next()?.parse().ok()?, date.next()?, date.next()?.parse().ok()?);
    let month = MONTHS.iter().position(|m| month.eq_ignore_ascii_case(m))? as i8 + 1;
    let mut time = time.split(':');
    let (hour, minute, second): (i8, i8, i8) =
        (time.next()?.parse().ok()?, time.next()?.parse().ok()?, time.next()?.parse().ok()?);
    let zone: i32 = zone.trim().parse().ok()?;
    let offset = jiff::tz::Offset::from_seconds((zone / 100 * 60 + zone % 100).checked_mul(60)?).ok()?;
    // 60 is a leap second, which no clock of ours has.
    let local = jiff::civil::DateTime::new(year, month, day, hour, minute, second.min(59), 0).ok()?;
    offset.to_timestamp(local).ok()
}

#[cfg(test)]
mod tests;
