use super::make::*;
use crate::mail::Envelope;
use crate::triage::{Context, Findings, Protection, Triage};

fn look(junk: &[Envelope], context: &Context) -> Findings {
    let mut triage = Triage::new(context.clone());
    for message in &past() {
        triage.push(message);
    }
    for message in junk {
        triage.push_junk(message);
    }
    triage.findings()
}

fn reason(junk: Envelope, context: &Context) -> Option<Protection> {
    look(&[junk], context).found_in_junk.first().map(|found| found.reason)
}

#[test]
fn appointments_codes_and_bookings_are_found() {
    for (subject, why) in [
        ("Bitte bestätigen Sie Ihren Termin am 12.05.2024", Protection::Appointment),
        ("Ihr Bestätigungscode lautet 481920", Protection::Code),
        ("Your flight on 2024-05-12: online check-in is open", Protection::Travel),
    ] {
        assert_eq!(reason(mail(NIGHT, "service@fremd.example", subject), &context()), Some(why), "{subject}");
        let by_bulk = mail(NIGHT, "service@fremd.example", subject).newsletter();
        assert_eq!(reason(by_bulk, &context()), None, "{subject}, from a stranger's bulk system");
    }
}

/// Forgers speak of appointments and parcels too, but of no day, and they do not know the member's name.
#[test]
fn a_stranger_must_show_what_it_is_about() {
    for subject in ["Bitte bestätigen Sie Ihren Termin", "Ihr Bestätigungscode", "Your flight: online check-in is open"] {
        let mut unread = mail(NIGHT, "service@fremd.example", subject);
        unread.excerpt = None;
        let mut triage = Triage::new(context());
        triage.push_junk(&unread);
        assert_eq!(
            (triage.findings().found_in_junk, triage.doubtful_junk()),
            (Vec::new(), vec![0]),
            "{subject}: the text may say more"
        );
        let read = unread.text("Liebe Jana, am 12.05.2024 um 8:45 Uhr. Nummer 481920.");
        triage.replace_junk(0, &read);
        assert_eq!((triage.findings().found_in_junk.len(), triage.doubtful_junk()), (1, Vec::new()), "{subject}");
    }
}

#[test]
fn whom_the_member_knows_is_found() {
    let mut context = context();
    context.wrote_to.insert("neu@anders.example".into());
    assert_eq!(reason(mail(NIGHT, "neu@anders.example", "Hallo"), &context), Some(Protection::WroteTo));
    assert_eq!(reason(mail(NIGHT, "freund3@mail3.example", "Hallo"), &context), Some(Protection::KnownSender));
    assert_eq!(reason(mail(NIGHT, "rechnung@stadtwerke.example", "Ihre Rechnung"), &context), Some(Protection::KnownSender));
    assert_eq!(reason(mail(NIGHT, "news@buchladen.example", "Neu eingetroffen").newsletter(), &context), None);
}

#[test]
fn junk_stays_junk() {
    let forged = |mut message: Envelope| {
        message.authentication_results = vec!["mx.postfach.example; spf=fail; dmarc=fail header.from=x.example".into()];
        message
    };
    for junk in [
        mail(NIGHT, "bank@fremd.example", "Ihre Überweisung wurde ausgeführt"),
        mail(NIGHT, "sicherheit@fremd.example", "Passwort zurücksetzen"),
        mail(NIGHT, "paket@fremd.example", "Ihre Bestellung ist unterwegs"),
        mail(NIGHT, "news@shop.example", "Confirm your subscription").newsletter(),
        forged(mail(NIGHT, "freund3@mail3.example", "Bitte bestätigen Sie Ihren Termin")),
        mail(NIGHT, "service@fremd.example", "Bitte bestätigen Sie Ihren Termin").to(&["anders@anders.example"]),
    ] {
        assert_eq!(reason(junk.clone(), &context()), None, "{}", junk.subject);
    }
}

#[test]
fn a_vouched_for_parcel_is_found() {
    let nameless = mail(NIGHT, "paket@fremd.example", "Ihre Bestellung ist unterwegs");
    let mut parcel = nameless.clone().text("Hallo Jana, Ihr Paket kommt morgen.");
    parcel.authentication_results = vec!["mx.postfach.example; dkim=pass header.d=mail.fremd.example; dmarc=none".into()];
    assert_eq!(reason(parcel.clone(), &context()), Some(Protection::Order));
    let to_nobody = Envelope { authentication_results: parcel.authentication_results.clone(), ..nameless };
    assert_eq!(reason(to_nobody, &context()), None, "who sold something knows to whom");
    // Signed by somebody else: that vouches for nobody.
    parcel.authentication_results = vec!["mx.postfach.example; dkim=pass header.d=sender.example".into()];
    assert_eq!(reason(parcel, &context()), None);
}

#[test]
fn junk_changes_nothing_elsewhere() {
    let mut flood = sign_ups(NIGHT, 200, 60, ME);
    let (junk, inbox) = flood.split_at_mut(100);
    let mut triage = Triage::new(context());
    for message in past().iter().chain(&*inbox) {
        triage.push(message);
    }
    let without = triage.findings();
    for message in junk.iter() {
        triage.push_junk(message);
    }
    let with = triage.findings();
    assert_eq!((&without.incidents, &without.verdicts), (&with.incidents, &with.verdicts));
    assert_eq!(with.found_in_junk, []);
}
