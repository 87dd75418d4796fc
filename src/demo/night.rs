//! The night of the open list: one question to the wrong address, and what comes of it.

use super::mime::{Encoding, Mail, person, words as encoded};
use super::rng::Rng;
use super::texts::{self, SignUp};
use super::words;
use super::{ALIAS, CLUB, ME, ME_NAME, received};
use crate::triage::Kind;
use jiff::Zoned;
use std::fmt::Write;

pub const TRIGGER_SUBJECT: &str = "Neues Passwort für den Fanshop";
const STREAM: u64 = 2;

pub fn trigger_id() -> String {
    format!("trigger.4711@{CLUB}")
}

/// Minutes after the trigger by the share of the flood that has come by then.
const COURSE: [(f64, f64); 13] = [
    (0.0, 3.5),
    (0.004, 7.0),
    (0.02, 12.0),
    (0.09, 21.0),
    (0.22, 31.0),
    (0.38, 42.0),
    (0.54, 58.0),
    (0.67, 78.0),
    (0.79, 112.0),
    (0.89, 180.0),
    (0.945, 290.0),
    (0.98, 420.0),
    (1.0, 545.0),
];

/// When the share `part` of the flood has come, in minutes after the trigger. Rises with it.
pub fn minutes(part: f64) -> f64 {
    let mut before = (0.0, 3.5);
    for (share, minute) in COURSE {
        if part <= share {
            let width: f64 = share - before.0;
            let along = if width > 0.0 { (part - before.0) / width } else { 0.0 };
            return before.1 + along * (minute - before.1);
        }
        before = (share, minute);
    }
    before.1
}

/// A steward asks all members for a password.
pub fn trigger(at: &Zoned) -> Vec<u8> {
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    head(&mut mail, at, &mut Rng::new(0, STREAM, 0), "k-h.brandl@webpost.example");
    mail.field("From", &person("Karl-Heinz Brandl", "k-h.brandl@webpost.example"))
        .field("To", ALIAS)
        .text_field("Subject", TRIGGER_SUBJECT)
        .field("Message-ID", &format!("<{}>", trigger_id()))
        .date(at);
    mail.finish(
        "Hallo zusammen,\n\nich bin Ordner in Block 4 und komme nicht mehr in den Fanshop.\nKönnt Ihr mir bitte ein neues Passwort schicken? \
         Ich brauche vor dem\nHeimspiel noch eine Regenjacke.\n\nDanke und sportliche Grüße\nKarl-Heinz Brandl\nOrdnungsdienst",
        None,
        "",
    )
}

/// The `n`th message of the flood, and what it is. `part` says how far the night is.
pub fn flood(seed: u64, n: u64, part: f64, at: &Zoned) -> (Vec<u8>, Kind) {
    let mut rng = Rng::new(seed, STREAM, n + 1);
    // Members write while they are awake; machines never sleep.
    let awake = !(0.86..0.96).contains(&part);
    let dice = rng.below(100);
    match dice {
        51..=63 => sign_up(&mut rng, n, at, true),
        64..=68 => newsletter(&mut rng, n, at),
        69..=86 if awake => reply(&mut rng, n, at),
        0..=50 | 69..=86 => sign_up(&mut rng, n, at, false),
        87..=94 => away(&mut rng, n, at),
        _ => bounce(&mut rng, n, at),
    }
}

/// The fields every message of the flood has: how it came from a stranger through the club's server to the member.
fn head(mail: &mut Mail, at: &Zoned, rng: &mut Rng, sender: &str) {
    let domain = sender.rsplit_once('@').map_or("", |(_, d)| d).to_owned();
    null_head(mail, at, rng, sender, &domain);
}

/// The same for a sender whose path may be null.
fn null_head(mail: &mut Mail, at: &Zoned, rng: &mut Rng, path: &str, domain: &str) {
    received(mail, at, rng, path, &format!("mail.{CLUB}"), Some(domain));
}

