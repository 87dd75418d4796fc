//! From octets to an [`Envelope`]. The only place that uses mail-parser.
//!
//! mail-parser decodes single values here (encoded words, addresses, dates, media types, character sets); cutting a
//! message into fields and parts is done by `fields` and `mime`, which bound time and memory whatever the octets are.

mod encoded;
mod fields;
mod media;
mod mime;
mod names;

use super::text::{self, cut_octets, html_to_text, one_line};
use super::{Address, AutoHeaders, Envelope, Flags, ListHeaders, MailboxName, MessageRef};
use fields::Fields;
use jiff::Timestamp;
use media::MediaType;
use mime::Head;
use names::Name;
use std::borrow::Cow;

/// Recipients kept of To and of Cc each.
pub const MAX_RECIPIENTS: usize = 100;
/// Message-IDs kept of References.
pub const MAX_REFERENCES: usize = 20;
/// Octets of text kept as an excerpt.
pub const EXCERPT: usize = 2048;
/// Octets of a message's beginning that sources hand to [`envelope`] where they read the body too:
/// enough for the headers and the first text part of nearly all mail.
pub const PREFIX: usize = 64 * 1024;
/// Characters kept of a subject, and of any other free text.
pub const MAX_TEXT: usize = 1_000;
/// Octets of a message's text shown in the reading pane.
pub const MAX_SHOWN: usize = 1024 * 1024;

/// Octets of a body part that an excerpt is made from: HTML spends many on markup.
const EXCERPT_FROM: usize = 48 * 1024;
/// Octets of a message that the reading pane looks through.
const READ: usize = 16 * 1024 * 1024;
/// Received lines whose "for" is read: the last hops, near the member.
const TOP_RECEIVED: usize = 3;
/// Addresses kept of Delivered-To and kin.
const MAX_DELIVERED: usize = 10;

/// What the source knows of a message besides its octets.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub mailbox: MailboxName,
    pub message: MessageRef,
    pub received: Timestamp,
    pub size: u32,
    pub flags: Flags,
}

/// Reads the beginning of a message: the header block, and as much of the body as was handed over.
///
/// Never fails: a message without any header gives an envelope with empty fields. `with_text` says whether an excerpt is worth
/// making.
pub fn envelope(arrival: Arrival, octets: &[u8], with_text: bool) -> Envelope {
    envelope_where(arrival, octets, |_| with_text)
}

/// The same where the envelope without an excerpt says whether the excerpt is wanted.
pub fn envelope_where(arrival: Arrival, octets: &[u8], wants_text: impl FnOnce(&Envelope) -> bool) -> Envelope {
    let octets = &*line_feeds(octets);
    let (fields, length) = Fields::read(octets);
    let head = Head::of(&fields, length);
    let mut envelope = of_fields(arrival, &fields, &head.media);
    let parts = mime::parts(octets, head);
    envelope.calendar = parts.iter().any(|p| p.media.is("text", "calendar") || p.media.is("application", "ics"));
    if wants_text(&envelope) {
        envelope.excerpt = Some(beginning(&parts));
    }
    envelope
}

/// What the header block says.
fn of_fields(arrival: Arrival, fields: &Fields<'_>, media: &MediaType<'_>) -> Envelope {
    let one = |name| fields.first(name).and_then(fields::first_address);
    let ids = |name| fields.first(name).map(|v| fields::ids(v, MAX_REFERENCES)).unwrap_or_default();
    let (to, to_count) = recipients(fields, Name::To);
    let (cc, cc_count) = recipients(fields, Name::Cc);
    Envelope {
        mailbox: arrival.mailbox,
        message: arrival.message,
        message_id: fields.first(Name::MessageId).and_then(fields::first_id).unwrap_or_default(),
        received: arrival.received,
        date: fields.first(Name::Date).and_then(fields::date),
        size: arrival.size,
        flags: arrival.flags,
        from: one(Name::From),
        sender: one(Name::Sender),
        reply_to: fields.first(Name::ReplyTo).map(|v| fields::addresses(v, MAX_RECIPIENTS).0).unwrap_or_default(),
        to,
        cc,
        recipients: u32::try_from(to_count.saturating_add(cc_count)).unwrap_or(u32::MAX),
        subject: fields.first(Name::Subject).map(|v| fields::text(v, MAX_TEXT)).unwrap_or_default(),
        in_reply_to: ids(Name::InReplyTo),
        references: fields.first(Name::References).map(references).unwrap_or_default(),
        list: list(fields),
        auto: auto(fields),
        delivered_to: delivered_to(fields),
        authentication_results: fields.all(Name::AuthenticationResults).take(3).map(|v| fields::raw_text(v, MAX_TEXT)).collect(),
        content_type: if media.kind.is_empty() { "".into() } else { [&*media.kind, "/", &media.subtype].concat().into() },
        report_type: media.report_type.as_deref().filter(|r| !r.is_empty()).map(Into::into),
        calendar: false,
        mailer: fields.first(Name::UserAgent).or_else(|| fields.first(Name::XMailer)).map(|v| fields::text(v, 200)),
        excerpt: None,
    }
}

