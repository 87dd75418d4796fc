use super::make::*;
use crate::mail::{Address, Envelope};
use crate::triage::Kind;

fn kind(message: Envelope) -> Kind {
    triage(vec![message], &context()).verdicts.remove(0).kind
}

fn named(name: &str, from: &str, subject: &str) -> Envelope {
    let mut one = mail(NIGHT, from, subject);
    one.from = Some(Address::new(name, from));
    one
}

#[test]
fn a_mail_server_is_known_by_any_of_its_names() {
    for (name, from) in [
        ("", "MDaemon@post.example"),
        ("", "post_master@post.example"),
        ("Mail Delivery System", "Mail.Delivery.System@post.example"),
        ("", "ndr@post.example"),
        ("MAILER-DAEMON", ""),
    ] {
        assert_eq!(kind(named(name, from, "Mail delivery failed")), Kind::Bounce, "{name} <{from}>");
    }
    let mut nobody = mail(NIGHT, "", "").text("You sent mail to anna@post.example. That's not a valid user here.").auto_reply();
    (nobody.from, nobody.auto.return_path) = (None, Some("".into()));
    assert_eq!(kind(nobody), Kind::Bounce, "from nobody at all");
    assert_ne!(kind(named("Versand", "", "Ihre Sendung")), Kind::Bounce, "a name that is no server's");
}

#[test]
fn what_a_mail_server_answers_by_machine_is_a_bounce() {
    let server = named("Mail Delivery System", "mailer-daemon@post.example", "Mail failure - malformed recipient address");
    assert_eq!(kind(server.auto_reply()), Kind::Bounce);
    assert_eq!(kind(mail(NIGHT, "anna@post.example", "Out of office").auto_reply()), Kind::AutoReply);
}

#[test]
fn a_refusal_tells_a_bounce_from_a_parcel() {
    let subject = "Returned mail: error during delivery";
    let gateway = mail(NIGHT, "gateway@post.example", subject);
    assert_eq!(kind(gateway.clone().text("anna@post.example: mailbox unavailable (SMTP error 550 unknown)")), Kind::Bounce);
    assert_eq!(kind(gateway.text("anna@post.example: status 5.1.1")), Kind::Bounce);
    let parcel =
        mail(NIGHT, "paket@bote.example", "Your parcel could not be delivered").text("Value 550 EUR, version 5.1 of the form");
    assert_ne!(kind(parcel), Kind::Bounce);
    let quoted = mail(NIGHT, "anna@post.example", "Re: Returned mail").text("What does 550 5.1.1 mean?");
    assert_ne!(kind(quoted), Kind::Bounce, "a person asks about one");
}
