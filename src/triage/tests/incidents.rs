use super::make::*;
use crate::mail::Envelope;
use crate::triage::{Channel, Findings, IncidentKind, Kind, Protection};

fn found(findings: &Findings) -> Vec<(IncidentKind, &str)> {
    findings.incidents.iter().map(|i| (i.kind, &*i.key)).collect()
}

fn with_past(flood: Vec<Envelope>) -> (usize, Findings) {
    let mut all = past();
    let before = all.len();
    all.extend(flood);
    (before, triage(all, &context()))
}

#[test]
fn two_hundred_quiet_days_are_no_incident() {
    let (_, findings) = with_past(Vec::new());
    assert!(findings.incidents.is_empty());
    assert!(findings.verdicts.iter().all(|v| v.incident.is_none()));
}

#[test]
fn the_open_list_behind_a_hidden_alias() {
    let mut flood = storm(NIGHT, 90, 40, &[ALIAS]);
    let trigger = flood[0].clone();
    flood.extend(sign_ups(NIGHT + 60, 60, 50, ALIAS));
    let machine = |n: i64| mail(NIGHT + 90 + n * 70, &format!("weg{n}@firma{n}.example"), "Abwesenheitsnotiz: STOP").auto_reply();
    flood.extend((0..20).map(|n| machine(n).to(&[ALIAS]).answers(&trigger)));
    let back =
        |n: i64| mail(NIGHT + 95 + n * 90, &format!("mailer-daemon@firma{n}.example"), "Unzustellbar: Neues Passwort").bounce();
    flood.extend((0..10).map(|n| back(n).to(&[ALIAS])));
    flood.push(
        mail(NIGHT + 5 * 3_600, "info@verein.example", "Entschuldigung: Panne im Verteiler")
            .to(&[ALIAS])
            .text("Wir bitten um Entschuldigung"),
    );
    // The next morning one more comes, long after the rest.
    flood.push(mail(NIGHT + 14 * 3_600, "spaet@post3.example", "Unsubscribe").to(&[ALIAS]));
    let count = flood.len();
    let (before, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, ALIAS)]);
    let incident = &findings.incidents[0];
    assert_eq!(incident.messages as usize, count);
    assert_eq!(incident.trigger, Some(before));
    assert_eq!(incident.channel, Channel::Alias(ALIAS.into()));
    assert_eq!((incident.started.as_second(), incident.ended.as_second()), (NIGHT, NIGHT + 14 * 3_600));
    assert_eq!(&*incident.operator.domain, "verein.example");
    assert_eq!(incident.announcements, [before + count - 2]);
    assert!(incident.personal_data > 0);
    let kinds = |kind| incident.kinds.get(&kind).copied().unwrap_or(0);
    assert_eq!((kinds(Kind::Trigger), kinds(Kind::AutoReply), kinds(Kind::Bounce), kinds(Kind::Announcement)), (1, 20, 10, 1));
    assert_eq!((kinds(Kind::ReplyAll), kinds(Kind::Confirmation), kinds(Kind::Welcome)), (91, 40, 20));
    assert_eq!(findings.verdicts[before].protected, Some(Protection::Evidence));
}

#[test]
fn a_flood_on_a_list_with_a_life_of_its_own_spares_the_talk() {
    let list = "chor.verein.example";
    let talk = |n: i64| {
        mail(NIGHT - 60 * DAY + n * 20_000, &format!("saenger{}@post{}.example", n % 12, n % 5), "Re: Probe")
            .list(list)
            .to(&["chor@verein.example"])
    };
    let mut all: Vec<Envelope> = (0..259).map(talk).collect();
    let noise = storm(NIGHT, 80, 45, &["chor@verein.example"]);
    all.extend(noise.into_iter().map(|m| m.list(list)));
    let quiet = mail(NIGHT + 900, "saenger3@post3.example", "Noten fürs Konzert").list(list).to(&["chor@verein.example"]);
    let (_, verdict) = with_last(all.clone(), quiet, &context());
    let (_, findings) = with_past(all);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, list)]);
    assert!(findings.incidents[0].messages >= 79, "{}", findings.incidents[0].messages);
    assert_eq!((verdict.incident, verdict.kind), (None, Kind::List));
}