/// The beginning of a message's text from its header fields and as much of its body as there is: the first plain text,
/// else the first HTML made plain; one line, at most [`EXCERPT`] octets.
pub fn excerpt(octets: &[u8]) -> Box<str> {
    let octets = &*line_feeds(octets);
    beginning(&mime::parts(octets, Head::read(octets)))
}

/// The whole text of a message for the reading pane: plain, lines kept, nothing that acts, at most [`MAX_SHOWN`] octets.
pub fn message_text(octets: &[u8]) -> String {
    let octets = octets.get(..READ).unwrap_or(octets);
    let octets = &*line_feeds(octets);
    let parts = mime::parts(octets, Head::read(octets));
    let mut out = String::new();
    // Where an alternative has a plain text, its HTML twin is left out.
    let mut plain_in = Vec::new();
    let texts: Vec<(&mime::Part<'_>, String)> = parts
        .iter()
        .filter(|part| part.is_plain() || part.is_html())
        .map(|part| {
            let text = part.text(MAX_SHOWN * 3);
            let text = if part.is_html() { html_to_text(&text) } else { text::lines(&text) };
            if part.is_plain() && !text.is_empty() {
                plain_in.extend(part.alternative);
            }
            (part, text)
        })
        .take(50)
        .collect();
    for (part, text) in texts {
        let twin = part.is_html() && part.alternative.is_some_and(|a| plain_in.contains(&a));
        if text.is_empty() || twin {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
        if out.len() >= MAX_SHOWN {
            break;
        }
    }
    cut_octets(&mut out, MAX_SHOWN);
    out
}

/// Octets of the header block that a message begins with, its blank line included; 0 when it has none.
pub fn headers_block_len(octets: &[u8]) -> usize {
    Fields::read(octets).1
}

/// Whether octets begin with a header block that is one of a message: two known fields at least.
pub fn looks_like_mail(octets: &[u8]) -> bool {
    const KNOWN: [&str; 10] = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "message-id",
        "return-path",
        "mime-version",
        "content-type",
        "delivered-to",
    ];
    let octets = line_feeds(octets);
    let (fields, _) = Fields::read(&octets);
    fields.iter().filter(|f| KNOWN.iter().any(|name| f.is(name))).take(2).count() == 2
}

/// Whether octets begin with a header field (a name and a colon).
pub fn begins_with_field(octets: &[u8]) -> bool {
    fields::label(octets).is_some()
}

/// When the last hop received the message, by the topmost Received line, else by the Date field.
pub fn received_or_date(octets: &[u8]) -> Option<Timestamp> {
    let octets = line_feeds(octets);
    let (fields, _) = Fields::read(&octets);
    let received = fields.first(Name::Received).and_then(|value| {
        let at = memchr::memrchr(b';', value)?;
        fields::date(value.get(at + 1..)?)
    });
    received.or_else(|| fields.first(Name::Date).and_then(fields::date))
}

/// The value of the topmost field of that name, undecoded, one line, at most [`MAX_TEXT`] characters.
pub fn raw_field(octets: &[u8], name: &str) -> Option<Box<str>> {
    let (fields, _) = Fields::read(octets);
    fields.iter().find(|field| field.is(name)).map(|field| fields::raw_text(field.value, MAX_TEXT))
}

/// Octets of one whose lines end in bare CR, with LF instead; all others as they are.
fn line_feeds(octets: &[u8]) -> Cow<'_, [u8]> {
    let head = octets.get(..4096).unwrap_or(octets);
    if memchr::memchr(b'\n', head).is_none() && memchr::memchr(b'\r', head).is_some() && memchr::memchr(b'\n', octets).is_none() {
        octets.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect::<Vec<u8>>().into()
    } else {
        octets.into()
    }
}

