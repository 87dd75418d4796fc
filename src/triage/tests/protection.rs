use super::make::*;
use crate::mail::{Envelope, Flags};
use crate::triage::{Context, Kind, Protection, Triage, Verdict};

/// What becomes of a message that comes in the middle of a bomb.
fn in_a_bomb(message: Envelope) -> Verdict {
    with_last(sign_ups(NIGHT, 200, 60, ME), message, &context()).1
}

/// What becomes of a message that comes through the alias in the middle of a flood.
fn in_a_flood(message: Envelope, context: &crate::triage::Context) -> Verdict {
    with_last(storm(NIGHT, 80, 40, &[ALIAS]), message.to(&[ALIAS]), context).1
}

fn direct(from: &str, subject: &str) -> Envelope {
    mail(NIGHT + 1_234, from, subject)
}

#[test]
fn what_the_member_needs_is_not_offered_in_a_bomb() {
    for (subject, text, why) in [
        ("Ihre Überweisung über 4.980,00 EUR wurde ausgeführt", "", Protection::Money),
        ("Rechnung Nr. 2017-1139", "Anbei erhalten Sie die Rechnung", Protection::Money),
        ("Passwort zurücksetzen", "Sie haben das Zurücksetzen Ihres Passworts angefordert.", Protection::Security),
        ("New sign-in to your account", "Was this you?", Protection::Security),
        ("Ihre Bestellung ist unterwegs", "", Protection::Order),
        ("Your flight: online check-in is open", "Boarding pass attached", Protection::Travel),
        ("Bitte bestätigen Sie Ihren Termin", "Bürgeramt, Zimmer 3", Protection::Appointment),
        ("Please confirm your booking", "Click the link to confirm", Protection::Appointment),
        ("Veuillez confirmer votre réservation", "", Protection::Appointment),
        ("Ihr Bestätigungscode lautet 481 920", "Er gilt 10 Minuten", Protection::Code),
    ] {
        let verdict = in_a_bomb(direct("service@fremd.example", subject).text(text));
        assert!(!verdict.offered(), "{subject}");
        assert_eq!(verdict.protected, Some(why), "{subject}");
        // The same by way of a bulk sender's system.
        let verdict = in_a_bomb(direct("service@fremd.example", subject).text(text).newsletter());
        assert!(!verdict.offered(), "{subject}, through a bulk sender");
    }
}

#[test]
fn words_of_a_bank_do_not_save_a_newsletter_sign_up() {
    for (subject, text) in [
        ("Confirm your newsletter subscription", "Welcome! Your payment tips and invoice news await. Confirm your subscription."),
        ("Bitte bestätigen Sie Ihre Newsletter-Anmeldung", "Gutschein für Ihre Bestellung. Passwort nicht nötig."),
    ] {
        let verdict = in_a_bomb(direct("news@fremd.example", subject).text(text).newsletter());
        assert!(verdict.offered(), "{subject}: {verdict:?}");
    }
}

#[test]
fn a_shop_the_member_knows_is_left_alone() {
    let verdict = in_a_bomb(direct("news@buchladen.example", "Neu eingetroffen").newsletter());
    assert!(!verdict.offered());
    assert_eq!(verdict.protected, Some(Protection::KnownSender));
}

#[test]
fn a_friend_in_the_flood_is_known() {
    let verdict = in_a_flood(direct("freund3@mail3.example", "AW: Neues Passwort für den Shop"), &context());
    assert_eq!((verdict.incident, verdict.protected), (Some(1), Some(Protection::KnownSender)));
}

#[test]
fn whoever_the_member_wrote_to_or_trusts_is_kept() {
    let mut context = context();
    context.wrote_to.insert("neu@anders.example".into());
    context.trusted.insert("vertraut@anders.example".into());
    assert_eq!(in_a_flood(direct("neu@anders.example", "STOP"), &context).protected, Some(Protection::WroteTo));
    assert_eq!(in_a_flood(direct("vertraut@anders.example", "STOP"), &context).protected, Some(Protection::Trusted));
    assert_eq!(in_a_flood(direct("fremd@anders.example", "STOP"), &context).protected, None);
}

