//! Triage on real mail nobody here wrote: what is calm stays calm, what is a bounce is called so, look-alikes are neither taken for
//! sign-ups nor kept safe. Prints counts, and of the mail itself nothing.
//!
//! The corpora lie in `~/.cache/deich-corpora`; without them this says so and passes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "eval/boxes.rs"]
mod boxes;
#[path = "floods/mod.rs"]
mod floods;
#[path = "quality/mod.rs"]
mod quality;

use deich::mail::Envelope;
use deich::triage::{Context, Findings, IncidentKind, Kind, Protection, Verdict};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let mut out = std::io::stderr();
        writeln!(out, $($words)*).unwrap();
    }};
}

fn corpus(name: &str) -> Option<PathBuf> {
    let path = boxes::corpora().map(|c| c.join(name)).filter(|p| p.exists());
    if path.is_none() {
        say!("NOT RUN: {name}: the corpora are not unpacked (../shared/corpora/unpack.sh)");
    }
    path
}

fn triage(messages: &[Arc<Envelope>]) -> Findings {
    deich::triage::triage(messages, &Context::new(Timestamp::UNIX_EPOCH))
}

fn alone(message: &Arc<Envelope>) -> Verdict {
    triage(std::slice::from_ref(message)).verdicts.remove(0)
}

fn all_mboxes(dir: &Path) -> Vec<Arc<Envelope>> {
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files.iter().flat_map(|f| boxes::mbox(f)).collect()
}

/// No incident, and so nothing in a plan.
fn calm(name: &str, messages: &[Arc<Envelope>]) {
    let findings = triage(messages);
    let offered = findings.verdicts.iter().filter(|v| v.offered()).count();
    say!("{name}: {} messages, {} incidents, {offered} in a plan", messages.len(), findings.incidents.len());
    assert!(messages.len() > 5, "{name} was read");
    assert_eq!((findings.incidents.len(), offered), (0, 0), "{name}");
}

#[test]
fn a_mailbox_of_ham_is_calm() {
    let Some(root) = corpus("spamassassin") else { return };
    let ham: Vec<_> = ["easy-ham-1", "easy-ham-2", "hard-ham-1"].iter().flat_map(|d| boxes::folder(&root.join(d))).collect();
    calm("spamassassin ham as one mailbox", &ham);
}

#[test]
fn two_list_archives_in_one_mailbox_are_calm() {
    let (Some(one), Some(other)) = (corpus("list_usrp_users_mailman"), corpus("list_clang_googlegroups")) else { return };
    let mut messages = all_mboxes(&one);
    messages.extend(all_mboxes(&other));
    calm("two list archives as one mailbox", &messages);
}

#[test]
fn bookings_are_calm() {
    let Some(root) = corpus("kitinerary_bookings") else { return };
    let mails: Vec<_> = std::fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "eml"))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    for mail in mails {
        std::fs::copy(&mail, folder.path().join(mail.file_name().unwrap())).unwrap();
    }
    calm("bookings", &boxes::folder(folder.path()));
}

/// Which of the files are no bounces, seen by hand: abuse reports (ARF), answers of people's machines, challenges ("click to let
/// your mail through"), plain spam, notices in JSON from a sending service, two letters of people that quote or forward a
/// bounce, and one that its collection itself calls no bounce.
const NO_BOUNCES: &[&str] = &[
    "arf-",
    "rfc3834-",
    "is-not-bounce",
    "lhost-amazonses-09",
    "lhost-amazonses-10",
    "lhost-amazonses-11",
    "lhost-amazonses-12",
    "lhost-amazonses-13",
    "lhost-sendmail-14",
    "groupwise_03",
    "qmail_08",
    "boxbe-cr2",
    "polish-autoreply",
    "spam-with-image",
    "spam-bogus-email-in-report",
    "bluebottle",
];
/// The share of bounces that must be called so.
const BOUNCES: f64 = 0.97;
/// Look-alikes in the middle of a bomb that may be called its confirmations: 2 % of 155. The three that are called so are sign-ups
/// somebody really made, in the name of the one who collected the phishing.
const CONFIRMATIONS_OF_A_BOMB: usize = 3;