fn language(rng: &mut Rng) -> (&'static SignUp, &'static str) {
    match rng.below(100) {
        0..=63 => (&texts::GERMAN, rng.pick(&texts::SALUTATIONS)),
        64..=77 => (&texts::ENGLISH, "Hello,"),
        78..=83 => (&texts::FRENCH, "Bonjour,"),
        84..=88 => (&texts::DUTCH, "Hallo,"),
        89..=92 => (&texts::ITALIAN, "Ciao,"),
        93..=96 => (&texts::SPANISH, "Hola,"),
        _ => (&texts::POLISH, "Dzień dobry,"),
    }
}

/// A shop's double opt-in, or its welcome where it asks nobody.
fn sign_up(rng: &mut Rng, n: u64, at: &Zoned, welcome: bool) -> (Vec<u8>, Kind) {
    let (shop, domain) = words::shop(rng);
    let (language, salutation) = language(rng);
    let fill = |text: &str| text.replace("{shop}", &shop);
    let (subject, body) = if welcome {
        (fill(rng.pick(language.welcome_subjects)), fill(rng.pick(language.welcome_bodies)))
    } else {
        (fill(rng.pick(language.subjects)), fill(rng.pick(language.bodies)))
    };
    let sender =
        format!("{}@{domain}", rng.pick(&["newsletter", "service", "info", "hallo", "noreply", "news", "kundenservice"]));
    let mut mail = Mail::new(if rng.percent(70) { Encoding::QuotedPrintable } else { Encoding::Base64 });
    head(&mut mail, at, rng, &format!("bounce-{n:x}@{domain}"));
    mail.field("From", &person(&shop, &sender))
        .field("To", ALIAS)
        .text_field("Subject", &subject)
        .field("Message-ID", &format!("<{:x}.{n}@{domain}>", rng.next() >> 24))
        .date(at);
    if rng.percent(60) {
        mail.field("X-Mailer", rng.pick(&["PHPMailer 6.9.1", "Shopware 6", "Brieftaube 4.2", "Versandwerk 2017"]));
    }
    if rng.percent(25) {
        mail.field("Auto-Submitted", "auto-generated");
    }
    if rng.percent(30) {
        mail.field("Feedback-ID", &format!("{}:{}:versand", rng.below(9000), rng.below(90)));
    }
    let closing = fill(language.closing);
    let token = rng.next();
    let button = rng.pick(language.button);
    let action = if welcome { "start" } else { "bestaetigen" };
    let link = format!("https://www.{domain}/{action}/{token:016x}");
    let plain = if welcome {
        format!("{salutation}\n\n{body}\n\n{link}\n\n{closing}")
    } else {
        format!("{salutation}\n\n{body}\n\n{button}:\n{link}\n\n{closing}")
    };
    let html = format!(
        "<html><head><style>a{{color:#fff;background:#246;padding:12px}}</style></head><body><h2>{shop}</h2><p>{salutation}</p><p>{body}</p>\
         <p><a href=\"{link}\">{button}</a></p><p>{}</p><img src=\"https://www.{domain}/p/{token:x}.gif\" width=\"1\" height=\"1\" alt=\"\"></body></html>",
        closing.replace('\n', "<br>")
    );
    let octets = mail.finish(&plain, rng.percent(65).then_some(html.as_str()), &format!("=_Teil_{token:016x}"));
    (octets, if welcome { Kind::Welcome } else { Kind::Confirmation })
}

/// A shop that sends its newsletter at once.
fn newsletter(rng: &mut Rng, n: u64, at: &Zoned) -> (Vec<u8>, Kind) {
    let (shop, domain) = words::shop(rng);
    let fill = |text: &str| text.replace("{shop}", &shop);
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    head(&mut mail, at, rng, &format!("bounce-{n:x}@{domain}"));
    let subject = fill(rng.pick(&texts::NEWS_SUBJECTS));
    let token = rng.next();
    mail.field("From", &person(&shop, &format!("newsletter@{domain}")))
        .field("To", ALIAS)
        .text_field("Subject", &subject)
        .field("Message-ID", &format!("<{token:x}.{n}@{domain}>"))
        .field("List-Unsubscribe", &format!("<https://www.{domain}/abmelden/{token:x}>"))
        .field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        .field("Precedence", "bulk")
        .date(at);
    let body = fill(rng.pick(&texts::NEWS_BODIES));
    let plain = format!(
        "Guten Tag,\n\n{body}\n\nZum Angebot: https://www.{domain}/neu/{token:x}\n\nSie erhalten diesen Newsletter, weil Sie sich bei \
         {shop} angemeldet haben.\nNewsletter abbestellen: https://www.{domain}/abmelden/{token:x}"
    );
    let html = format!(
        "<html><body><h1>{subject}</h1><p>Guten Tag,</p><p>{body}</p><p><a href=\"https://www.{domain}/neu/{token:x}\">Zum Angebot</a></p>\
         <p><small>Sie erhalten diesen Newsletter, weil Sie sich bei {shop} angemeldet haben. <a href=\"https://www.{domain}/abmelden/{token:x}\">\
         Newsletter abbestellen</a></small></p></body></html>"
    );
    (mail.finish(&plain, Some(&html), &format!("=_Teil_{token:016x}")), Kind::Newsletter)
}

