use super::make::*;
use crate::mail::{Address, Envelope};
use crate::triage::{Kind, Protection, Verdict};

fn named(name: &str, from: &str, subject: &str) -> Envelope {
    let mut one = mail(NIGHT + 900, from, subject);
    one.from = Some(Address::new(name, from));
    one
}

/// The verdict on one more message in the middle of a bomb.
fn in_a_bomb(one: Envelope) -> Verdict {
    with_last(sign_ups(NIGHT, 80, 20, ME), one, &context()).1
}

fn vouched(mut one: Envelope) -> Envelope {
    let results = format!("postfach.example; dkim=pass header.d={}; dmarc=pass", one.from.as_ref().unwrap().domain());
    one.authentication_results = vec![results.into()];
    one
}

#[test]
fn a_forgers_mail_among_the_sign_ups_is_none_of_them() {
    for one in [
        named("Trust Wallet", "info@club.example", "Verify your Trust Wallet"),
        named("N e t f l i x", "info@club.example", "Please confirm your account"),
        named("M\u{e0139}icrosoft", "info@club.example", "Please confirm your account"),
        named("Bank", "service@campaign4711", "Please confirm your account"),
        named("Support", "info@club.example", "Confirm your account")
            .text("Immediate action needed: it will be suspended tomorrow."),
        named("Support", "info@club.example", "Bestätigen Sie Ihre Daten, sonst: Konto wird gesperrt"),
    ] {
        let verdict = in_a_bomb(one.newsletter());
        assert_eq!((verdict.incident, verdict.kind), (None, Kind::Ordinary), "{:?}", verdict.evidence);
        assert!(verdict.evidence.iter().any(|e| e.code == "look_alike"));
    }
    let sign_up = in_a_bomb(named("Club", "info@club.example", "Action required: confirm your subscription").newsletter());
    assert_eq!((sign_up.incident, sign_up.kind), (Some(1), Kind::Confirmation));
}

#[test]
fn a_forger_is_not_kept_safe_as_a_bank_and_a_bank_is() {
    let subject = "Suspicious activity: verify your identity";
    let forged = named("PayPal", "info@club.example", subject);
    assert_eq!(in_a_bomb(forged.clone()).protected, None);
    // Anybody gets a good signature for a domain of his own.
    assert_eq!(in_a_bomb(vouched(forged)).protected, None);
    let bank = named("Stadtbank", "service@stadtbank.example", "Suspicious activity on your account");
    assert_eq!(in_a_bomb(bank).protected, Some(Protection::Security));
    let known = named("Stadtwerke", "rechnung@stadtwerke.example", subject);
    assert_eq!(in_a_bomb(vouched(known)).protected, Some(Protection::KnownSender), "history supports it");
}

#[test]
fn a_friend_with_a_houses_name_is_a_friend() {
    let verdict = in_a_bomb(named("Heath Ledger", "heath@post.example", "Saturday"));
    assert!(verdict.evidence.iter().all(|e| e.code != "look_alike"), "{:?}", verdict.evidence);
}