#[test]
fn a_flag_keeps_anything() {
    let flagged = Envelope { flags: Flags::FLAGGED, ..direct("fremd@anders.example", "STOP") };
    assert_eq!(in_a_flood(flagged.clone(), &context()).protected, Some(Protection::Flagged));
    // Taken off again, the flag keeps nothing.
    let mut triage = Triage::new(context());
    triage.push(&flagged);
    for (flags, protected) in
        [(Flags::empty(), None), (Flags::FLAGGED.with(Flags::SEEN), Some(Protection::Flagged)), (Flags::SEEN, None)]
    {
        triage.set_flags(0, flags);
        assert_eq!(triage.findings().verdicts[0].protected, protected, "{flags:?}");
    }
}

#[test]
fn an_answer_to_the_member_is_the_members_thread() {
    let mut context = context();
    context.sent_ids.insert("meine-frage@postfach.example".into());
    let mut answer = direct("amt@behoerde.example", "AW: Frage");
    answer.in_reply_to = vec!["meine-frage@postfach.example".into()];
    let (_, verdict) = with_last(sign_ups(NIGHT, 200, 60, ME), answer, &context);
    assert_eq!(verdict.protected, Some(Protection::OwnThread));
}

#[test]
fn asking_for_peace_does_not_make_the_flood_the_members_own_thread() {
    let mut flood = storm(NIGHT, 80, 40, &[ALIAS]);
    let mine = mail(NIGHT + 500, ME, "AW: Neues Passwort für den Shop").to(&[ALIAS]).answers(&flood[0]);
    let after = mail(NIGHT + 900, "mitglied900@post1.example", "AW: Neues Passwort für den Shop").answers(&mine).to(&[ALIAS]);
    flood.push(mine.clone());
    let mut context = context();
    context.sent_ids.insert(mine.message_id.to_string());
    let (_, verdict) = with_last(flood, after, &context);
    assert_eq!((verdict.incident, verdict.protected), (Some(1), None));
}

#[test]
fn a_calendar_invitation_is_kept() {
    let invitation = Envelope { calendar: true, ..direct("praxis@arzt.example", "Einladung") };
    assert_eq!(in_a_bomb(invitation).protected, Some(Protection::Calendar));
}

#[test]
fn the_operators_word_is_kept_and_a_members_apology_is_not_it() {
    let word = |from: &str| {
        direct(from, "Entschuldigung für die vielen E-Mails").text("Eine Fehlkonfiguration, wir bitten um Entschuldigung")
    };
    let verdict = in_a_flood(word("info@verein.example"), &context());
    assert_eq!((verdict.kind, verdict.protected), (Kind::Announcement, Some(Protection::Announcement)));
    let verdict = in_a_flood(word("hans@post2.example"), &context());
    assert_eq!((verdict.kind, verdict.protected), (Kind::ReplyAll, None));
}

#[test]
fn a_forged_friend_is_no_friend() {
    let mut forged = direct("freund3@mail3.example", "STOP");
    forged.authentication_results = vec!["mx.postfach.example; spf=fail; dmarc=fail header.from=mail3.example".into()];
    assert_eq!(in_a_flood(forged.clone(), &context()).protected, None);
    // What another server says counts for nothing: anybody can write it.
    forged.authentication_results = vec!["mx.elsewhere.example; dmarc=fail header.from=mail3.example".into()];
    assert_eq!(in_a_flood(forged.clone(), &context()).protected, Some(Protection::KnownSender));
    // The member's own server is known by its house, with a root's dot behind it or without.
    for server in ["imap.elsewhere.example", "imap.elsewhere.example."] {
        let context = Context { server: Some(server.into()), ..context() };
        assert_eq!(in_a_flood(forged.clone(), &context).protected, None, "{server}");
    }
}

#[test]
fn the_password_mail_that_was_really_asked_for_is_found() {
    let real = direct("shop@verein.example", "Ihr neues Passwort").text("Sie haben ein neues Passwort angefordert");
    let (_, verdict) = with_last(storm(NIGHT, 80, 40, &[ALIAS]), real, &context());
    assert_eq!((verdict.incident, verdict.protected), (None, Some(Protection::Security)));
}
