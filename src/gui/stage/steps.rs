//! The ways into staged states: what the member and the engine do before anybody looks.

use super::{play, sample};
use crate::engine::{
    CleanUp, Command, Discovery, Error, Event, FilterDraft, Found, How, KnownAccount, Picture, ReportDraft, Scan, Security,
    SourceError, SourceSpec, Stage, Target, Task, Watch,
};
use crate::gui::app::{App, Message};
use crate::gui::screen::clean_up::What;
use crate::gui::screen::closer::Scope;
use crate::gui::screen::{Place, clean_up, connect, filter};
use crate::lang::Locale;
use crate::mail::{MailboxName, SpecialUse};
use crate::plan::{Problem, ProblemKind, STORM};
use crate::report::Language;
use crate::rule::{Caution, Sentence};
use crate::triage::IncidentKind;
use std::path::PathBuf;
use std::sync::Arc;

const LETTER: &str = "Guten Tag,\n\nseit Donnerstag, 30. November 2017, 22:30 Uhr, kommen über die Adresse mitglieder@verein.example unerwünschte Nachrichten an mich: bisher 4.812, in der Spitze 61 in der Minute.\n\nDie Adresse nimmt offenbar Nachrichten von jedem an und leitet sie an alle Mitglieder weiter. Bitte schalten Sie sie ab oder lassen Sie nur noch bestimmte Absender zu.\n\nMit freundlichen Grüßen";

const LETTER_IN_ENGLISH: &str = "Hello,\n\nsince Thursday, 30 November 2017, 22:30, unwanted messages have been reaching me through the address mitglieder@verein.example: 4,812 so far, 61 a minute at the peak.\n\nIt seems to take messages from anybody and to pass them on to all members. Please switch it off, or let only certain senders use it.\n\nKind regards";

pub fn report(app: &mut App) {
    show(app, sample::flood(4_805));
    play(app, [Message::Open(Place::Report { incident: 1 })]);
    let (language, subject, text) = match app.frame.lang.locale() {
        Locale::German => (Language::German, "Offener Verteiler", LETTER),
        Locale::English => (Language::English, "Open mailing list", LETTER_IN_ENGLISH),
    };
    let draft = ReportDraft {
        incident: 1,
        language,
        to: vec!["postmaster@verein.example".into(), "abuse@verein.example".into()],
        subject: format!("{subject} {}", sample::LIST),
        text: text.into(),
        redacted: 17,
        eml: Vec::new(),
    };
    say(app, [Event::Report(draft)]);
}

pub fn say(app: &mut App, events: impl IntoIterator<Item = Event>) {
    play(app, events.into_iter().map(Message::Engine));
}

/// The line is gone, and tried again in twelve seconds.
pub fn offline() -> Event {
    Event::Watch(Watch::Offline { again: sample::at(10 * 3600 + 17 * 60 + 12) })
}

/// The server asked for patience.
pub fn waiting() -> Event {
    let problem = Problem::new(ProblemKind::Wait, "", "Too many requests, try again later");
    Event::Waiting { until: sample::at(10 * 3600 + 17 * 60 + 42), problem }
}

pub fn failed(task: Task, error: Error) -> Event {
    Event::Failed { task, command: 0, error: Arc::new(error) }
}

/// The picture on the flood's screen.
pub fn show(app: &mut App, picture: Picture) {
    say(app, [Event::Scanned(Arc::new(picture))]);
    play(app, [Message::Open(Place::Flood)]);
}

pub fn closer(app: &mut App, scope: Scope) {
    show(app, sample::flood(4_805));
    play(app, [Message::Open(Place::Closer(scope))]);
}

pub fn clean_up(app: &mut App, flood: usize) {
    let picture = sample::flood(flood);
    let preview = Arc::new(sample::preview(&picture, "Papierkorb"));
    let order = CleanUp { incident: Some(1), selection: Vec::new(), to: Target::Trash };
    show(app, picture);
    play(app, [Message::Open(Place::CleanUp(What::Incident(1)))]);
    say(app, [Event::Preview(order, preview)]);
}

/// Wanted mail among the junk, with the preview of bringing it back.
pub fn junk(app: &mut App) {
    let picture = sample::with_junk(sample::flood(4_805));
    let selection: Vec<_> = picture.junk.iter().map(|message| message.key()).collect();
    let preview = Arc::new(sample::rescue(&picture));
    show(app, picture);
    play(app, [Message::Open(Place::Junk)]);
    say(app, [Event::Preview(CleanUp { incident: None, selection, to: Target::Mailbox(MailboxName::inbox()) }, preview)]);
}