/// A member answers to all.
fn reply(rng: &mut Rng, n: u64, at: &Zoned) -> (Vec<u8>, Kind) {
    let who = words::member(rng);
    let mut mail = Mail::new(if rng.percent(60) { Encoding::QuotedPrintable } else { Encoding::EightBit });
    head(&mut mail, at, rng, &who.addr);
    let prefix = rng.pick(&["AW: ", "AW: ", "Re: ", "Re: ", "Antwort: ", "AW: AW: ", "AW: Re: ", "WG: "]);
    mail.field("From", &person(&who.name, &who.addr))
        .field("To", ALIAS)
        .text_field("Subject", &format!("{prefix}{TRIGGER_SUBJECT}"))
        .field("Message-ID", &format!("<{:x}.{n}@{}>", rng.next() >> 24, who.addr.rsplit_once('@').map_or("", |(_, d)| d)))
        .date(at);
    // Some programs and most telephones keep the thread; some do not.
    if rng.percent(85) {
        mail.field("In-Reply-To", &format!("<{}>", trigger_id())).field("References", &format!("<{}>", trigger_id()));
    }
    if rng.percent(50) {
        mail.field("User-Agent", rng.pick(&["Postbote 11.2", "Blatt Mail 6", "Webpost App 5.0", "Fuchs 78.1"]));
    }
    let mut text = rng.pick(&texts::REPLIES).to_owned();
    let _ = write!(text, "\n\n{}\n", rng.pick(&texts::GREETINGS));
    if rng.percent(45) {
        let _ = write!(text, "{}\n\n-- \n{}\n{}\nTelefon {}", who.name, who.name, words::postal(rng), words::phone(rng));
        if rng.percent(30) {
            text.push_str("\nMobil 0152 28817386");
        }
    } else {
        text.push_str(&who.name);
        if rng.percent(40) {
            text.push_str(rng.pick(&texts::PHONE_NOTES));
        }
    }
    if rng.percent(55) {
        let _ = write!(
            text,
            "\n\nAm {} schrieb Karl-Heinz Brandl:\n> Hallo zusammen,\n>\n> ich bin Ordner in Block 4 und komme nicht mehr in den Fanshop.\n\
             > Könnt Ihr mir bitte ein neues Passwort schicken?",
            at.strftime("%d.%m.%Y")
        );
    }
    (mail.finish(&text, None, ""), Kind::ReplyAll)
}

/// An answering machine at somebody's office.
fn away(rng: &mut Rng, n: u64, at: &Zoned) -> (Vec<u8>, Kind) {
    let (who, firm) = words::employee(rng);
    let domain = who.addr.rsplit_once('@').map_or("", |(_, d)| d);
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    null_head(&mut mail, at, rng, "", domain);
    let subject = rng.pick(&texts::AWAY_SUBJECTS).replace("{was}", TRIGGER_SUBJECT);
    mail.field("From", &person(&who.name, &who.addr))
        .field("To", ALIAS)
        .text_field("Subject", &subject)
        .field("Message-ID", &format!("<{:x}.{n}@{domain}>", rng.next() >> 24))
        .field("In-Reply-To", &format!("<{}>", trigger_id()))
        .field("Auto-Submitted", "auto-replied")
        .date(at);
    if rng.percent(50) {
        mail.field("X-Auto-Response-Suppress", "All");
    }
    if rng.percent(40) {
        mail.field("Precedence", "auto_reply");
    }
    let back = at.checked_add(jiff::Span::new().days(i64::try_from(2 + rng.below(16)).unwrap_or(2)));
    let back = back.as_ref().unwrap_or(at).strftime("%d.%m.%Y").to_string();
    let body = rng.pick(&texts::AWAY).replace("{tag}", &back).replace("{telefon}", &words::phone(rng));
    let text = format!(
        "Guten Tag,\n\n{body}\n\nMit freundlichen Grüßen\n{}\n\n{firm}\n{}\nTelefon {}",
        who.name,
        words::postal(rng),
        words::phone(rng)
    );
    (mail.finish(&text, None, ""), Kind::AutoReply)
}