/// Look-alikes kept as mail about money or a code, counted alone and together; 19 before look-alikes were known.
const KEPT_AS_MONEY_OR_CODE: usize = 5;

#[test]
fn bounces_are_called_so() {
    let (mut all, mut hit) = (0, 0);
    let mut missed = Vec::new();
    for (name, dirs) in [
        ("sisimai_bounces", &["maildir_bsd", "maildir_dos", "maildir_mac"][..]),
        ("flufl_bounce", &["."]),
        ("bounceparser_cpan", &["."]),
    ] {
        let Some(root) = corpus(name) else { return };
        let (mut mine, mut called) = (0, 0);
        for dir in dirs {
            let mut files: Vec<_> =
                std::fs::read_dir(root.join(dir)).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
            files.sort();
            for file in files {
                let label = file.file_name().unwrap().to_string_lossy().into_owned();
                let mail = file.extension().is_some_and(|e| e == "eml" || e == "msg");
                if !mail || NO_BOUNCES.iter().any(|no| label.starts_with(no)) {
                    continue;
                }
                mine += 1;
                let verdict = alone(&boxes::one(b"", &std::fs::read(&file).unwrap(), 0));
                if verdict.kind == Kind::Bounce {
                    called += 1;
                } else {
                    missed.push(format!("{name}/{label} {}", verdict.kind.as_str()));
                }
            }
        }
        say!("{name}: {called} of {mine} bounces called so");
        all += mine;
        hit += called;
    }
    if std::env::var_os("DEICH_SHOW").is_some() {
        for one in &missed {
            say!("  missed {one}");
        }
    }
    say!("bounces: {hit} of {all} = {:.4}", f64::from(hit) / f64::from(all));
    assert!(all > 350, "these are not the corpora");
    assert!(f64::from(hit) >= BOUNCES * f64::from(all), "{hit} of {all}");
}

/// The opposite error: what is no bounce is not called one. In the collections of bounces lie abuse reports and answers of people's
/// machines; in the ham of many lists whoever asks about a bounce (and five messages that mail servers did write).
#[test]
fn what_is_no_bounce_is_not_called_one() {
    let (Some(sisimai), Some(ham)) = (corpus("sisimai_bounces"), corpus("spamassassin")) else { return };
    let (mut others, mut wrong) = (0, Vec::new());
    for file in std::fs::read_dir(sisimai.join("maildir_bsd")).unwrap().map(|e| e.unwrap().path()) {
        let label = file.file_name().unwrap().to_string_lossy().into_owned();
        if ["arf-", "rfc3834-"].iter().any(|no| label.starts_with(no)) {
            others += 1;
            let verdict = alone(&boxes::one(b"", &std::fs::read(&file).unwrap(), 0));
            wrong.extend((verdict.kind == Kind::Bounce).then_some(label));
        }
    }
    let ham: Vec<_> = ["easy-ham-1", "easy-ham-2", "hard-ham-1"].iter().flat_map(|d| boxes::folder(&ham.join(d))).collect();
    let called = ham.iter().filter(|m| alone(m).kind == Kind::Bounce).count();
    say!("no bounces: {} of {others} reports and answers called one {wrong:?}, {called} of {} hams", wrong.len(), ham.len());
    assert!(others >= 5 && ham.len() > 2_000, "these are not the corpora");
    assert!(wrong.len() * 10 <= others, "{wrong:?}");
    assert!(called <= 6, "{called} hams called bounces");
}

