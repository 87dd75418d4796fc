//! Confirmations recognised by their words alone, language by language, in texts of open programs.
//!
//! The texts lie in the unpacked corpora (`DEICH_CORPORA`, else `~/.cache/deich-corpora`): phrases/doi_phrases.tsv, each row a
//! part of a confirmation with its source. Without them this says so and passes. Nothing of the texts is shown, only counts.
//!
//! Every message comes from a stranger, bare: a subject and a text, no bulk sender's header, no link, so nothing but the
//! words can tell. A source's rows of one language become one message for every subject, with all its text below.
//!
//! # Learned from, held out
//! Whoever wrote assets/phrases has read `LEARNED`; `HELD_OUT` was chosen before the words of 48 languages were written anew
//! and its texts have not been read since, not even where they are missed (only what a miss was called instead). The words
//! that stood there before are older than this choice: for them nobody can say what was read, so the figures for `HELD_OUT`
//! flatter. Sympa and Mailtrain were held out at first, were measured (0.79 and 0.77), then read.
//!
//! `DEICH_PHRASES` names one more table of the same columns, or of the four columns source, language, subject and text: all
//! of it counts as held out. Account confirmations of three programs whose texts nobody had read (devise-i18n, Lemmy,
//! Laravel-Lang; 240 messages, over 100 languages) were measured so: 0.39 with the older words, 0.82 with these. What is
//! missed are mostly languages without a file here; counts by language were seen and led to new words, the texts did not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use deich::mail::{Address, AutoHeaders, Envelope, Flags, ListHeaders, MailboxName, MessageRef};
use deich::triage::{Context, Kind, triage};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const LEARNED: [&str; 7] = ["mailman2", "mailman3", "wordpress", "django-allauth", "tnp-newsletter", "sympa", "mailtrain"];
const HELD_OUT: [&str; 2] = ["listmonk", "wild"];
const ME: &str = "jana@postfach.example";

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stderr(), $($words)*).unwrap();
    }};
}

struct Text {
    source: String,
    lang: String,
    subject: String,
    body: String,
}

fn corpora() -> Option<PathBuf> {
    let path = match std::env::var_os("DEICH_CORPORA") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".cache/deich-corpora"),
    };
    Some(path.join("phrases/doi_phrases.tsv")).filter(|p| p.is_file())
}

/// The language without its country; scripts and sisters that share a file here.
fn language(code: &str) -> String {
    let base = code.split(['-', '_']).next().unwrap();
    match base {
        "nb" | "nn" => "no",
        "bs" => "hr",
        "mk" => "sr",
        other => other,
    }
    .to_owned()
}

/// Rows `lang, class, part, phrase, source, path`: a message for every subject of a source, a language and a class.
fn from_parts(table: &str) -> Vec<Text> {
    let mut groups = BTreeMap::<(&str, &str, &str), (Vec<&str>, Vec<&str>)>::new();
    for row in table.lines().skip(1) {
        let mut row = row.split('\t');
        let mut cell = || row.next().unwrap_or("");
        let (lang, class, part, phrase, source) = (cell(), cell(), cell(), cell(), cell());
        if class != "list_welcome" {
            let (subjects, bodies) = groups.entry((source, lang, class)).or_default();
            if part == "subject" { subjects.push(phrase) } else { bodies.push(phrase) }
        }
    }
    let mut texts = Vec::new();
    for ((source, lang, _), (mut subjects, bodies)) in groups {
        if subjects.is_empty() {
            subjects.push("");
        }
        let source = if source.starts_with("wild") { "wild" } else { source };
        let body = bodies.join(" ");
        texts.extend(subjects.into_iter().map(|subject| Text {
            source: source.to_owned(),
            lang: language(lang),
            subject: subject.to_owned(),
            body: body.clone(),
        }));
    }
    texts
}

/// Rows `source, lang, subject, text`, without a head.
fn whole(table: &str) -> Vec<Text> {
    let rows = table.lines().map(|row| row.split('\t').collect::<Vec<_>>()).filter(|row| row.len() == 4);
    let text = |row: Vec<&str>| Text {
        source: row[0].to_owned(),
        lang: language(row[1]),
        subject: row[2].to_owned(),
        body: row[3].replace("\\n", " "),
    };
    rows.map(text).collect()
}

fn read(path: &Path) -> Vec<Text> {
    let table = std::fs::read_to_string(path).unwrap();
    if table.starts_with("lang\t") { from_parts(&table) } else { whole(&table) }
}

