use super::*;
use fluent_bundle::FluentResource;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

fn lang(locale: Locale) -> Lang {
    Lang::with_zone(locale, TimeZone::UTC)
}

/// Every text of a language with the variables it uses. Attributes stand under `key.attribute`.
fn texts(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut out = BTreeMap::new();
    for (file, text) in bundle::files(locale) {
        if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
            panic!("{}/{file}.ftl cannot be read: {errors:?}", locale.tag());
        }
        let mut key = String::new();
        let mut id = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#', '-'])
            {
                name.clone_into(&mut id);
                key.clone_from(&id);
                assert!(out.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice in {}", locale.tag());
            } else if let Some((name, _)) = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once(" =")) {
                key = format!("{id}.{name}");
                assert!(out.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice in {}", locale.tag());
            }
            if line.starts_with('#') {
                continue;
            }
            for piece in line.split('$').skip(1) {
                let name: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect();
                out.get_mut(&key).expect("a variable before any key").insert(name);
            }
        }
    }
    out
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    let (german, english) = (texts(Locale::German), texts(Locale::English));
    for (key, variables) in &german {
        assert_eq!(Some(variables), english.get(key), "{key}: German variables on the left, English on the right");
    }
    for key in english.keys() {
        assert!(german.contains_key(key), "{key} has no German text");
    }
}

#[test]
fn every_text_is_reachable_by_its_key() {
    for locale in Locale::ALL {
        let lang = lang(locale);
        for key in texts(locale).keys() {
            assert!(lang.has(key), "{key} in {}", locale.tag());
        }
    }
}

/// All `.rs` files below `src`, tests left out.
fn sources() -> Vec<(String, String)> {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                out.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out
}