/// Phishing that asks to confirm: at most 2 % is called a confirmation, and none kept safe as if a bank or a guard had written.
#[test]
fn look_alikes_are_neither_sign_ups_nor_kept_safe() {
    let Some(root) = corpus("phishing_confirmlike") else { return };
    let messages = boxes::folder(&root);
    let findings = triage(&messages);
    let (mut called, mut security, mut kept) = (0, 0, 0);
    for verdict in messages.iter().map(alone).chain(findings.verdicts) {
        called += usize::from(verdict.kind == Kind::Confirmation && verdict.incident.is_some());
        security += usize::from(matches!(verdict.protected, Some(Protection::Security)));
        kept += usize::from(matches!(verdict.protected, Some(Protection::Money | Protection::Security | Protection::Code)));
    }
    let named = messages.iter().filter(|m| alone(m).kind == Kind::Confirmation).count();
    say!(
        "phishing: {} messages, {named} called confirmation alone, {called} confirmation of a flood, {security} kept as security, {kept} as security, money or code",
        messages.len()
    );
    assert!(called * 50 <= messages.len(), "{called} called confirmation of a flood");
    assert_eq!(security, 0, "kept as security");
    assert!(kept <= KEPT_AS_MONEY_OR_CODE, "{kept} kept as money or code");
}

/// The same phishing in the middle of a subscription bomb, sent to its victim: it may not pass for one of the bomb's confirmations.
#[test]
fn look_alikes_in_a_bomb_are_no_part_of_it() {
    let Some(root) = corpus("phishing_confirmlike") else { return };
    let bomb = floods::make("bomb_night", floods::measured_seed("bomb_night"), floods::Size::Full);
    let case = quality::case::Case::of(&bomb);
    let hit: Vec<_> = case.messages.iter().zip(&bomb.messages).filter(|(_, m)| m.truth.incident.is_some()).collect();
    let (me, mut messages) = (hit[0].0.to.clone(), case.messages.clone());
    let phishing = boxes::folder(&root);
    for (n, one) in phishing.iter().enumerate() {
        let at = hit[(n + 1) * (hit.len() - 2) / (phishing.len() + 1)].0;
        let envelope = Envelope {
            received: at.received,
            to: me.clone(),
            cc: Vec::new(),
            recipients: 1,
            delivered_to: at.delivered_to.clone(),
            ..(**one).clone()
        };
        messages.push(Arc::new(envelope));
    }
    let findings = deich::triage::triage(&messages, &case.context);
    let theirs = &findings.verdicts[case.messages.len()..];
    let called = theirs.iter().filter(|v| v.incident.is_some() && v.kind == Kind::Confirmation).count();
    let inside = theirs.iter().filter(|v| v.incident.is_some()).count();
    let security = theirs.iter().filter(|v| v.protected == Some(Protection::Security)).count();
    say!(
        "phishing in a bomb: {} messages, {inside} taken for part of it, {called} called confirmation, {security} kept as security",
        theirs.len()
    );
    assert!(called <= CONFIRMATIONS_OF_A_BOMB, "{called}");
    assert_eq!(security, 0, "kept as security");
}

/// The bursts of 1993 to 1998 that are noise, found by hand among the 130: the day, and the sender of the noise by the beginning of
/// the address: a dead provider's machine that answers the list (50 times), a mail bomb of one person (118 times the same), a mail
/// robot that answers itself (50), one message that loops (60), and a web mailer's thank-you (20).
const NOISE: [(&str, usize); 5] = [("19961112", 50), ("19970212", 118), ("19970225", 50), ("19970731", 60), ("19971112", 20)];

