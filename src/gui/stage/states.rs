//! The table of staged states.

use super::steps::{
    clean_up, closer, discovered, failed, filter, filter_on_server, imap, junk, known_accounts, offline, reached, reading,
    report, say, show, sign_in, waiting, work,
};
use super::{play, sample};
use crate::engine::{
    ActionState, CertificatePrint, Counted, Discovery, Error, Event, How, News, OnServer, Order, OrderId, Registration, Security,
    SourceError, SourceSpec, Stage, Task, Watch,
};
use crate::gui::app::{App, Message};
use crate::gui::screen::clean_up::What;
use crate::gui::screen::closer::Scope;
use crate::gui::screen::{
    Job, Place, Preference, accounts, clean_up, closer, connect, filter, flood, junk, report, save, settings, start,
};
use crate::gui::widget::Act;
use crate::mail::MailboxName;
use crate::plan::{ActionId, Problem, ProblemKind, STORM};
use crate::triage::Findings;
use iced::widget::text_editor;
use iced::widget::text_editor::{Edit, Motion};
use std::sync::Arc;

/// Puts an application on its start screen into a state.
pub type Setting = fn(&mut App);

/// Every staged state, by name.
pub const STAGES: &[(&str, Setting)] = &[
    ("start", |_| {}),
    ("start-known", |app| say(app, [Event::Accounts(known_accounts())])),
    ("start-forget", |app| {
        say(app, [Event::Accounts(known_accounts())]);
        play(app, [Message::Start(start::Message::Account(accounts::Message::Forget(imap())))]);
    }),
    ("start-open", |app| {
        say(app, [Event::Scanned(Arc::new(sample::flood(4_805)))]);
        play(app, [Message::Start(start::Message::Address("anna".into())), Message::Start(start::Message::Connect)]);
    }),
    ("connect-known", |app| sign_in(app, "anna@gmx.de", None)),
    ("connect-searching", |app| sign_in(app, "anna@verein.example", None)),
    ("connect-found", |app| discovered(app, How::Autoconfig, "imap.verein.example", false)),
    ("connect-outside", |app| {
        discovered(app, How::Srv, "mail.hoster.example", true);
        play(app, [Message::Connect(connect::Message::ByHand)]);
    }),
    ("connect-unknown", |app| {
        sign_in(app, "anna@verein.example", None);
        let nothing = Discovery { address: "anna@verein.example".into(), found: Vec::new() };
        say(app, [Event::Discovered(Arc::new(nothing))]);
    }),
    ("connect-closed", |app| sign_in(app, "anna@outlook.com", None)),
    ("connect-wrong-password", |app| {
        sign_in(app, "anna@gmx.de", Some(SourceError::WrongPassword { said: "authentication failed".into() }));
    }),
    ("connect-certificate", |app| {
        let problem = crate::engine::CertificateProblem::UnknownIssuer;
        let error =
            SourceError::Certificate { host: "imap.verein.example".into(), problem, print: None, detail: "self-signed".into() };
        sign_in(app, "anna@verein.example", Some(error));
    }),
    ("connect-trust", |app| {
        let (problem, print) = (crate::engine::CertificateProblem::Changed, Some(CertificatePrint([0x5a; 32])));
        let error = SourceError::Certificate { host: "imap.verein.example".into(), problem, print, detail: "self-signed".into() };
        sign_in(app, "anna@verein.example", Some(error));
        play(app, [Message::Connect(connect::Message::Examine)]);
    }),
    ("connect-browser", |app| {
        sign_in(app, "anna@outlook.com", None);
        play(app, [Message::Connect(connect::Message::Browser)]);
        say(app, [Event::Stage(Stage::Browser { url: "https://login.example/authorize?state=x".into() })]);
    }),
    ("connect-offline", |app| {
        sign_in(app, "anna@verein.example", Some(SourceError::UnknownHost { host: "imap.verein.example".into() }));
    }),
    ("connect-trying", |app| {
        sign_in(app, "anna@gmx.de", None);
        play(app, [Message::Connect(connect::Message::Password("geheim".into())), Message::Connect(connect::Message::SignIn)]);
        say(app, [Event::Stage(Stage::SigningIn)]);
    }),
    ("reading-begins", |app| play(app, [reading()])),
    ("reading", |app| {
        // The clock of a staged state stands still: the reading began some seconds ago.
        app.clock = || sample::at(10 * 3600 + 16 * 60 + 51);
        play(app, [reading()]);
        say(app, [reached(0)]);
        app.clock = sample::now;
        say(app, [reached(31_200), Event::Growing(Arc::new(sample::flood(2_600)))]);
    }),
    ("reading-calm", |app| {
        play(app, [reading()]);
        say(app, [reached(1_200), Event::Growing(Arc::new(sample::calm(300)))]);
    }),
    ("reading-failed", |app| {
        play(app, [reading()]);
        let error = SourceError::Dropped { host: "imap.post.example".into(), detail: "connection reset".into() };
        say(app, [reached(1_200), failed(Task::Scan, error.into())]);
    }),
    ("reading-stopped", |app| {
        play(app, [reading()]);
        say(app, [reached(1_200), Event::Cancelled(Task::Scan)]);
    }),
    ("flood", |app| show(app, sample::flood(4_805))),
    ("flood-span", |app| {
        show(app, sample::flood(4_805));
        play(app, [Message::Flood(flood::Message::Span(Some((sample::at(1_800), sample::at(7_200)))))]);
    }),
    ("flood-two", |app| show(app, sample::two())),
    ("flood-cleaned", |app| {
        let mut picture = sample::flood(4_805);
        let moved = picture.findings.verdicts.iter().enumerate().filter(|(_, v)| v.offered()).map(|(i, _)| i).collect();
        picture.moved = Arc::new(moved);
        show(app, picture);
    }),
    ("flood-open-action", |app| {
        let mut picture = sample::flood(4_805);
        picture.open_action = Some(sample::action(7, ActionState::Open, 2_000, 0));
        show(app, picture);
    }),
    ("flood-server-says", |app| {
        show(app, sample::flood(4_805));
        let says = "Wartung heute ab 22 Uhr. Mehr dazu: https://mail.example/wartung";
        say(app, [Event::ServerSays(says.into())]);
    }),
    ("reading-server-says", |app| {
        play(app, [reading()]);
        let says = "Ihr Postfach ist zu 97 % voll. Löschen Sie Nachrichten, oder erweitern Sie den Speicher, damit Sie weiter E-Mails empfangen können.";
        say(app, [reached(1_200), Event::ServerSays(says.into()), Event::ServerSays("Wartung heute ab 22 Uhr.".into())]);
        let error = SourceError::Dropped { host: "imap.post.example".into(), detail: "connection reset".into() };
        say(app, [failed(Task::Scan, error.into())]);
    }),
    ("start-records-damaged", |app| {
        let damaged = Error::StoreDamaged { detail: "file is not a database".into() };
        say(app, [failed(Task::Accounts, damaged)]);
    }),
    ("start-records-set-aside", |app| {
        say(app, [Event::SetAside("/home/anna/.local/share/deich/deich-damaged-20171130-220000.db".into())]);
    }),
    ("flood-watched", |app| {
        let mut picture = sample::flood(4_805);
        picture.followed.insert(1, sample::at(14 * 24 * 3600));
        show(app, picture);
        say(app, [Event::Watch(Watch::On), Event::News(News { new: 37, gone: 0, moved: 12 })]);
    }),
    ("flood-unwatched", |app| {
        let mut picture = sample::flood(4_805);
        picture.followed.insert(1, sample::at(14 * 24 * 3600));
        show(app, picture);
        let mut swept = sample::action(8, ActionState::Partly, 0, 12);
        swept.problem = Some(Problem::new(ProblemKind::OverQuota, "", "quota exceeded"));
        let gone = SourceError::WrongPassword { said: String::new() };
        app.frame.source = Some(imap());
        say(app, [Event::Swept(swept), failed(Task::Watch, gone.into()), Event::Watch(Watch::Off)]);
    }),
    ("flood-offline", |app| {
        show(app, sample::flood(4_805));
        say(app, [offline()]);
    }),
    ("closer-news", |app| {
        closer(app, Scope::Incident(1));
        say(app, [Event::Watch(Watch::On), Event::News(News { new: 37, gone: 2, moved: 0 })]);
    }),
    ("reading-waiting", |app| {
        play(app, [reading()]);
        say(app, [reached(31_200), waiting()]);
    }),
    ("work-waiting", |app| {
        work(app);
        say(app, [Event::Moving { action: ActionId(7), done: 2_500, total: 4_805 }, waiting()]);
    }),
    ("clean-up-offline", |app| {
        clean_up(app, 4_805);
        say(app, [offline()]);
    }),
    ("flood-file", |app| {
        let mut picture = sample::flood(300);
        picture.source = sample::source(false);
        show(app, picture);
    }),
    ("flood-nothing-kept", |app| {
        let mut picture = sample::flood(300);
        let mut findings = Findings::clone(&picture.findings);
        for verdict in &mut findings.verdicts {
            verdict.protected = None;
        }
        for incident in &mut findings.incidents {
            incident.protected = 0;
            incident.announcements.clear();
        }
        picture.findings = Arc::new(findings);
        show(app, picture);
    }),
    ("flood-junk", |app| show(app, sample::with_junk(sample::flood(4_805)))),
    ("calm-junk", |app| show(app, sample::with_junk(sample::calm(2_313)))),
    ("junk", |app| junk(app)),
    ("junk-reading", |app| {
        junk(app);
        if let Some(key) = app.frame.picture.as_ref().and_then(|picture| Some(picture.junk.first()?.key())) {
            play(app, [Message::Junk(junk::Message::Read(key.clone()))]);
            say(app, [Event::Text { message: key, text: APPOINTMENT.into() }]);
        }
    }),
    ("junk-nothing", |app| {
        show(app, sample::calm(12));
        play(app, [Message::Open(Place::Junk)]);
    }),
    ("calm", |app| show(app, sample::calm(2_313))),
    ("calm-one", |app| show(app, sample::calm(1))),
    ("calm-empty", |app| show(app, sample::calm(0))),
    ("closer", |app| closer(app, Scope::Incident(1))),
    ("closer-groups", |app| {
        closer(app, Scope::Incident(1));
        play(app, [Message::Closer(closer::Message::Grouping(closer::Grouping::Sender))]);
    }),
    ("closer-selected", |app| {
        closer(app, Scope::Incident(1));
        let click = |row, shift| Message::Closer(closer::Message::Row(Act::Click { row, shift, ctrl: false }));
        play(app, [click(2, false), click(6, true)]);
    }),
    ("closer-reading", |app| {
        closer(app, Scope::Kept(1));
        // The password mail, whose words follow.
        play(app, [Message::Closer(closer::Message::Row(Act::Open(5)))]);
        if let Some(picture) = app.frame.picture.clone() {
            let texts = picture.messages.iter().map(|m| Event::Text { message: m.key(), text: TEXT.into() });
            say(app, texts.collect::<Vec<_>>());
        }
    }),
    ("closer-waiting", |app| {
        closer(app, Scope::Incident(1));
        play(app, [Message::Closer(closer::Message::Row(Act::Open(0)))]);
    }),
    ("closer-nothing", |app| {
        closer(app, Scope::Incident(1));
        play(app, [Message::Closer(closer::Message::Query("Steuererklärung".into()))]);
    }),
    ("closer-million", |app| {
        show(app, sample::million());
        play(app, [Message::Open(Place::Closer(Scope::All))]);
    }),
    ("clean-up-waiting", |app| {
        show(app, sample::flood(4_805));
        play(app, [Message::Open(Place::CleanUp(What::Incident(1)))]);
    }),
    ("clean-up", |app| clean_up(app, 4_805)),
    ("clean-up-one", |app| clean_up(app, 1)),
    ("clean-up-nothing", |app| clean_up(app, 0)),
    ("clean-up-other", |app| {
        clean_up(app, 4_805);
        play(app, [Message::CleanUp(clean_up::Message::Choose(clean_up::Choice::Other))]);
    }),
    ("clean-up-failed", |app| {
        clean_up(app, 4_805);
        say(app, [failed(Task::Preview, SourceError::ReadOnly { mailbox: "INBOX".into() }.into())]);
    }),
    ("work", |app| {
        work(app);
        say(app, [Event::Moving { action: ActionId(7), done: 2_500, total: 4_805 }]);
    }),
    ("work-done", |app| {
        work(app);
        say(app, [Event::Done(sample::action(7, ActionState::Done, 4_805, 0))]);
    }),
    ("work-partly", |app| {
        work(app);
        say(app, [Event::Done(sample::action(7, ActionState::Partly, 4_500, 305))]);
    }),
    ("work-broken", |app| {
        work(app);
        let error = SourceError::Dropped { host: "imap.post.example".into(), detail: "connection reset".into() };
        say(app, [failed(Task::Execute, error.into()), Event::Done(sample::action(7, ActionState::Open, 2_500, 0))]);
    }),
    ("work-undone", |app| {
        show(app, sample::flood(4_805));
        play(app, [Message::Open(Place::Work(Job::Undo(ActionId(7))))]);
        let mut action = sample::action(8, ActionState::Done, 4_805, 0);
        action.purpose = crate::plan::Purpose::Undo(ActionId(7));
        action.to = vec![MailboxName::inbox()];
        action.can_undo = false;
        action.counted = Some(Counted { from_before: 4_817, from_after: 12, to_before: 47, to_after: 4_852 });
        say(app, [Event::Done(action)]);
    }),
    ("work-lost", |app| {
        show(app, sample::flood(4_805));
        play(app, [Message::Open(Place::Work(Job::Undo(ActionId(7))))]);
        let mut action = sample::action(8, ActionState::Partly, 4_300, 0);
        action.purpose = crate::plan::Purpose::Undo(ActionId(7));
        action.to = vec![MailboxName::inbox()];
        (action.gone, action.can_undo) = (505, false);
        action.problem = Some(crate::plan::Problem::new(crate::plan::ProblemKind::NoSuchMailbox, "Mail-Sturm", ""));
        action.counted = Some(Counted { from_before: 4_805, from_after: 0, to_before: 47, to_after: 4_347 });
        say(app, [Event::Done(action)]);
    }),
    ("work-labels", |app| {
        show(app, sample::flood(4_805));
        play(app, [Message::Open(Place::Work(Job::Undo(ActionId(7))))]);
        let mut action = sample::action(8, ActionState::Done, 4_805, 0);
        action.purpose = crate::plan::Purpose::Undo(ActionId(7));
        (action.to, action.can_undo) = (vec![MailboxName::inbox()], false);
        let said = "Invalid Arguments: Label name is not allowed";
        action.problem = Some(crate::plan::Problem::new(crate::plan::ProblemKind::LabelsLost, "", said));
        action.counted = Some(Counted { from_before: 4_817, from_after: 12, to_before: 47, to_after: 4_852 });
        say(app, [Event::Done(action)]);
    }),
    ("work-password", |app| {
        play(app, [Message::Open(Place::Work(Job::Undo(ActionId(3))))]);
        let mut action = sample::action(3, ActionState::Done, 4_805, 0);
        action.home = imap();
        let error = Error::NoSecret { user: "anna@post.example".into(), host: "imap.post.example".into() };
        say(app, [failed(Task::Undo, error), Event::History(vec![action])]);
    }),
    ("work-browser", |app| {
        let microsoft = Registration { client_id: "deich".into(), client_secret: None };
        app.frame.settings.sign_in.insert("microsoft".into(), microsoft);
        play(app, [Message::Open(Place::Work(Job::Undo(ActionId(3))))]);
        let mut action = sample::action(3, ActionState::Done, 4_805, 0);
        let host = "outlook.office365.com".to_owned();
        action.home =
            SourceSpec::Imap { user: "anna@outlook.com".into(), host: host.clone(), port: 993, security: Security::Tls };
        say(app, [failed(Task::Undo, Error::NeedsBrowser { host }), Event::History(vec![action])]);
    }),
    ("history", |app| {
        play(app, [Message::Open(Place::History)]);
        let mut first = sample::action(1, ActionState::Undone, 312, 0);
        first.begun = sample::at(-86_400 * 40);
        say(
            app,
            [Event::History(vec![
                sample::action(4, ActionState::Open, 2_000, 0),
                sample::action(3, ActionState::Done, 4_805, 0),
                sample::action(2, ActionState::Partly, 4_500, 305),
                first,
            ])],
        );
    }),
    ("history-empty", |app| {
        play(app, [Message::Open(Place::History)]);
        say(app, [Event::History(Vec::new())]);
    }),
    ("filter", |app| filter(app, 0)),
    ("filter-careful", |app| {
        filter(app, 3);
        play(app, [Message::Filter(filter::Message::Script)]);
    }),
    ("filter-server", |app| filter_on_server(app, None)),
    ("filter-set", |app| {
        let beside = Some("Meine Regeln".into());
        filter_on_server(app, Some(Event::OnServer(OnServer::Set { beside })));
    }),
    ("filter-no-server", |app| {
        let error = Error::NoFilterServer { host: "imap.post.example".into() };
        filter_on_server(app, Some(failed(Task::ServerFilter, error)));
    }),
    ("report", report),
    ("report-changed", |app| {
        report(app);
        let edit = |action| Message::Report(report::Message::Edit(action));
        let words = Arc::new("\n\nAnna".to_owned());
        play(app, [edit(text_editor::Action::Move(Motion::DocumentEnd)), edit(text_editor::Action::Edit(Edit::Paste(words)))]);
    }),
    ("report-saved", |app| {
        report(app);
        play(app, [Message::Report(report::Message::Save(save::Message::Save))]);
        say(app, [Event::Saved("/home/anna/Dokumente/Meldung.eml".into())]);
    }),
    ("settings", |app| play(app, [Message::Open(Place::Settings)])),
    ("settings-people", |app| {
        play(app, [Message::Open(Place::Settings)]);
        let people = ["sabine.woerth@mail.example", "termine@stadt.example"].map(String::from);
        let order = Order {
            id: OrderId(1),
            source: sample::ME.into(),
            kind: "open_list".into(),
            key: sample::LIST.into(),
            to: MailboxName::new(STORM),
            until: sample::at(14 * 24 * 3600),
        };
        say(app, [Event::Accounts(known_accounts()), Event::Trusted(people.into()), Event::Orders(vec![order])]);
    }),
    ("settings-delete", |app| {
        play(app, [Message::Open(Place::Settings), Message::Settings(settings::Message::Forget)]);
    }),
    ("settings-large", |app| {
        app.frame.prefer(Preference::TextSize(200));
        play(app, [Message::Open(Place::Settings)]);
    }),
    ("flood-large", |app| {
        app.frame.prefer(Preference::TextSize(200));
        show(app, sample::flood(4_805));
    }),
    ("keys", |app| play(app, [Message::Open(Place::Keys)])),
];

const TEXT: &str = "Guten Abend,\n\nSie haben ein neues Passwort angefordert. Öffnen Sie dazu diese Seite:\nhttps://shop.verein.example/passwort?code=4711\n\nHaben Sie das nicht selbst getan, können Sie diese Nachricht löschen.\n\nIhr Fanshop";

const APPOINTMENT: &str = "Guten Tag,\n\nbitte bestätigen Sie Ihren Termin am Montag, 4. Dezember, um 9:20 Uhr:\nhttps://termine.stadt.example/t/8f21\n\nOhne Bestätigung verfällt der Termin morgen Abend.\n\nIhr Bürgeramt";