/// A server could not deliver what came through the alias, and tells all of them.
fn bounce(rng: &mut Rng, n: u64, at: &Zoned) -> (Vec<u8>, Kind) {
    let who = words::member(rng);
    let domain = who.addr.rsplit_once('@').map_or("", |(_, d)| d).to_owned();
    let mut mail = Mail::new(Encoding::EightBit);
    null_head(&mut mail, at, rng, "", &domain);
    let (status, reason) = match rng.below(3) {
        0 => ("5.2.2", "552 5.2.2 Mailbox full"),
        1 => ("5.1.1", "550 5.1.1 User unknown"),
        _ => ("5.2.1", "550 5.2.1 Mailbox unavailable"),
    };
    let german = rng.percent(50);
    let subject = if german {
        format!("Unzustellbar: {TRIGGER_SUBJECT}")
    } else {
        rng.pick(&[
            "Undelivered Mail Returned to Sender",
            "Delivery Status Notification (Failure)",
            "Mail delivery failed: returning message to sender",
        ])
        .to_owned()
    };
    let boundary = format!("=_Bericht_{:016x}", rng.next());
    mail.field("From", &person("Mail Delivery System", &format!("MAILER-DAEMON@{domain}")))
        .field("To", ALIAS)
        .text_field("Subject", &subject)
        .field("Message-ID", &format!("<{:x}.{n}@mx.{domain}>", rng.next() >> 24))
        .field("Auto-Submitted", "auto-replied")
        .date(at);
    let words = if german {
        format!("Ihre Nachricht konnte nicht zugestellt werden.\n\n<{}>: {reason}", who.addr)
    } else {
        format!(
            "This is the mail system at host mx.{domain}.\n\nYour message could not be delivered.\n\n<{}>: {reason}",
            who.addr
        )
    };
    let body = format!(
        "--{boundary}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{words}\n\n--{boundary}\nContent-Type: \
         message/delivery-status\n\nReporting-MTA: dns; mx.{domain}\n\nFinal-Recipient: rfc822; {}\nAction: failed\nStatus: {status}\n\
         Diagnostic-Code: smtp; {reason}\n\n--{boundary}\nContent-Type: text/rfc822-headers\n\nFrom: k-h.brandl@webpost.example\nTo: {ALIAS}\n\
         Subject: {}\nMessage-ID: <{}>\n\n--{boundary}--\n",
        who.addr,
        encoded(TRIGGER_SUBJECT),
        trigger_id()
    );
    (mail.finish_raw(&format!("multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\""), &body), Kind::Bounce)
}

/// The club's own word, through the same alias.
pub fn apology(at: &Zoned) -> Vec<u8> {
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    let sender = format!("geschaeftsstelle@{CLUB}");
    head(&mut mail, at, &mut Rng::new(0, STREAM, 1), &sender);
    mail.field("From", &person("SV Rot-Weiß Altbrunn", &sender))
        .field("To", ALIAS)
        .text_field("Subject", "Entschuldigung: Panne in unserem E-Mail-Verteiler")
        .field("Message-ID", &format!("<panne.1@{CLUB}>"))
        .date(at);
    mail.finish(
        "Liebe Mitglieder,\n\nin der vergangenen Nacht haben Sie über unseren E-Mail-Verteiler sehr viele\nunerwünschte Nachrichten erhalten. Dafür \
         bitten wir Sie um Entschuldigung.\n\nDurch einen Fehler bei der Einrichtung konnte jeder an die Adresse\nmitglieder@rw-altbrunn.example \
         schreiben. Der Verteiler ist jetzt abgeschaltet.\n\nBitte antworten Sie nicht auf diese Nachrichten, klicken Sie keine Links darin an\nund \
         löschen Sie sie. Ihre Passwörter und Mitgliedsdaten waren zu keiner Zeit\nin Gefahr.\n\nIhre Geschäftsstelle\nSV Rot-Weiß Altbrunn",
        None,
        "",
    )
}