#[test]
fn every_key_in_the_program_has_a_text() {
    let known = texts(Locale::German);
    let call = regex::Regex::new(r#"\btf?\(\s*"([^"]*)""#).unwrap();
    let mut seen = 0;
    for (path, text) in sources() {
        for found in call.captures_iter(&text) {
            seen += 1;
            assert!(known.contains_key(&found[1]), "{path} asks for {}, which has no text", &found[1]);
        }
    }
    assert!(seen > 0, "the search finds no call at all");
}

/// Keys that the program puts together at run time.
const MADE: [&str; 15] = [
    "help-",
    "remark-",
    "problem-",
    "weekday-",
    "month-",
    "relative-",
    "duration-",
    "provider-hint-",
    "cli-state-",
    "kind-",
    "one-",
    "incident-",
    "protection-",
    "evidence-",
    "gui-",
];

#[test]
fn no_text_is_left_over() {
    let sources: String = sources().into_iter().map(|(_, text)| text).collect();
    for key in texts(Locale::German).keys() {
        let made = MADE.iter().any(|prefix| key.starts_with(prefix));
        assert!(made || key.contains('.') || sources.contains(&format!("\"{key}\"")), "nobody uses {key}");
    }
}

/// A rough look: each variable's name stands, as a text literal, close to where the key is used.
#[test]
fn every_variable_is_filled() {
    let known = texts(Locale::German);
    let call = regex::Regex::new(r#"\btf?\(\s*"([^"]*)""#).unwrap();
    for (path, text) in sources() {
        for found in call.captures_iter(&text) {
            let at = found.get(0).unwrap().start();
            let octets = text.as_bytes();
            let near = String::from_utf8_lossy(&octets[at.saturating_sub(1200)..octets.len().min(at + 1200)]);
            for variable in known.get(&found[1]).into_iter().flatten() {
                assert!(near.contains(&format!("\"{variable}\"")), "{path}: {} needs ${variable}", &found[1]);
            }
        }
    }
}

#[test]
fn numbers_follow_the_language() {
    let (de, en) = (lang(Locale::German), lang(Locale::English));
    for (n, german, english) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1.000", "1,000"),
        (4_812, "4.812", "4,812"),
        (1_234_567, "1.234.567", "1,234,567"),
        (u64::MAX, "18.446.744.073.709.551.615", "18,446,744,073,709,551,615"),
    ] {
        assert_eq!(de.number(n), german);
        assert_eq!(en.number(n), english);
    }
    assert_eq!(de.tf("duration-days", &[("n", 4812_u32.into())]), "4.812 Tage");
    assert_eq!(en.tf("duration-days", &[("n", 1_u32.into())]), "1 day");
    assert_eq!(en.tf("duration-days", &[("n", (-4812_i64).into())]), "-4,812 days");
}

#[test]
fn sizes_are_short() {
    let (de, en) = (lang(Locale::German), lang(Locale::English));
    for (n, german, english) in [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1_000, "1,0 kB", "1.0 kB"),
        (4_812, "4,8 kB", "4.8 kB"),
        (48_120, "48,1 kB", "48.1 kB"),
        (481_200, "481 kB", "481 kB"),
        (999_999, "1,0 MB", "1.0 MB"),
        (2_000_000_000, "2,0 GB", "2.0 GB"),
        (u64::MAX, "18.446.744 TB", "18,446,744 TB"),
    ] {
        assert_eq!(de.bytes(n), german);
        assert_eq!(en.bytes(n), english);
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn times_are_shown_in_the_members_zone() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let (de, en) = (Lang::with_zone(Locale::German, berlin.clone()), Lang::with_zone(Locale::English, berlin));
    let trigger = at("2017-11-30T21:30:00Z");
    assert_eq!(de.date_time(trigger), "30. November 2017, 22:30");
    assert_eq!(en.date_time(trigger), "30 November 2017, 22:30");
    assert_eq!(de.weekday_time(trigger), "Donnerstag, 22:30 Uhr");
    assert_eq!(en.weekday_time(trigger), "Thursday, 22:30");
    assert_eq!(de.date_short(at("2017-03-05T12:00:00Z")), "05.03.2017");
    assert_eq!(en.date_short(at("2017-03-05T12:00:00Z")), "05/03/2017");
    let then = at("2017-11-30T22:00:00Z");
    assert_eq!(de.day_time_or_date(then, at("2017-12-01T08:00:00Z")), "30.11., 23:00");
    assert_eq!(en.day_time_or_date(then, at("2017-12-01T08:00:00Z")), "30 Nov, 23:00");
    assert_eq!(de.day_time_or_date(then, at("2018-07-01T08:00:00Z")), "30.11.2017");
    assert_eq!(de.date(Timestamp::MIN), "2. Januar -9999", "the first instant there is");
}

#[test]
fn relative_times() {
    let (de, en) = (lang(Locale::German), lang(Locale::English));
    let now = at("2017-12-01T12:00:00Z");
    for (t, german, english) in [
        ("2017-12-01T12:00:59Z", "gerade eben", "just now"),
        ("2017-12-01T11:59:01Z", "gerade eben", "just now"),
        ("2017-12-01T11:58:59Z", "vor einer Minute", "a minute ago"),
        ("2017-12-01T09:00:00Z", "vor 3 Stunden", "3 hours ago"),
        ("2017-11-29T12:00:00Z", "vor 2 Tagen", "2 days ago"),
        ("2017-11-17T12:00:00Z", "vor 2 Wochen", "2 weeks ago"),
        ("2017-12-03T12:00:00Z", "in 2 Tagen", "in 2 days"),
        ("2017-06-01T12:00:00Z", "1. Juni 2017", "1 June 2017"),
    ] {
        assert_eq!(de.relative(at(t), now), german);
        assert_eq!(en.relative(at(t), now), english);
    }
    de.relative(Timestamp::MIN, Timestamp::MAX);
}

#[test]
fn durations_in_two_units() {
    let (de, en) = (lang(Locale::German), lang(Locale::English));
    for (seconds, german, english) in [
        (0, "0 Sekunden", "0 seconds"),
        (1, "1 Sekunde", "1 second"),
        (200, "3 Minuten 20 Sekunden", "3 minutes 20 seconds"),
        (3600, "1 Stunde", "1 hour"),
        (3605, "1 Stunde", "1 hour"),
        (187_200, "2 Tage 4 Stunden", "2 days 4 hours"),
    ] {
        assert_eq!(de.duration(seconds), german);
        assert_eq!(en.duration(seconds), english);
    }
}

#[test]
fn a_key_without_text_stands_out() {
    assert_eq!(lang(Locale::German).t("no-such-key"), "⟦no-such-key⟧");
    assert_eq!(lang(Locale::German).t("error-gone.no-such-part"), "⟦error-gone.no-such-part⟧");
}

#[test]
fn foreign_text_becomes_one_inert_line() {
    let en = lang(Locale::English);
    let notice = en.explain(&crate::engine::Error::Source(crate::source::SourceError::NoSuchMailbox {
        mailbox: "Evil\r\n\u{1b}[31m\u{202e}box".to_owned(),
    }));
    assert_eq!(notice.happened, "There is no folder “Evil [31mbox”.");
}

#[test]
fn tags_choose_the_language() {
    for tag in ["de", "de-AT", "de_DE.UTF-8", "DE"] {
        assert_eq!(Locale::from_tag(tag), Locale::German);
    }
    for tag in ["", "en", "C", "den", "fr-FR"] {
        assert_eq!(Locale::from_tag(tag), Locale::English);
    }
}

#[test]
fn can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Lang>();
}

