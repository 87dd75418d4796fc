//! The letter: a template in the report's language, filled with facts, wrapped at 76 columns.

use super::facts::{Example, Facts};
use super::{Language, redact};
use crate::mail::text::one_line;
use crate::triage::{Channel, IncidentKind, Kind};
use jiff::{Timestamp, tz::TimeZone};

/// Columns of a line.
const WIDTH: usize = 76;
/// Characters of a quoted subject.
const SUBJECT: usize = 100;
/// Characters of an address, a list-id, a Message-ID in a sentence.
const NAME: usize = 120;

/// What is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    Trigger,
    Example,
    Nothing,
}

impl Attached {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Example => "example",
            Self::Nothing => "none",
        }
    }
}

/// A letter's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    /// Places blacked out in both.
    pub redacted: usize,
    /// Name of the attachment.
    pub file: String,
}

/// Who writes, about what, and what may be named.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub facts: &'a Facts,
    pub me: &'a str,
    /// Addresses that stay readable.
    pub keep: &'a [&'a str],
    pub language: Language,
    pub zone: &'a TimeZone,
    pub attached: Attached,
}

/// Writes the letter.
pub fn write(frame: &Frame<'_>) -> Letter {
    let words = Words::new(frame.language);
    let facts = frame.facts;
    let kind = facts.kind.as_str();
    let mut ink = Ink { keep: frame.keep, redacted: 0 };
    let topic = facts.trigger.as_ref().map(|t| ink.quote(&t.subject)).filter(|t| !t.is_empty());
    let started = facts
        .trigger
        .as_ref()
        .zip(topic.as_deref())
        .map(|(trigger, topic)| format!("{}, {}", words.moment("short", trigger.received, frame.zone), words.quoted(topic)));
    let (count, senders) = (words.number(facts.messages), words.number(facts.senders));
    let (key, channel) = (one(&facts.key, NAME), one(channel(facts), NAME));
    let values = [
        ("key", key.as_str()),
        ("channel", &channel),
        ("me", frame.me),
        ("count", &count),
        ("senders", &senders),
        ("topic", topic.as_deref().unwrap_or(&key)),
    ];
    let say = |section: &str| fill(words.section(section), &values);

    let mut page = Page::default();
    page.paragraphs(words.section("salutation"));
    page.paragraphs(&say(&format!("what.{kind}")));
    page.paragraphs(words.section("facts"));
    let trigger = started.map(|value| ("trigger", value));
    for (name, value) in trigger.into_iter().chain(statements(facts, &words, frame.zone, &channel)) {
        page.item(&fill(words.section(&format!("fact.{name}")), &[("value", &value)]));
    }
    page.gap();
    if facts.kinds.len() > 1 {
        page.paragraphs(words.section("kinds"));
        for (kind, n) in &facts.kinds {
            page.item(&format!("{}: {}", words.kind(*kind), words.number(*n)));
        }
        page.gap();
    }
    if !facts.examples.is_empty() {
        page.paragraphs(words.section("examples"));
        for Example { received, kind, subject } in &facts.examples {
            let subject = words.quoted(&ink.quote(subject));
            page.item(&format!("{}, {}: {subject}", words.moment("short", *received, frame.zone), words.kind(*kind)));
        }
        page.gap();
    }
    page.paragraphs(words.section("ask"));
    page.paragraphs(&say(&format!("ask.{kind}")));
    page.paragraphs(words.section(&format!("attached.{}", frame.attached.as_str())));
    if ink.redacted > 0 {
        page.paragraphs(words.section("redacted"));
    }
    page.paragraphs(&format!("{}\n\n{}", words.section("closing"), frame.me));
    page.paragraphs(words.section("made"));
    Letter {
        subject: say(&format!("subject.{kind}")).trim().to_owned(),
        text: page.done(),
        redacted: ink.redacted,
        file: words.section(&format!("file.{}", frame.attached.as_str())).to_owned(),
    }
}

/// The list of facts: name of the section, and the value in it.
fn statements(facts: &Facts, words: &Words, zone: &TimeZone, channel: &str) -> Vec<(&'static str, String)> {
    let mut out = vec![("since", words.moment("moment", facts.since, zone))];
    if facts.until > facts.since {
        out.push(("until", words.moment("moment", facts.until, zone)));
    }
    out.push(("count", words.number(facts.messages)));
    if facts.senders > 1 {
        out.push(("senders", words.number(facts.senders)));
    }
    if facts.peak_per_minute > 1 {
        out.push(("peak", words.number(facts.peak_per_minute)));
    }
    out.push(match &facts.channel {
        Channel::List(_) => ("list", channel.to_owned()),
        Channel::Alias(_) => ("alias", channel.to_owned()),
        Channel::Crowd(id) => ("crowd", format!("<{}>", one(id, NAME))),
        Channel::Direct if facts.kind == IncidentKind::OpenList => ("alias", channel.to_owned()),
        Channel::Direct => ("direct", direct(facts)),
    });
    if facts.kind == IncidentKind::OpenList && !facts.operator.domain.is_empty() {
        out.push(("operator", one(&facts.operator.domain, NAME)));
    }
    if facts.personal_data > 0 {
        out.push(("personal", words.number(facts.personal_data)));
    }
    out.retain(|(_, value)| !value.is_empty());
    out
}