#[test]
fn a_lively_discussion_is_no_flood() {
    let list = "rat.verein.example";
    let old = (0..100)
        .map(|n| mail(NIGHT - 50 * DAY + n * 40_000, &format!("rat{}@post{}.example", n % 9, n % 9), "Haushalt").list(list));
    let first = mail(NIGHT, "rat1@post1.example", "Neubau").list(list).text("Was meint ihr?");
    let hot = (0..80).map(|n| {
        mail(NIGHT + 60 + n * 45, &format!("rat{}@post{}.example", n % 9, n % 9), "Re: Neubau")
            .list(list)
            .answers(&first)
            .text("Ich bin dafür")
    });
    let all = old.chain([first.clone()]).chain(hot).map(|m| m.to(&["rat@verein.example"])).collect();
    let (_, findings) = with_past(all);
    assert_eq!(found(&findings), []);
}

#[test]
fn a_storm_of_replies_to_a_visible_crowd() {
    let crowd: Vec<String> = (0..60).map(|n| format!("kollege{n}@firma.example")).chain([ME.to_owned()]).collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    let flood = storm(NIGHT, 70, 30, &crowd);
    let root = flood[0].message_id.to_string();
    let (_, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::ReplyAll, root.as_str())]);
    assert_eq!(findings.incidents[0].messages, 71);
}

#[test]
fn ten_colleagues_who_agree_on_lunch_are_no_storm() {
    let crowd: Vec<String> = (0..11).map(|n| format!("kollege{n}@firma.example")).chain([ME.to_owned()]).collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    let first = mail(NIGHT, "kollege0@firma.example", "Mittagessen?").to(&crowd);
    let answer = |n: i64| {
        mail(NIGHT + n * 120, &format!("kollege{}@firma.example", n % 11), "Re: Mittagessen?")
            .to(&crowd)
            .answers(&first)
            .text("Gern")
    };
    let (_, findings) = with_past((1..20).map(answer).chain([first.clone()]).collect());
    assert_eq!(found(&findings), []);
}

#[test]
fn the_subscription_bomb() {
    let (_, findings) = with_past(sign_ups(NIGHT, 300, 60, ME));
    assert_eq!(found(&findings), [(IncidentKind::SubscriptionBomb, ME)]);
    assert_eq!(findings.incidents[0].messages, 300);
}

#[test]
fn a_bomb_in_languages_nobody_knows() {
    let strange = |n: i64| mail(NIGHT + n * 60, &format!("x@qq{n}.example"), "qwrt zzxy plmk").newsletter();
    let mut flood: Vec<Envelope> = (0..150).map(strange).collect();
    flood.extend(sign_ups(NIGHT + 5, 60, 140, ME));
    let (_, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::SubscriptionBomb, ME)]);
    assert_eq!(findings.incidents[0].messages, 210);
    assert_eq!(findings.incidents[0].kinds.get(&Kind::Newsletter), None);
}

/// What calls itself a newsletter and asks for nothing is one, also in a wave of sign-ups and with a random part in its links.
#[test]
fn a_newsletter_among_sign_ups_is_no_confirmation() {
    let letter = |n: i64| {
        let text = "Neues aus der Werkstatt. https://klick.example/4f2a9c31d07be586 Sie bekommen diesen Newsletter, weil Sie ihn bestellt haben.";
        mail(NIGHT + 70 + n * 90, &format!("post@werkstatt{n}.example"), "Frisch aus dem Ofen")
            .newsletter()
            .text(text)
            .to(&[ALIAS])
    };
    let mut flood = storm(NIGHT, 60, 40, &[ALIAS]);
    flood.extend(sign_ups(NIGHT + 60, 60, 50, ALIAS));
    flood.extend((0..20).map(letter));
    let (_, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, ALIAS)]);
    assert_eq!(findings.incidents[0].kinds.get(&Kind::Newsletter), Some(&20));
    // Without its own word it counts as what strangers send in such a night.
    let named = |n: i64| letter(n).text("Neues aus der Werkstatt: der Newsletter. https://klick.example/4f2a9c31d07be586");
    let mut flood = storm(NIGHT, 60, 40, &[ALIAS]);
    flood.extend(sign_ups(NIGHT + 60, 60, 50, ALIAS));
    flood.extend((0..20).map(named));
    let (_, findings) = with_past(flood);
    assert_eq!(findings.incidents[0].kinds.get(&Kind::Newsletter), None);
}