#[test]
fn everything_triage_can_say_has_words() {
    use crate::triage::{EVIDENCE_CODES, IncidentKind, Kind, Protection};
    let words = Kind::ALL.iter().map(|kind| format!("kind-{}", kind.as_str()));
    let words = words.chain(Kind::ALL.iter().map(|kind| format!("one-{}", kind.as_str())));
    let words = words.chain(IncidentKind::ALL.iter().map(|kind| format!("incident-{}", kind.as_str())));
    let words = words.chain(Protection::ALL.iter().map(|reason| format!("protection-{}", reason.as_str())));
    let wanted: BTreeSet<String> = words.chain(EVIDENCE_CODES.iter().map(|code| format!("evidence-{code}"))).collect();
    let made =
        |key: &&String| ["kind-", "one-", "incident-", "protection-", "evidence-"].iter().any(|prefix| key.starts_with(prefix));
    for locale in Locale::ALL {
        let known = texts(locale);
        assert_eq!(known.keys().filter(made).cloned().collect::<BTreeSet<_>>(), wanted, "{}", locale.tag());
    }
}

mod errors {
    use super::*;
    use crate::engine::Error;
    use crate::source::{CertificateProblem, SourceError};
    use std::time::Duration;

    /// One error of every variant. `explain.rs` matches exhaustively, and the test below proves that every text of
    /// errors.ftl is reached by one of these: a new variant without a sample here leaves its text unreached.
    fn every() -> Vec<Error> {
        let s = || "detail".to_owned();
        let path = || std::path::PathBuf::from("/some/where");
        let certificate = |problem| SourceError::Certificate { host: s(), problem, print: None, detail: s() };
        let io = |kind| SourceError::Io { path: path(), kind, detail: s() };
        let mut all: Vec<Error> = [
            SourceError::UnknownHost { host: s() },
            SourceError::Unreachable { host: s(), port: 993, detail: s() },
            SourceError::TimedOut { host: s(), seconds: 30 },
            SourceError::Dropped { host: s(), detail: s() },
            certificate(CertificateProblem::UnknownIssuer),
            certificate(CertificateProblem::WrongName),
            certificate(CertificateProblem::Expired),
            certificate(CertificateProblem::NotYetValid),
            certificate(CertificateProblem::Changed),
            certificate(CertificateProblem::Other),
            SourceError::NoEncryption { host: s() },
            SourceError::WrongPassword { said: s() },
            SourceError::SignInNotAllowed { said: s() },
            SourceError::Wait { said: s(), wait: Some(Duration::from_secs(90)) },
            SourceError::Wait { said: s(), wait: None },
            SourceError::NoSuchMailbox { mailbox: s() },
            SourceError::NotForMessages { mailbox: s() },
            SourceError::ReadOnly { mailbox: s() },
            SourceError::OverQuota { said: s() },
            SourceError::Rebuilt { mailbox: s() },
            SourceError::Refused { said: s() },
            SourceError::Protocol { detail: s() },
            SourceError::Limit { what: "message", limit: 1_000_000 },
            SourceError::Limit { what: "a mailbox", limit: 1_000_000 },
            SourceError::Limit { what: "the nesting of a response", limit: 100 },
            io(std::io::ErrorKind::NotFound),
            io(std::io::ErrorKind::PermissionDenied),
            io(std::io::ErrorKind::StorageFull),
            SourceError::NotMail { path: path() },
            SourceError::Unsupported,
            SourceError::Gone { place: s() },
            SourceError::Cancelled,
        ]
        .into_iter()
        .map(Error::from)
        .collect();
        all.extend([
            Error::NoSecret { user: s(), host: s() },
            Error::NeedsBrowser { host: s() },
            Error::NoBrowserHere { host: s() },
            Error::BrowserRefused { said: s() },
            Error::BrowserTimedOut,
            Error::Browser { detail: s() },
            Error::Keyring { detail: s() },
            Error::KeyringKeeps { detail: s() },
            Error::Store { detail: s() },
            Error::StoreTooNew { found: 9, known: 1 },
            Error::StoreBusy,
            Error::NothingOpen,
            Error::NoProgram { path: path(), detail: s() },
            Error::NoFilterServer { host: s() },
            Error::FilterInForce { name: s() },
            Error::FilterRefused { said: s() },
            Error::NoSuchIncident(3),
            Error::NoSuchAction(4),
            Error::OtherSource,
            Error::NothingToUndo,
            Error::NothingToMove,
            Error::ActionOpen(5),
            Error::NoTrash,
            Error::NoRecipient,
            Error::File { path: path(), detail: s() },
            Error::FileExists { path: path() },
            Error::NotADemo { path: path() },
            Error::Internal { detail: s() },
            Error::StoreDamaged { detail: s() },
            Error::NothingNarrow,
            Error::BadMailbox(s()),
            Error::NoSender,
        ]);
        all
    }