/// The member's address that is hit, where the key is one.
fn direct(facts: &Facts) -> String {
    match facts.kind {
        IncidentKind::SubscriptionBomb | IncidentKind::Backscatter => one(&facts.key, NAME),
        _ => String::new(),
    }
}

fn channel(facts: &Facts) -> &str {
    match &facts.channel {
        Channel::List(key) | Channel::Alias(key) => key,
        Channel::Crowd(_) | Channel::Direct => &facts.key,
    }
}

/// One line of at most so many characters.
fn one(text: &str, most: usize) -> String {
    let line = one_line(text);
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Blacks out what is quoted, and counts.
struct Ink<'a> {
    keep: &'a [&'a str],
    redacted: usize,
}

impl Ink<'_> {
    fn quote(&mut self, text: &str) -> String {
        let (text, count) = redact(&one_line(text), self.keep);
        self.redacted += count;
        one(&text, SUBJECT)
    }
}

/// Puts values where `{name}` stands, in one pass: a value that looks like a placeholder stays what it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = tail.split_once('}') else {
            out.push('{');
            rest = tail;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => out.extend(["{", name, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A template, by sections.
pub(super) struct Words(&'static str);

impl Words {
    pub const fn new(language: Language) -> Self {
        Self(match language {
            Language::German => include_str!("../../assets/report/de.txt"),
            Language::English => include_str!("../../assets/report/en.txt"),
        })
    }

    /// Names of all sections, in order.
    #[cfg(test)]
    pub fn names(&self) -> Vec<&'static str> {
        self.0.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).collect()
    }

    /// The text of a section; empty where there is none.
    pub fn section(&self, name: &str) -> &'static str {
        let Some((_, tail)) = self.0.split_once(&format!("\n[{name}]\n")) else { return "" };
        tail.split_once("\n[").map_or(tail, |(text, _)| text).trim()
    }

    fn kind(&self, kind: Kind) -> &'static str {
        self.section(&format!("kind.{}", kind.as_str()))
    }

    fn number(&self, n: u32) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (nth, digit) in digits.chars().enumerate() {
            if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
                out.push_str(self.section("thousands"));
            }
            out.push(digit);
        }
        out
    }

    fn quoted(&self, text: &str) -> String {
        let mut marks = self.section("quotes").chars();
        let (open, close) = (marks.next().unwrap_or('"'), marks.next().unwrap_or('"'));
        format!("{open}{text}{close}")
    }

    /// A moment as people there say it, in the form of a section.
    fn moment(&self, form: &str, at: Timestamp, zone: &TimeZone) -> String {
        let local = at.to_zoned(zone.clone());
        let nth = |section: &str, n: i8| {
            self.section(section).split_whitespace().nth(usize::try_from(n - 1).unwrap_or_default()).unwrap_or_default()
        };
        let (day, year) = (local.day().to_string(), local.year().to_string());
        let seconds = local.offset().seconds();
        let offset = format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, seconds.abs() / 3600, seconds.abs() / 60 % 60);
        fill(
            self.section(form),
            &[
                ("weekday", nth("weekdays", local.weekday().to_monday_one_offset())),
                ("day", &day),
                ("dd", &format!("{:02}", local.day())),
                ("mm", &format!("{:02}", local.month())),
                ("month", nth("months", local.month())),
                ("year", &year),
                ("time", &format!("{:02}:{:02}", local.hour(), local.minute())),
                ("offset", &offset),
            ],
        )
    }
}

/// Lines of at most [`WIDTH`] columns.
#[derive(Default)]
struct Page(String);

impl Page {
    /// Paragraphs parted by empty lines; lines that begin with "- " are items.
    fn paragraphs(&mut self, text: &str) {
        for paragraph in text.split("\n\n") {
            let (items, lines): (Vec<&str>, Vec<&str>) = paragraph.lines().partition(|line| line.starts_with("- "));
            self.wrap("", "", &lines.join(" "));
            for item in items.iter().filter_map(|line| line.strip_prefix("- ")) {
                self.item(item);
            }
            self.gap();
        }
    }

    fn item(&mut self, text: &str) {
        self.wrap("- ", "  ", text);
    }

    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn wrap(&mut self, first: &str, then: &str, text: &str) {
        let (mut line, mut begun) = (first.to_owned(), false);
        for word in text.split_whitespace().flat_map(|word| pieces(word, WIDTH - first.len())) {
            if begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.0.push_str(&line);
                self.0.push('\n');
                then.clone_into(&mut line);
                begun = false;
            }
            if begun {
                line.push(' ');
            }
            line.push_str(&word);
            begun = true;
        }
        if begun {
            self.0.push_str(&line);
            self.0.push('\n');
        }
    }

    fn done(self) -> String {
        format!("{}\n", self.0.trim_end())
    }
}

/// A word in pieces that fit a line.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}
