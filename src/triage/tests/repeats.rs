use super::make::*;
use crate::mail::Envelope;
use crate::triage::{IncidentKind, Protection};

/// A year of talk through the alias, one message a day.
fn talk() -> Vec<Envelope> {
    let one = |n: i64| mail(NIGHT - (200 - n) * DAY, &format!("mitglied{}@post{}.example", n % 9, n % 5), &format!("Thema {n}"));
    (0..200).map(|n| one(n).to(&[ALIAS])).collect()
}

fn copies(from: &str, subject: &str, count: i64) -> Vec<Envelope> {
    (0..count).map(|n| mail(NIGHT + n * 20, from, subject).to(&[ALIAS])).collect()
}

fn with(more: Vec<Envelope>) -> crate::triage::Findings {
    triage(past().into_iter().chain(talk()).chain(more).collect(), &context())
}

#[test]
fn the_same_message_a_hundred_times_is_a_flood_and_the_first_is_kept() {
    let findings = with(copies("mitglied3@post3.example", "Lest das endlich", 100));
    let [incident] = findings.incidents.as_slice() else { panic!("{:?}", findings.incidents) };
    assert_eq!((incident.kind, &*incident.key, incident.messages), (IncidentKind::OpenList, ALIAS, 100));
    let kept: Vec<_> = findings.members(1).filter(|at| findings.verdicts[*at].protected.is_some()).collect();
    assert_eq!(kept, [incident.trigger.unwrap()]);
    let first = &findings.verdicts[kept[0]];
    assert_eq!((first.protected, first.evidence[0].code), (Some(Protection::Evidence), "first_of_same"));
    let last = findings.verdicts.last().unwrap();
    assert!(last.offered() && last.evidence.iter().any(|e| e.code == "same_again" && &*e.detail == "100"));
}

#[test]
fn a_machine_that_answers_a_list_is_a_loop() {
    let answers = copies("postmaster@alt.example", "Returned mail: User unknown", 40);
    let findings = with(answers.into_iter().map(Make::auto_reply).collect());
    let [incident] = findings.incidents.as_slice() else { panic!("{:?}", findings.incidents) };
    assert_eq!((incident.kind, &*incident.key, incident.messages), (IncidentKind::AutoReplyLoop, "postmaster@alt.example", 40));
}

#[test]
fn who_talks_much_repeats_nothing() {
    let mut sizes = copies("mitglied3@post3.example", "Spielbericht", 60);
    for (n, one) in sizes.iter_mut().enumerate() {
        one.size = 900 + 211 * (n as u32 % 23);
    }
    assert!(with(sizes).incidents.is_empty(), "every one of another size");
    let subjects = (0..60).flat_map(|n| copies("mitglied3@post3.example", &format!("Commit {}", "abcdefgh".repeat(n + 1)), 1));
    assert!(with(subjects.collect()).incidents.is_empty(), "every one of another subject");
    let answers = copies("mitglied3@post3.example", "Re: Spielbericht", 60);
    assert!(with(answers).incidents.is_empty(), "answers in a talk");
    let to_me = (0..60).map(|n| mail(NIGHT + n * 20, "alarm@werk.example", "Ofen 3 zu heiß"));
    assert!(with(to_me.collect()).incidents.is_empty(), "what somebody sends the member alone may be an alarm");
}