    #[test]
    fn every_error_is_explained_in_both_languages() {
        for locale in Locale::ALL {
            let lang = lang(locale);
            let mut reached = BTreeSet::new();
            for error in every() {
                let notice = lang.explain(&error);
                for part in [&notice.happened, &notice.means, &notice.to_do] {
                    assert!(part.chars().count() > 5, "{error:?}: {part}");
                    assert!(!part.contains(['⟦', '{', '$']), "{error:?}: {part}");
                }
                assert!(reached.insert(notice.happened.clone()), "two errors in the same words: {}", notice.happened);
            }
            let known = texts(locale).keys().filter(|key| key.starts_with("error-") && !key.contains('.')).count();
            assert_eq!(reached.len(), known, "a text of errors.ftl is used by no error, or an error is missing in every()");
        }
    }

    /// What is written down of an error, and explained later, perhaps in another language: our own English never shows.
    #[test]
    fn every_problem_has_words_and_none_of_them_are_the_programs() {
        use crate::plan::{Problem, ProblemKind};
        let reached: BTreeSet<ProblemKind> = every()
            .iter()
            .filter_map(|error| if let Error::Source(error) = error { Some(error.problem().kind) } else { None })
            .chain([ProblemKind::Counts, ProblemKind::Doubled, ProblemKind::LabelsUnread, ProblemKind::LabelsLost])
            .collect();
        assert_eq!(reached, ProblemKind::ALL.into_iter().collect(), "an error that no problem is made of");
        for kind in ProblemKind::ALL {
            assert_eq!(ProblemKind::of(kind.as_str()), Some(kind));
            let [german, english] = Locale::ALL.map(|locale| lang(locale).problem(&Problem::new(kind, "Fest", "")));
            assert!(!german.contains(['⟦', '{', '$']) && !english.contains(['⟦', '{', '$']), "{german} {english}");
            assert_ne!(german, english);
            let said = lang(Locale::German).problem(&Problem::new(kind, "Fest", "[LIMIT]\r\nno \u{1b}[31m more"));
            assert_eq!(said, format!("{german} Der Server sagt: „[LIMIT] no [31m more“"));
        }
        let english = ["octets", "larger than", "kind of source", "nesting", "mailbox", "refused", "UIDs"];
        for error in every() {
            let Error::Source(error) = error else { continue };
            let german = lang(Locale::German).problem(&error.problem());
            assert!(english.iter().all(|word| !german.contains(word)), "{german}");
            let limit = matches!(error, SourceError::Limit { .. } | SourceError::Unsupported);
            let german = lang(Locale::German).explain(&error.into()).happened;
            assert!(!limit || english.iter().all(|word| !german.contains(word)), "{german}");
        }
    }