/// All bursts and the whole months in one mailbox, as somebody has it who was on that list.
#[test]
fn of_the_bursts_of_an_old_list_the_noise_is_found_and_the_talk_left() {
    let (Some(root), Some(months)) = (corpus("cypherpunks_bursts"), corpus("cypherpunks_months")) else { return };
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    let mut seen: BTreeSet<Box<str>> = BTreeSet::new();
    let (mut messages, mut burst) = (Vec::new(), Vec::new());
    for (nth, folder) in folders.iter().enumerate() {
        for message in boxes::folder(folder).into_iter().filter(|m| seen.insert(m.message_id.clone())) {
            messages.push(message);
            burst.push(Some(nth));
        }
    }
    for message in all_mboxes(&months).into_iter().filter(|m| seen.insert(m.message_id.clone())) {
        messages.push(message);
        burst.push(None);
    }
    let findings = triage(&messages);
    let day = |nth: usize| folders[nth].file_name().unwrap().to_string_lossy().chars().take(8).collect::<String>();
    let mut found = Vec::new();
    let mut noisy: Vec<usize> = Vec::new();
    for (date, count) in NOISE {
        // Several discussions may begin on that day; the noise is the largest burst of it.
        let size = |nth: usize| burst.iter().filter(|b| **b == Some(nth)).count();
        let nth = (0..folders.len()).filter(|nth| day(*nth) == date).max_by_key(|nth| size(*nth)).unwrap();
        noisy.push(nth);
        let inside = burst.iter().zip(&findings.verdicts).filter(|(b, v)| **b == Some(nth) && v.incident.is_some()).count();
        say!("burst of {date}: {inside} of {count} in an incident");
        found.extend((inside * 10 >= count * 8).then_some(date));
    }
    let mut wrong = Vec::new();
    for incident in &findings.incidents {
        let members: Vec<usize> = findings.members(incident.id).collect();
        let noise = members.iter().filter(|at| burst[**at].is_some_and(|nth| noisy.contains(&nth))).count();
        if noise * 2 < members.len() {
            wrong.push((incident.kind, incident.messages, incident.started));
        }
    }
    say!(
        "an old list: {} messages, {} of {} noisy bursts found {found:?}, {} incidents false",
        messages.len(),
        found.len(),
        NOISE.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "talk taken for a flood: {wrong:?}");
    assert!(FOUND.iter().all(|date| found.contains(date)), "fewer than were found before: {found:?}");
}

/// Which of [`NOISE`] are found so far.
const FOUND: &[&str] = &["19961112", "19970212", "19970225", "19970731", "19971112"];

/// A busy list without List-Id, two whole months of it. In the first lie two of the noisy bursts: what is found there must be they.
#[test]
fn busy_months_hold_no_false_incident() {
    let Some(root) = corpus("cypherpunks_months") else { return };
    let messages = all_mboxes(&root);
    let findings = triage(&messages);
    let noisy = ["1997-02-12T00:00:00Z", "1997-02-25T00:00:00Z"].map(|day| day.parse::<Timestamp>().unwrap());
    let around = |at: Timestamp| noisy.iter().any(|day| at.duration_since(*day).abs() < SignedDuration::from_hours(48));
    let wrong: Vec<_> = findings
        .incidents
        .iter()
        .filter(|i| !around(i.started) || i.kind == IncidentKind::SubscriptionBomb || i.senders > 1)
        .map(|i| (i.kind, i.messages, i.started))
        .collect();
    say!(
        "two months of a busy list: {} messages, {} incidents, {} of them false",
        messages.len(),
        findings.incidents.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Mail that somebody picked by the words "unsubscribe", "take me off" and the like from six years of a list: six chains by hand, none
/// longer than twenty in two days, on a list with fifty messages a day. No flood, and nothing of it may be in a plan.
#[test]
fn unsubscribe_chains_on_a_busy_list_are_seen() {
    let Some(root) = corpus("cypherpunks_unsub_storm") else { return };
    // The archive has no trace of delivery: without one the list's own address would be taken for the member's.
    let delivered = |m: &Envelope| Envelope { delivered_to: vec!["subscriber@postfach.example".into()], ..m.clone() };
    let messages: Vec<_> = boxes::folder(&root).iter().map(|m| Arc::new(delivered(m))).collect();
    let findings = triage(&messages);
    let asks = |m: &Envelope| {
        let subject = m.subject.to_lowercase();
        ["unsub", "take me off", "remove me", "stop sending"].iter().any(|w| subject.contains(w))
    };
    let asked: Vec<usize> = (0..messages.len()).filter(|at| asks(&messages[*at])).collect();
    let seen = asked.iter().filter(|at| findings.verdicts[**at].evidence.iter().any(|e| e.code == "take_me_off_words")).count();
    say!(
        "unsubscribe chains: {} messages, {} say so in the subject, {seen} have it as a reason; {} incidents",
        messages.len(),
        asked.len(),
        findings.incidents.len()
    );
    assert!(asked.len() > 50);
    assert!(findings.incidents.is_empty(), "no chain of them is a flood");
    assert!(seen * 10 >= asked.len() * 7, "{seen} of {}", asked.len());
}
