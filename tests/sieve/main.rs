//! Storm filters against the real Pigeonhole: accepted, and doing what the rule says, message for message.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod boxes;
mod floods;
mod pigeonhole;
mod strings;

use deich::mail::MailboxName;
use deich::rule::StormFilter;
use deich::triage::Protection;
use floods::Flood;
use jiff::Timestamp;
use pigeonhole::Pigeonhole;
use std::collections::BTreeSet;
use std::path::PathBuf;

const MAILBOX: &str = "Mail-Sturm";

fn far() -> Timestamp {
    "2099-12-14T00:00:00Z".parse().unwrap()
}

fn filter(flood: &Flood, mailbox: &str, until: Timestamp) -> StormFilter {
    let people = BTreeSet::from(["vorstand@verein.example".to_owned()]);
    StormFilter::for_incident(&flood.findings, &flood.messages, 1, &people, MailboxName::new(mailbox), until).unwrap()
}

/// What the filter says of each message is what the script does with it; returns how many of the offered and of the rest went.
fn differential(pigeonhole: &Pigeonhole, name: &str, flood: &Flood) -> (usize, usize, usize) {
    let filter = filter(flood, MAILBOX, far());
    let script = pigeonhole.compile(name, &filter.sieve()).unwrap_or_else(|said| panic!("{name}: {said}"));
    let (mut caught, mut offered, mut wrong) = (0, 0, 0);
    for ((message, octets), verdict) in flood.messages.iter().zip(&flood.octets).zip(&flood.findings.verdicts) {
        let filed = pigeonhole.files(&script, octets);
        assert_eq!(
            filed.is_some(),
            filter.catches(message),
            "{name}: the script and the rule differ on {}\n{}",
            String::from_utf8_lossy(octets),
            filter.sieve()
        );
        assert!(filed.is_none_or(|mailbox| mailbox == MAILBOX));
        match (verdict.offered(), filter.catches(message)) {
            (true, true) => (caught, offered) = (caught + 1, offered + 1),
            (true, false) => offered += 1,
            // The trigger is kept as evidence, not because it is wanted.
            (false, true) if verdict.protected != Some(Protection::Evidence) => wrong += 1,
            _ => {}
        }
    }
    let trial = filter.trial(&flood.findings, &flood.messages);
    assert_eq!((trial.catches_flood, trial.flood, trial.catches_other), (caught, offered, wrong), "{name}");
    (caught, offered, wrong)
}

#[test]
fn every_kind_is_accepted_and_files_the_flood_and_leaves_the_rest() {
    let pigeonhole = Pigeonhole::new();
    for (name, flood) in floods::all() {
        let (caught, offered, wrong) = differential(&pigeonhole, name, &flood);
        assert_eq!((caught, wrong), (offered, 0), "{name}");
        assert!(offered >= 20, "{name}");
    }
}

#[test]
fn scripts_are_what_they_were() {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sieve");
    for (name, flood) in floods::all() {
        let path = golden.join(format!("{name}.sieve"));
        let script = filter(&flood, MAILBOX, "2017-12-14T00:00:00Z".parse().unwrap()).sieve();
        if std::env::var_os("DEICH_BLESS").is_some() {
            std::fs::create_dir_all(&golden).unwrap();
            std::fs::write(&path, &script).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, script, "{name}: look at it, then DEICH_BLESS=1 cargo test --test sieve");
    }
}

#[test]
fn after_its_end_a_filter_files_nothing() {
    let pigeonhole = Pigeonhole::new();
    for (name, flood) in floods::all() {
        let script = pigeonhole.compile(name, &filter(&flood, MAILBOX, "2017-12-14T00:00:00Z".parse().unwrap()).sieve()).unwrap();
        for octets in flood.octets.iter().skip(10).step_by(3) {
            assert_eq!(pigeonhole.files(&script, octets), None, "{name}");
        }
    }
}

#[test]
fn mailbox_names_beyond_ascii_stay_whole() {
    let pigeonhole = Pigeonhole::new();
    let (_, flood) = floods::all().swap_remove(0);
    let mailbox = "Über \"Bord\" \\ 溢れ";
    let script = pigeonhole.compile("name", &filter(&flood, mailbox, far()).sieve()).unwrap();
    let member = flood.findings.verdicts.iter().position(deich::triage::Verdict::offered).unwrap();
    assert_eq!(pigeonhole.files(&script, &flood.octets[member]).as_deref(), Some(mailbox));
}

/// Messages of a labelled mailbox that go through the real thing; all of them go through the rule.
const SAMPLE: usize = 150;

#[test]
fn labelled_mailboxes_lose_nothing_wanted() {
    let Some(place) = boxes::shared() else { return };
    for (name, least) in [("club_alias", 0.99), ("bomb", 0.85)] {
        measure(name, &boxes::read(name, &place), least);
    }
}

#[test]
fn the_demo_loses_nothing_wanted() {
    measure("demo", &floods::demo(1_500), 0.99);
}

fn measure(name: &str, flood: &Flood, least: f64) {
    let pigeonhole = Pigeonhole::new();
    let filter = filter(flood, MAILBOX, far());
    for (message, verdict) in flood.messages.iter().zip(&flood.findings.verdicts) {
        let kept = !verdict.offered() && verdict.protected != Some(Protection::Evidence);
        assert!(!kept || !filter.catches(message), "{name}: would take {} {:?}", message.message_id, message.subject);
    }
    let (trial, script) = (filter.trial(&flood.findings, &flood.messages), filter.sieve());
    eprintln!("{name}: {trial:?}, {} octets", script.len());
    assert!(trial.flood > 0 && trial.catches_flood as f64 >= least * trial.flood as f64, "{name}: {trial:?}");
    assert!(script.len() <= 64 * 1024, "{name}: {}", script.len());
    let script = pigeonhole.compile(name, &script).unwrap();
    for nth in (0..flood.octets.len()).step_by(flood.octets.len().div_ceil(SAMPLE)) {
        let (message, octets) = (&flood.messages[nth], &flood.octets[nth]);
        assert_eq!(pigeonhole.files(&script, octets).is_some(), filter.catches(message), "{name}: {}", message.message_id);
    }
}

#[test]
fn triage_and_filter_together_lose_nothing_wanted() {
    let Some(place) = boxes::shared() else { return };
    for (name, least) in [("club_alias", 0.98), ("bomb", 0.85)] {
        let mut flood = boxes::read(name, &place);
        let mut context = deich::triage::Context::new("2017-12-02T00:00:00Z".parse().unwrap());
        context.me.insert(floods::ME.to_owned());
        let truth = std::mem::replace(&mut flood.findings, deich::triage::triage(&flood.messages, &context));
        let filter = filter(&flood, MAILBOX, far());
        for (message, verdict) in flood.messages.iter().zip(&truth.verdicts) {
            let kept = !verdict.offered() && verdict.protected != Some(Protection::Evidence);
            assert!(!kept || !filter.catches(message), "{name}: would take {} {:?}", message.message_id, message.subject);
        }
        let trial = filter.trial(&truth, &flood.messages);
        eprintln!("{name}, triage's findings: {trial:?}, {} octets", filter.sieve().len());
        assert!(trial.catches_flood as f64 >= least * trial.flood as f64, "{name}: {trial:?}");
    }
}