/// The excerpt.
fn beginning(parts: &[mime::Part<'_>]) -> Box<str> {
    let plain = parts.iter().filter(|p| p.is_plain()).map(|p| first_line(&p.text(EXCERPT_FROM)));
    let html = parts.iter().filter(|p| p.is_html()).map(|p| first_line(&html_to_text(&p.text(EXCERPT_FROM))));
    plain.chain(html).take(6).find(|text| !text.is_empty()).unwrap_or_default().into()
}

fn first_line(text: &str) -> String {
    let mut text = one_line(text::beginning(text, EXCERPT * 4));
    cut_octets(&mut text, EXCERPT);
    // A character that was cut off where the octets ended.
    text.truncate(text.trim_end_matches('\u{fffd}').len());
    text
}

/// The addresses of every field of that name, and how many they name.
fn recipients(fields: &Fields<'_>, name: Name) -> (Vec<Address>, usize) {
    let mut all = Vec::new();
    let mut named = 0;
    for value in fields.all(name) {
        let (some, count) = fields::addresses(value, MAX_RECIPIENTS - all.len().min(MAX_RECIPIENTS - 1));
        named += count;
        if all.is_empty() {
            all = some;
        } else if all.len() < MAX_RECIPIENTS {
            all.extend(some);
        }
    }
    (all, named)
}

/// The first (the chain's root) and the newest.
fn references(value: &[u8]) -> Vec<Box<str>> {
    const HALF: usize = 32 * 1024;
    let mut ids = fields::ids(value.get(..HALF).unwrap_or(value), usize::MAX);
    if value.len() > HALF {
        ids.truncate(1);
        let tail = value.get(value.len().saturating_sub(HALF)..).unwrap_or_default();
        let whole = memchr::memchr(b'<', tail).and_then(|n| tail.get(n..)).unwrap_or_default();
        ids.extend(fields::ids(whole, usize::MAX));
    }
    if ids.len() > MAX_REFERENCES {
        ids.drain(1..=ids.len() - MAX_REFERENCES);
    }
    ids
}

fn list(fields: &Fields<'_>) -> ListHeaders {
    let address = |name| fields.first(name).and_then(fields::list_address);
    ListHeaders {
        id: fields.first(Name::ListId).and_then(fields::list_id),
        post: [Name::ListPost, Name::MailingList, Name::XMailingList, Name::XBeenThere].into_iter().find_map(address),
        owner: address(Name::ListOwner),
        unsubscribe: fields.first(Name::ListUnsubscribe).map(|v| fields::raw_text(v, MAX_TEXT)).filter(|v| !v.is_empty()),
        one_click: fields.has(Name::ListUnsubscribePost),
        manager: fields.has(Name::Manager),
    }
}

fn auto(fields: &Fields<'_>) -> AutoHeaders {
    let keyword = |name| fields.first(name).and_then(fields::keyword).map(Box::from);
    let precedence: Option<Box<str>> = keyword(Name::Precedence);
    AutoHeaders {
        auto_submitted: keyword(Name::AutoSubmitted),
        auto_reply: precedence.as_deref() == Some("auto_reply")
            || fields.all(Name::Answering).any(|value| &*fields::raw_text(value, 20) != "no"),
        precedence,
        response_suppress: fields.has(Name::AutoResponseSuppress),
        return_path: fields.first(Name::ReturnPath).map(|value| fields::path(value).into()),
        bulk: fields.has(Name::Bulk),
    }
}

fn delivered_to(fields: &Fields<'_>) -> Vec<Box<str>> {
    let mut found: Vec<Box<str>> = Vec::new();
    let mut hops = 0;
    for field in fields.iter() {
        let address = match field.name {
            Name::Received if hops < TOP_RECEIVED => {
                hops += 1;
                fields::received_for(field.value).map(Cow::Owned)
            }
            Name::Delivered => Some(fields::path(field.value)).filter(|a| !a.is_empty()),
            _ => None,
        };
        if let Some(address) = address
            && !found.iter().any(|one| **one == *address)
        {
            found.push(address.into());
            if found.len() == MAX_DELIVERED {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