    #[test]
    fn every_remark_has_words() {
        use crate::engine::Remark;
        let problem = SourceError::Refused { said: "nein".into() }.problem();
        let unread = |name| crate::mail::MailboxName::new(name);
        let remarks = [
            Remark::NoSent,
            Remark::SentUnread { mailbox: unread("Gesendet"), problem: problem.clone() },
            Remark::JunkUnread { mailbox: unread("Spam"), problem },
        ];
        for locale in Locale::ALL {
            let words: BTreeSet<String> = remarks.iter().map(|remark| lang(locale).remark(remark)).collect();
            assert!(words.iter().all(|words| !words.contains(['⟦', '{', '$'])), "{words:?}");
            assert_eq!(words.len(), texts(locale).keys().filter(|key| key.starts_with("remark-")).count());
        }
    }

    #[test]
    fn a_server_that_says_nothing_is_not_quoted() {
        let silent = lang(Locale::German).explain(&SourceError::Refused { said: String::new() }.into());
        assert_eq!(silent.happened, "Der Mail-Server hat den Auftrag abgelehnt.");
        let telling = lang(Locale::German).explain(&SourceError::Refused { said: "nein".into() }.into());
        assert_eq!(telling.happened, "Der Mail-Server hat den Auftrag abgelehnt. Der Server sagt: „nein“");
    }

    #[test]
    fn every_source_that_is_not_understood_is_explained() {
        use crate::account::SpecError;
        let s = || "detail".to_owned();
        let every = [
            SpecError::Empty,
            SpecError::UnknownScheme(s()),
            SpecError::NoUser,
            SpecError::NoHost,
            SpecError::BadPort(s()),
            SpecError::BadHost(s()),
            SpecError::PasswordInAddress,
            SpecError::FolderInAddress,
            SpecError::BadCharacter(s()),
        ];
        for locale in Locale::ALL {
            let lang = lang(locale);
            let words: BTreeSet<String> = every.iter().map(|error| lang.explain_spec(error).happened).collect();
            assert!(words.iter().all(|w| !w.contains(['⟦', '{', '$'])), "{words:?}");
            let known = texts(locale).keys().filter(|key| key.starts_with("spec-") && !key.contains('.')).count();
            assert_eq!(words.len(), known);
        }
    }

    #[test]
    fn a_refused_sign_in_says_what_the_provider_wants() {
        use crate::account::{PasswordKind, provider};
        let en = lang(Locale::English);
        let wrong = Error::from(SourceError::WrongPassword { said: "no".to_owned() });
        let plain = en.explain(&wrong);
        let hint = |address: &str| en.explain_for(&wrong, provider::find(address).as_ref()).to_do;
        assert!(hint("max@gmx.de").contains("POP3 & IMAP"));
        assert!(hint("max@gmail.com").contains("app password"));
        assert!(hint("max@outlook.com").contains("registered there"));
        assert!(hint("max@pobox.com").starts_with("Pobox wants an app password"));
        assert_eq!(hint("max@posteo.de"), plain.to_do);
        assert_eq!(hint("max@club.example"), plain.to_do);
        let other = Error::NoTrash;
        assert_eq!(en.explain_for(&other, provider::find("max@gmx.de").as_ref()), en.explain(&other));
        for locale in Locale::ALL {
            for kind in PasswordKind::ALL {
                assert!(lang(locale).has(&format!("provider-hint-kind-{}", kind.as_str())));
            }
        }
    }

    #[test]
    fn every_hint_belongs_to_a_provider_of_the_table() {
        let table = include_str!("../../assets/providers.tsv");
        for key in texts(Locale::German).keys() {
            if let Some(id) = key.strip_prefix("provider-hint-").filter(|id| !id.starts_with("kind-")) {
                assert!(table.lines().any(|line| line.split('\t').next() == Some(id)), "{id}");
            }
        }
    }
}