/// A message that is meant for the member alone, in the middle of the night's noise.
pub struct Wanted {
    /// Minutes after the trigger.
    pub minute: i64,
    pub from: (&'static str, &'static str),
    /// Through the alias, like the flood.
    pub to_all: bool,
    pub subject: &'static str,
    pub text: &'static str,
    pub list: bool,
}

/// What must be found among it all, in order.
pub const WANTED: [Wanted; 13] = [
    Wanted {
        minute: 11,
        from: ("Fanshop SV Rot-Weiß Altbrunn", "fanshop@rw-altbrunn.example"),
        to_all: false,
        subject: "Ihr neues Passwort für den Fanshop",
        text: "Guten Tag Martina Lohse,\n\nSie haben ein neues Passwort für den Fanshop angefordert. Bitte vergeben Sie es\ninnerhalb von 24 Stunden auf dieser \
               Seite:\n\nhttps://fanshop.rw-altbrunn.example/passwort/7c1f09\n\nHaben Sie kein neues Passwort angefordert, brauchen Sie nichts zu tun.\n\nIhr Fanshop",
        list: false,
    },
    Wanted {
        minute: 20,
        from: ("Annegret Seifert", "annegret.seifert@briefkasten.example"),
        to_all: false,
        subject: "[Chor] Noten für Sonntag",
        text: "Liebe Sängerinnen und Sänger,\n\ndie Noten für Sonntag liegen ab morgen im Gemeindehaus aus.\n\nAnnegret",
        list: true,
    },
    Wanted {
        minute: 27,
        from: ("Volksbank Altbrunn", "service@volksbank-altbrunn.example"),
        to_all: false,
        subject: "Neue Nachricht in Ihrem Online-Banking-Postfach",
        text: "Guten Tag Frau Lohse,\n\nin Ihrem Postfach im Online-Banking liegt eine neue Nachricht: Ihr Kontoauszug.\nBitte melden Sie sich wie gewohnt an. \
               Wir fragen Sie niemals per E-Mail nach PIN oder TAN.\n\nIhre Volksbank Altbrunn",
        list: false,
    },
    Wanted {
        minute: 48,
        from: ("Bürgeramt Altbrunn", "termine@stadt-altbrunn.example"),
        to_all: false,
        subject: "Bitte bestätigen Sie Ihren Termin im Bürgeramt",
        text: "Guten Tag Martina Lohse,\n\nSie haben einen Termin im Bürgeramt Altbrunn gebucht: Personalausweis beantragen.\nBitte bestätigen Sie den Termin \
               innerhalb von zwei Stunden, sonst verfällt er:\n\nhttps://termine.stadt-altbrunn.example/b/48213\n\nIhre Vorgangsnummer: 48213",
        list: false,
    },
    Wanted {
        minute: 63,
        from: ("Sigrid Naumann", "sigrid.naumann@mailfreund.example"),
        to_all: false,
        subject: "Samstag",
        text: "Liebe Martina,\n\nbleibt es bei Samstag um drei? Ich bringe den Apfelkuchen mit.\n\nLiebe Grüße\nSigrid",
        list: false,
    },
    Wanted {
        minute: 70,
        from: ("Rüdiger Oehler", "ruediger.oehler@t-netz.example"),
        to_all: true,
        subject: "AW: Neues Passwort für den Fanshop",
        text: "Martina, bekommst Du das auch alles? Ruf mich doch morgen mal an.\n\nRüdiger",
        list: false,
    },
    Wanted {
        minute: 95,
        from: ("Tim Lohse", "tim.lohse@freipost.example"),
        to_all: false,
        subject: "Gut angekommen",
        text: "Hallo Mama,\n\nwir sind gut angekommen, der Zug war sogar pünktlich. Die Kleine schläft schon.\n\nBis morgen!\nTim",
        list: false,
    },
    Wanted {
        minute: 132,
        from: ("Buchkontor", "bestellung@buchkontor-altbrunn.example"),
        to_all: false,
        subject: "Ihre Bestellung 20418 wurde versandt",
        text: "Guten Tag Martina Lohse,\n\nIhre Bestellung 20418 ist unterwegs und kommt voraussichtlich übermorgen bei Ihnen an.\nDie Rechnung liegt dem Paket \
               bei.\n\nIhr Buchkontor",
        list: false,
    },
    Wanted {
        minute: 318,
        from: ("Apfelbahn", "buchung@apfelbahn.example"),
        to_all: false,
        subject: "Ihre Fahrkarte: Altbrunn - Waldmühlen, Buchungsbestätigung",
        text: "Guten Tag Martina Lohse,\n\nvielen Dank für Ihre Buchung. Ihre Fahrkarte nach Waldmühlen finden Sie unter Ihrer Buchungsnummer AB7Q2X.\n\nGute \
               Reise\nIhre Apfelbahn",
        list: false,
    },
    Wanted {
        minute: 452,
        from: ("Praxis Dr. Lindner", "praxis@praxis-lindner.example"),
        to_all: false,
        subject: "Erinnerung an Ihren Termin",
        text: "Guten Tag Frau Lohse,\n\nwir erinnern Sie an Ihren Termin in unserer Praxis am kommenden Montag um 9.40 Uhr.\nBitte bringen Sie Ihre \
               Versichertenkarte mit.\n\nIhr Praxisteam",
        list: false,
    },
    Wanted {
        minute: 500,
        from: ("Joachim Wendt", "j.wendt@kabelmail.example"),
        to_all: false,
        subject: "Re: [Chor] Noten für Sonntag",
        text: "Danke, Annegret. Ich bringe meine vom letzten Jahr mit.\n\nJoachim",
        list: true,
    },
    Wanted {
        minute: 521,
        from: ("Sigrid Naumann", "sigrid.naumann@mailfreund.example"),
        to_all: false,
        subject: "Re: Samstag",
        text: "Ach, und sag bitte Rüdiger noch Bescheid.\n\nSigrid",
        list: false,
    },
    Wanted {
        minute: 538,
        from: ("Stadtbücherei Altbrunn", "ausleihe@buecherei-altbrunn.example"),
        to_all: false,
        subject: "Ihre Vormerkung liegt bereit",
        text: "Guten Tag Frau Lohse,\n\nIhr vorgemerktes Buch liegt bis zum kommenden Freitag für Sie bereit.\n\nIhre Stadtbücherei",
        list: false,
    },
];

