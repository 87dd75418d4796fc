//! An envelope as octets: everything of it but its place, its flags and its excerpt, which have columns of their own.
//!
//! Numbers are LEB128, texts are length and UTF-8, lists are count and members. The first octet is the version. What is asked
//! for most stands first: Message-ID, sender, subject, list-id.

use super::Columns;
use crate::mail::{Address, AutoHeaders, Envelope, ListHeaders};
use jiff::Timestamp;
use std::ops::Range;

const VERSION: u8 = 2;

/// An envelope's unchanging part.
pub(super) struct Block {
    pub octets: Vec<u8>,
    /// Where what only triage needs stands: two lists, and, at the end, an optional text.
    lists: Range<usize>,
    text: usize,
}

impl Block {
    /// The same without what only triage needs; in no more room than it takes.
    pub fn brief(&self) -> Box<[u8]> {
        let part = |range: Range<usize>| self.octets.get(range).unwrap_or_default();
        [part(0..self.lists.start), &[0, 0], part(self.lists.end..self.text), &[0]].concat().into()
    }
}

pub(super) fn encode(e: &Envelope) -> Block {
    let mut w = Writer(Vec::with_capacity(512));
    w.0.push(VERSION);
    w.text(&e.message_id);
    w.optional(e.from.as_ref(), Writer::address);
    w.text(&e.subject);
    w.optional(e.list.id.as_deref(), Writer::text);
    w.time(e.received);
    w.optional(e.date, Writer::time);
    w.number(e.size.into());
    w.optional(e.sender.as_ref(), Writer::address);
    w.list(&e.reply_to, Writer::address);
    w.list(&e.to, Writer::address);
    w.list(&e.cc, Writer::address);
    w.number(e.recipients.into());
    w.texts(&e.in_reply_to);
    w.texts(&e.references);
    let l = &e.list;
    for field in [&l.post, &l.owner, &l.unsubscribe] {
        w.optional(field.as_deref(), Writer::text);
    }
    let a = &e.auto;
    for field in [&a.auto_submitted, &a.precedence, &a.return_path] {
        w.optional(field.as_deref(), Writer::text);
    }
    let marks = [l.one_click, l.manager, a.auto_reply, a.response_suppress, a.bulk, e.calendar];
    w.number(marks.iter().rev().fold(0, |bits, mark| bits << 1 | u64::from(*mark)));
    let from = w.0.len();
    w.texts(&e.delivered_to);
    w.texts(&e.authentication_results);
    let lists = from..w.0.len();
    w.text(&e.content_type);
    w.optional(e.report_type.as_deref(), Writer::text);
    let text = w.0.len();
    w.optional(e.mailer.as_deref(), Writer::text);
    Block { octets: w.0, lists, text }
}

/// The envelope again; None when the octets are not what [`encode`] wrote.
pub(super) fn decode(columns: Columns, octets: &[u8]) -> Option<Envelope> {
    let mut r = Reader(octets.strip_prefix(&[VERSION])?);
    let message_id = r.text()?;
    let from = r.optional(Reader::address)?;
    let subject = r.text()?;
    let id = r.optional(Reader::text)?;
    let received = r.time()?;
    let date = r.optional(Reader::time)?;
    let size = u32::try_from(r.number()?).ok()?;
    let sender = r.optional(Reader::address)?;
    let reply_to = r.list(Reader::address)?;
    let to = r.list(Reader::address)?;
    let cc = r.list(Reader::address)?;
    let recipients = u32::try_from(r.number()?).ok()?;
    let in_reply_to = r.list(Reader::text)?;
    let references = r.list(Reader::text)?;
    let [post, owner, unsubscribe] = r.optional_texts()?;
    let [auto_submitted, precedence, return_path] = r.optional_texts()?;
    let marks = r.number()?;
    let mark = |bit: u32| marks >> bit & 1 == 1;
    let envelope = Envelope {
        mailbox: columns.mailbox,
        message: columns.message,
        message_id,
        received,
        date,
        size,
        flags: columns.flags,
        from,
        sender,
        reply_to,
        to,
        cc,
        recipients,
        subject,
        in_reply_to,
        references,
        list: ListHeaders { id, post, owner, unsubscribe, one_click: mark(0), manager: mark(1) },
        auto: AutoHeaders {
            auto_submitted,
            precedence,
            auto_reply: mark(2),
            response_suppress: mark(3),
            return_path,
            bulk: mark(4),
        },
        delivered_to: r.list(Reader::text)?,
        authentication_results: r.list(Reader::text)?,
        content_type: r.text()?,
        report_type: r.optional(Reader::text)?,
        calendar: mark(5),
        mailer: r.optional(Reader::text)?,
        excerpt: columns.excerpt,
    };
    r.0.is_empty().then_some(envelope)
}

/// What stands first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Glance<'a> {
    /// Display name and addr-spec.
    pub from: (&'a str, &'a str),
    pub subject: &'a str,
    pub list_id: Option<&'a str>,
}

/// The Message-ID alone, which is the very first.
pub(super) fn message_id(octets: &[u8]) -> Option<&str> {
    Reader(octets.strip_prefix(&[VERSION])?).str()
}

pub(super) fn glance(octets: &[u8]) -> Option<Glance<'_>> {
    let mut r = Reader(octets.strip_prefix(&[VERSION])?);
    r.str()?;
    Some(Glance {
        from: r.optional(|r| Some((r.str()?, r.str()?)))?.unwrap_or_default(),
        subject: r.str()?,
        list_id: r.optional(Reader::str)?,
    })
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn time(&mut self, time: Timestamp) {
        self.0.extend_from_slice(&time.as_second().to_le_bytes());
        self.0.extend_from_slice(&time.subsec_nanosecond().to_le_bytes());
    }

    fn address(&mut self, address: &Address) {
        self.text(&address.name);
        self.text(&address.addr);
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl Fn(&mut Self, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(values.len() as u64);
        for value in values {
            write(self, value);
        }
    }

    fn texts(&mut self, texts: &[Box<str>]) {
        self.list(texts, |w, text| w.text(text));
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn octets(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.octets(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [octet] = self.array()?;
            number |= u64::from(octet & 0x7f) << shift;
            if octet < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn str(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        std::str::from_utf8(self.octets(length)?).ok()
    }

    fn text(&mut self) -> Option<Box<str>> {
        self.str().map(Into::into)
    }

    fn time(&mut self) -> Option<Timestamp> {
        let second = i64::from_le_bytes(self.array()?);
        let nanosecond = i32::from_le_bytes(self.array()?);
        Timestamp::new(second, nanosecond).ok()
    }

    fn address(&mut self) -> Option<Address> {
        Some(Address { name: self.text()?, addr: self.text()? })
    }

    /// The outer None: broken octets. The inner: nothing there.
    #[allow(clippy::option_option, reason = "the two layers mean different things and `?` takes the outer one at once")]
    fn optional<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.array()? {
            [0] => Some(None),
            [1] => read(self).map(Some),
            _ => None,
        }
    }

    fn optional_texts<const N: usize>(&mut self) -> Option<[Option<Box<str>>; N]> {
        let mut texts = [const { None }; N];
        for text in &mut texts {
            *text = self.optional(Self::text)?;
        }
        Some(texts)
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // Each member takes at least one octet: a broken count must not reserve memory.
        if count > self.0.len() {
            return None;
        }
        (0..count).map(|_| read(self)).collect()
    }
}