#[test]
fn two_answering_machines_in_a_loop() {
    let machine = "urlaub@amt.example";
    let one = |n: i64| mail(NIGHT + n * 180, machine, "Automatische Antwort: Re: Automatische Antwort: Anfrage").auto_reply();
    let (_, findings) = with_past((0..80).map(one).collect());
    assert_eq!(found(&findings), [(IncidentKind::AutoReplyLoop, machine)]);
    assert_eq!(findings.verdicts.iter().filter(|v| v.offered()).count(), 80);
}

#[test]
fn backscatter_of_mail_never_sent() {
    let one =
        |n: i64| mail(NIGHT + n * 50, &format!("mailer-daemon@mx{n}.example"), "Undelivered Mail Returned to Sender").bounce();
    let (_, findings) = with_past((0..120).map(one).collect());
    assert_eq!(found(&findings), [(IncidentKind::Backscatter, ME)]);
    assert_eq!(findings.verdicts.iter().filter(|v| v.offered()).count(), 120);
}

#[test]
fn two_incidents_at_once_stay_two() {
    let mut flood = storm(NIGHT, 80, 40, &[ALIAS]);
    flood.extend(sign_ups(NIGHT + 600, 200, 50, ME));
    let (_, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, ALIAS), (IncidentKind::SubscriptionBomb, ME)]);
    assert_eq!((findings.incidents[0].messages, findings.incidents[1].messages), (81, 200));
}

#[test]
fn two_floods_through_one_alias_weeks_apart_are_two() {
    let mut flood = storm(NIGHT - 40 * DAY, 60, 40, &[ALIAS]);
    flood.extend(storm(NIGHT, 60, 40, &[ALIAS]));
    let (_, findings) = with_past(flood);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, ALIAS), (IncidentKind::OpenList, ALIAS)]);
}

#[test]
fn the_members_address_is_learned_from_where_mail_was_delivered() {
    let mut all = past();
    all.extend(storm(NIGHT, 90, 40, &[ALIAS]));
    let mut context = context();
    context.me.clear();
    let findings = triage(all, &context);
    assert_eq!(findings.me, [ME.into()]);
    assert_eq!(found(&findings), [(IncidentKind::OpenList, ALIAS)]);
}

#[test]
fn every_reason_has_a_known_code() {
    let mut flood = storm(NIGHT, 40, 40, &[ALIAS]);
    flood.extend(sign_ups(NIGHT + 600, 60, 50, ME));
    let (_, findings) = with_past(flood);
    for evidence in findings.verdicts.iter().flat_map(|v| &*v.evidence) {
        assert!(crate::triage::EVIDENCE_CODES.contains(&evidence.code), "{}", evidence.code);
        assert!(evidence.detail.chars().count() <= 120 && !evidence.detail.contains('\n'));
    }
    assert!(crate::triage::EVIDENCE_CODES.is_sorted());
}

#[test]
fn nobody_can_name_himself_owner_of_a_list() {
    let list = "chor.verein.example";
    let owned = |envelope: Envelope, owner: &str| {
        let mut envelope = envelope.list(list);
        envelope.list.owner = Some(owner.into());
        envelope
    };
    let noise = storm(NIGHT, 80, 45, &["chor@verein.example"]);
    let flood = |honest: bool| {
        let mut flood: Vec<Envelope> = noise.clone().into_iter().map(|m| m.list(list)).collect();
        flood[0] = owned(noise[0].clone(), "fremd@angreifer.example");
        flood[1] = owned(noise[1].clone(), "einer@verein.example");
        for at in 2..if honest { 40 } else { 2 } {
            flood[at] = owned(noise[at].clone(), "chor-owner@verein.example");
        }
        with_past(flood).1.incidents[0].operator.owner.clone()
    };
    assert_eq!(flood(true).as_deref(), Some("chor-owner@verein.example"), "the one that most messages name");
    assert_eq!(flood(false).as_deref(), Some("einer@verein.example"), "never one of another house");
}