pub fn wanted(one: &Wanted, at: &Zoned) -> (Vec<u8>, Kind) {
    let mut rng = Rng::new(1, STREAM, u64::try_from(one.minute).unwrap_or(0));
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    let (name, addr) = one.from;
    let domain = addr.rsplit_once('@').map_or("", |(_, d)| d);
    let to = if one.to_all {
        head(&mut mail, at, &mut rng, addr);
        ALIAS.to_owned()
    } else if one.list {
        super::everyday::list_head(&mut mail, at, &mut rng);
        super::everyday::LIST.to_owned()
    } else {
        received(&mut mail, at, &mut rng, addr, &format!("mail.{domain}"), None);
        person(ME_NAME, ME)
    };
    mail.field("From", &person(name, addr))
        .field("To", &to)
        .text_field("Subject", one.subject)
        .field("Message-ID", &format!("<nacht.{}@{domain}>", one.minute))
        .date(at);
    if one.to_all {
        mail.field("In-Reply-To", &format!("<{}>", trigger_id())).field("References", &format!("<{}>", trigger_id()));
    }
    let kind = match (one.to_all, one.list) {
        (true, _) => Kind::ReplyAll,
        (_, true) => Kind::List,
        _ => Kind::Ordinary,
    };
    (mail.finish(one.text, None, ""), kind)
}