fn kind(text: &Text) -> Kind {
    let from = "info@laden.example";
    let envelope = Envelope {
        mailbox: MailboxName::inbox(),
        message: MessageRef::new("1"),
        message_id: "1@laden.example".into(),
        received: Timestamp::from_second(1_600_000_000).unwrap(),
        date: None,
        size: 2_000,
        flags: Flags::empty(),
        from: Some(Address::new("", from)),
        sender: None,
        reply_to: Vec::new(),
        to: vec![Address::new("", ME)],
        cc: Vec::new(),
        recipients: 1,
        subject: text.subject.as_str().into(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        list: ListHeaders::default(),
        auto: AutoHeaders { return_path: Some(from.into()), ..AutoHeaders::default() },
        delivered_to: vec![ME.into()],
        authentication_results: Vec::new(),
        content_type: "text/plain".into(),
        report_type: None,
        calendar: false,
        mailer: None,
        excerpt: Some(text.body.as_str().into()),
    };
    let mut context = Context::new(Timestamp::from_second(1_600_000_100).unwrap());
    context.me.insert(ME.to_owned());
    triage(&[Arc::new(envelope)], &context).verdicts[0].kind
}

#[test]
fn every_phrase_file_is_compiled_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = std::fs::read_to_string(root.join("src/triage/phrases.rs")).unwrap();
    for entry in std::fs::read_dir(root.join("assets/phrases")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let lang = name.strip_suffix(".txt").unwrap();
        assert!(program.contains(&format!("\"{lang}\"")), "{name} is not in the list");
    }
}

/// Right and all.
type Count = (usize, usize);

fn share((right, all): Count) -> f64 {
    right as f64 / all.max(1) as f64
}

fn add(count: &mut Count, right: bool) {
    count.0 += usize::from(right);
    count.1 += 1;
}

#[test]
fn confirmations_are_recognised_by_their_words_in_many_languages() {
    let more = std::env::var_os("DEICH_PHRASES").map(PathBuf::from);
    let Some(path) = corpora() else {
        say!("NOT RUN: confirmations by language: no phrases/doi_phrases.tsv among the corpora");
        return;
    };
    let mut texts = read(&path);
    let known = texts.len();
    texts.extend(more.iter().flat_map(|p| read(p)));

    let mut sources = BTreeMap::<(bool, &str), Count>::new();
    let mut languages = BTreeMap::<&str, [Count; 2]>::new();
    let mut learned_missed = Vec::new();
    for (nth, text) in texts.iter().enumerate() {
        let learned = nth < known && LEARNED.contains(&text.source.as_str());
        assert!(learned || nth >= known || HELD_OUT.contains(&text.source.as_str()), "a source nobody declared: {}", text.source);
        let right = kind(text) == Kind::Confirmation;
        add(sources.entry((learned, &text.source)).or_default(), right);
        add(&mut languages.entry(&text.lang).or_default()[usize::from(!learned)], right);
        if learned && !right {
            learned_missed.push(format!("{} {}", text.source, text.lang));
        }
    }
    say!("confirmations recognised by words alone:");
    for ((learned, source), count) in &sources {
        let how = if *learned { "learned" } else { "held out" };
        say!("  {source:16} {how:8} {:4} of {:4}  {:.3}", count.0, count.1, share(*count));
    }
    let (mut held, mut good) = (0, 0);
    for (lang, [learned, out]) in &languages {
        say!("  {lang:4} learned {:3} of {:3}   held out {:3} of {:3}", learned.0, learned.1, out.0, out.1);
        held += usize::from(out.1 > 0);
        good += usize::from(out.1 > 0 && share(*out) >= 0.95);
    }
    let total = |learned: bool| {
        let counts = sources.iter().filter(|((l, _), _)| *l == learned).map(|(_, c)| *c);
        counts.fold((0, 0), |a, c| (a.0 + c.0, a.1 + c.1))
    };
    say!(
        "  learned {:.3}, held out {:.3}; {good} of {held} languages at 0.95 or more held out",
        share(total(true)),
        share(total(false))
    );
    say!("  learned and yet missed: {}", learned_missed.join(", "));
    assert!(share(total(true)) >= 0.95);
    if more.is_none() {
        assert!(share(total(false)) >= 0.95);
        assert!(good >= 20, "{good} languages");
    }
}