pub fn work(app: &mut App) {
    clean_up(app, 4_805);
    play(app, [Message::CleanUp(clean_up::Message::Move)]);
}

pub fn filter(app: &mut App, catches_other: usize) {
    show(app, sample::flood(4_805));
    play(app, [Message::Open(Place::Filter { incident: 1 })]);
    say(app, [Event::Filter(draft(catches_other))]);
}

/// The mailbox lies on a server. `answer`: what came of setting the filter there.
pub fn filter_on_server(app: &mut App, answer: Option<Event>) {
    let mut picture = sample::flood(4_805);
    picture.source.server = Some("imap.post.example".into());
    show(app, picture);
    play(app, [Message::Open(Place::Filter { incident: 1 })]);
    say(app, [Event::Filter(draft(0))]);
    if let Some(answer) = answer {
        play(app, [Message::Filter(filter::Message::Set)]);
        say(app, [answer]);
    }
}

fn draft(catches_other: usize) -> FilterDraft {
    FilterDraft {
        incident: 1,
        script: "require [\"fileinto\", \"mailbox\", \"date\", \"relational\"];\n\nif allof (\n  address :is [\"to\", \"cc\"] \"mitglieder@verein.example\",\n  currentdate :value \"lt\" \"date\" \"2017-12-14\"\n) {\n  fileinto :create \"Mail-Sturm\";\n}\n".into(),
        mailbox: MailboxName::new(STORM),
        until: sample::at(14 * 86_400),
        sentence: Sentence {
            kind: IncidentKind::OpenList,
            key: sample::LIST.into(),
            mailbox: MailboxName::new(STORM),
            until: sample::at(14 * 86_400),
            exceptions: 41,
            left_out: 0,
            caution: (catches_other > 0).then_some(Caution::OwnSignUps),
        },
        catches_flood: 4_798,
        catches_other,
        other: 2_313,
    }
}

pub fn discovered(app: &mut App, how: How, host: &str, outside: bool) {
    let address = "anna@verein.example";
    sign_in(app, address, None);
    let source = SourceSpec::Imap { user: address.into(), host: host.into(), port: 993, security: Security::Tls };
    let offers = ["AUTH=PLAIN", "AUTH=SCRAM-SHA-256", "IMAP4REV1"].map(str::to_owned).to_vec();
    let found = vec![Found { source, how: Some(how), provider: None, outside, offers, problem: None }];
    say(app, [Event::Discovered(Arc::new(Discovery { address: address.into(), found }))]);
}

pub fn sign_in(app: &mut App, address: &str, error: Option<SourceError>) {
    play(app, [Message::Open(Place::Connect { address: address.into(), source: None, failed: None })]);
    if let Some(error) = error {
        // The search for its server is over; where the table knows it, there was none.
        say(app, [Event::Discovered(Arc::new(Discovery { address: address.into(), found: Vec::new() }))]);
        play(app, [Message::Connect(connect::Message::Password("falsch".into())), Message::Connect(connect::Message::SignIn)]);
        say(app, [Event::Stage(Stage::Connecting), failed(Task::Scan, error.into())]);
    }
}

pub fn imap() -> SourceSpec {
    SourceSpec::Imap { user: "anna@post.example".into(), host: "imap.post.example".into(), port: 993, security: Security::Tls }
}

pub fn known_accounts() -> Vec<KnownAccount> {
    let known = |label: &str, source, seconds| KnownAccount { label: label.into(), source, last_scan: sample::at(seconds) };
    vec![
        known("anna@post.example", imap(), 0),
        known("/home/anna/Mail/Archiv.mbox", SourceSpec::Path(PathBuf::from("/home/anna/Mail/Archiv.mbox")), -86_400 * 9),
    ]
}

pub fn reading() -> Message {
    let scan = Scan {
        source: SourceSpec::Path(PathBuf::from("Archiv.mbox")),
        secret: None,
        remember: false,
        me: Vec::new(),
        folders: Vec::new(),
        ca: None,
    };
    Message::Open(Place::Reading { label: "anna@post.example".into(), command: Box::new(Command::Scan(scan)) })
}

pub fn reached(done: u64) -> Event {
    Event::Stage(Stage::Reading {
        mailbox: MailboxName::inbox(),
        special: Some(SpecialUse::Inbox),
        done,
        total: Some(48_120),
        octets: done * 1_310,
    })
}
