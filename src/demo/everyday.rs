//! Two hundred days of ordinary mail: friends and family, what the member wrote herself, a choir's list, a newsletter she
//! likes, orders, the bank, appointments.

use super::mime::{Encoding, Mail, person};
use super::rng::Rng;
use super::{ME, ME_NAME, Mailbox, received, sent};
use crate::mail::Flags;
use crate::triage::Kind;
use jiff::Zoned;

pub const LIST: &str = "chor@listen.altbrunn.example";
const STREAM: u64 = 1;

/// People the member writes with. The first two are in the night, too.
const FRIENDS: [(&str, &str, &str); 7] = [
    ("Sigrid Naumann", "sigrid.naumann@mailfreund.example", "Sigrid"),
    ("Rüdiger Oehler", "ruediger.oehler@t-netz.example", "Rüdiger"),
    ("Tim Lohse", "tim.lohse@freipost.example", "Tim"),
    ("Carla Lohse-Winter", "carla.winter@webpost.example", "Carla"),
    ("Hannelore Lohse", "hannelore.lohse@briefkasten.example", "Mama"),
    ("Beate Imhof", "beate.imhof@kabelmail.example", "Beate"),
    ("Georg Tanner", "g.tanner@postbote.example", "Georg"),
];

const CHOIR: [(&str, &str); 5] = [
    ("Annegret Seifert", "annegret.seifert@briefkasten.example"),
    ("Joachim Wendt", "j.wendt@kabelmail.example"),
    ("Irmgard Paulsen", "irmgard.paulsen@webpost.example"),
    ("Hartmut Kröger", "hartmut.kroeger@t-netz.example"),
    ("Elisabeth Thoma", "e.thoma@freipost.example"),
];

const TOPICS: [(&str, &str, &str); 16] = [
    (
        "Kaffee am Donnerstag?",
        "hast Du am Donnerstag Zeit für einen Kaffee? Ich könnte ab halb vier.",
        "sehr gern, um vier im Café am Markt?",
    ),
    (
        "Fotos vom Ausflug",
        "die Fotos vom Ausflug sind endlich fertig. Die vom See sind besonders schön geworden.",
        "die sind wirklich schön. Schickst Du mir das mit der Brücke in groß?",
    ),
    (
        "Geburtstag von Carla",
        "was schenken wir Carla zum Geburtstag? Ich dachte an einen Gutschein für das Theater.",
        "Theater ist eine gute Idee, ich beteilige mich.",
    ),
    (
        "Rezept",
        "kannst Du mir das Rezept für den Linseneintopf noch einmal schicken? Ich finde den Zettel nicht mehr.",
        "den Zettel habe ich noch, ich schreibe Dir das Rezept heute Abend ab.",
    ),
    (
        "Fahrgemeinschaft zum Spiel",
        "fahren wir am Samstag zusammen zum Spiel? Ich habe noch zwei Plätze frei.",
        "ich komme gern mit. Um eins bei Dir?",
    ),
    (
        "Gute Besserung!",
        "ich habe gehört, dass Du krank bist. Kann ich Dir etwas mitbringen?",
        "danke, es geht schon wieder besser. Nächste Woche bin ich wieder da.",
    ),
    (
        "Urlaub an der See",
        "wir haben wieder die Ferienwohnung an der See gemietet. Wollt Ihr ein paar Tage dazukommen?",
        "das klingt wunderbar. Ich frage Tim und melde mich.",
    ),
    (
        "Schlüssel",
        "ich habe meinen Schlüssel bei Dir liegen lassen. Kann ich ihn morgen abholen?",
        "liegt auf der Kommode, ich bin ab fünf zu Hause.",
    ),
    (
        "Buchtipp",
        "hast Du das Buch schon durch? Ich bin auf Seite 200 und kann nicht aufhören.",
        "verrate bloß nichts, ich bin erst bei der Hälfte.",
    ),
    ("Zug am Freitag", "unser Zug kommt am Freitag um 17.42 Uhr an. Holst Du uns ab?", "ich stehe am Bahnsteig."),
    (
        "Handwerker",
        "kennst Du einen guten Maler? Das Treppenhaus müsste dringend gestrichen werden.",
        "ich frage bei uns im Haus nach, die waren sehr zufrieden.",
    ),
    (
        "Sonntag zum Essen",
        "kommt Ihr am Sonntag zum Essen? Es gibt Braten mit Klößen.",
        "wir kommen gern und bringen den Nachtisch mit.",
    ),
    (
        "Enkelbilder",
        "anbei ein paar neue Bilder von der Kleinen. Sie läuft jetzt ganz allein!",
        "wie groß sie geworden ist! Ich rufe Euch morgen an.",
    ),
    (
        "Garten",
        "die Tomaten sind dieses Jahr so gut geworden. Soll ich Dir welche vor die Tür stellen?",
        "unbedingt! Ich habe noch Zucchini im Tausch.",
    ),
    (
        "Wanderung",
        "für die Wanderung am Wochenende ist gutes Wetter gemeldet. Treffpunkt wie immer um neun?",
        "ich bin dabei, Proviant bringe ich mit.",
    ),
    (
        "Computer",
        "mein Computer will schon wieder etwas von mir. Kannst Du am Wochenende kurz danach sehen?",
        "ich komme am Samstag vorbei. Bitte bis dahin nichts anklicken.",
    ),
];

const LIST_TOPICS: [(&str, &str); 10] = [
    ("Probe am Dienstag", "die Probe am Dienstag beginnt ausnahmsweise schon um 19 Uhr, weil der Saal danach gebraucht wird."),
    (
        "Noten für das Herbstkonzert",
        "die neuen Noten sind da. Wer beim Austeilen helfen mag, kommt bitte eine Viertelstunde früher.",
    ),
    ("Wer bringt Kuchen mit?", "für das Konzertcafé fehlen noch drei Kuchen. Bitte meldet Euch bei mir."),
    ("Stimmbildung", "am Samstag gibt es von zehn bis zwölf eine Stimmbildung für Alt und Sopran."),
    ("Konzertkleidung", "wir singen in Schwarz mit dem roten Schal. Wer noch einen braucht: Irmgard hat Reserven."),
    ("Mitfahrgelegenheit nach Waldmühlen", "ich fahre am Sonntag mit dem Auto und habe drei Plätze frei."),
    (
        "Aufnahme der Generalprobe",
        "die Aufnahme der Generalprobe ist erstaunlich gut geworden. Wer sie hören möchte, schreibt mir bitte.",
    ),
    ("Protokoll der Versammlung", "das Protokoll der Versammlung hängt im Gemeindehaus aus. Einwände bitte bis Monatsende."),
    ("Vertretung gesucht", "ich bin in zwei Wochen nicht da. Wer kann den Schlüsseldienst übernehmen?"),
    ("Geburtstagsständchen", "Hartmut wird siebzig. Wir treffen uns am Freitag um sechs vor seinem Haus, bitte nichts verraten."),
];

const SERVICES: [(&str, &str, &str, &str); 12] = [
    (
        "Buchkontor",
        "bestellung@buchkontor-altbrunn.example",
        "Ihre Bestellung {n} ist eingegangen",
        "vielen Dank für Ihre Bestellung. Wir geben Bescheid, sobald das Paket unterwegs ist.",
    ),
    (
        "Volksbank Altbrunn",
        "service@volksbank-altbrunn.example",
        "Neue Nachricht in Ihrem Online-Banking-Postfach",
        "in Ihrem Postfach im Online-Banking liegt eine neue Nachricht für Sie.",
    ),
    (
        "Praxis Dr. Lindner",
        "praxis@praxis-lindner.example",
        "Erinnerung an Ihren Termin",
        "wir erinnern Sie an Ihren Termin in unserer Praxis. Bitte bringen Sie Ihre Versichertenkarte mit.",
    ),
    (
        "Stadtwerke Altbrunn",
        "kundenservice@stadtwerke-altbrunn.example",
        "Ihre Rechnung Nr. {n}",
        "Ihre Rechnung steht für Sie bereit. Der Betrag wird wie vereinbart abgebucht.",
    ),
    (
        "Buchkontor",
        "bestellung@buchkontor-altbrunn.example",
        "Ihre Bestellung {n} wurde versandt",
        "Ihre Bestellung ist unterwegs. Die Rechnung liegt dem Paket bei.",
    ),
    (
        "Stadtbücherei Altbrunn",
        "ausleihe@buecherei-altbrunn.example",
        "Ihre Leihfrist endet bald",
        "die Leihfrist von zwei Medien endet in drei Tagen. Sie können sie einmal verlängern.",
    ),
    (
        "Apfelbahn",
        "buchung@apfelbahn.example",
        "Ihre Buchungsbestätigung {n}",
        "vielen Dank für Ihre Buchung. Ihre Fahrkarte finden Sie im Anhang Ihres Kundenkontos.",
    ),
    (
        "Gartencenter Wiesengrund",
        "shop@gartencenter-wiesengrund.example",
        "Ihre Bestellung {n} liegt zur Abholung bereit",
        "Ihre Pflanzen sind da. Wir haben werktags bis 18 Uhr geöffnet.",
    ),
    (
        "SV Rot-Weiß Altbrunn",
        "geschaeftsstelle@rw-altbrunn.example",
        "Ihr Mitgliedsbeitrag",
        "der Beitrag für das kommende Halbjahr wird zum Monatsende von Ihrem Konto abgebucht.",
    ),
    (
        "Versicherung Talblick",
        "service@talblick-versicherung.example",
        "Ihre Unterlagen zum Vertrag {n}",
        "anbei erhalten Sie die Unterlagen zu Ihrem Vertrag. Es ist nichts weiter zu tun.",
    ),
    (
        "Fanshop SV Rot-Weiß Altbrunn",
        "fanshop@rw-altbrunn.example",
        "Ihre Bestellung {n} im Fanshop",
        "vielen Dank für Ihre Bestellung: ein Schal, rot-weiß. Wir schicken ihn in den nächsten Tagen ab.",
    ),
    (
        "Volkshochschule Altbrunn",
        "anmeldung@vhs-altbrunn.example",
        "Ihr Kurs beginnt am Montag",
        "Ihr Kurs beginnt am Montag um 18.30 Uhr in Raum 204. Wir freuen uns auf Sie.",
    ),
];

const NEWS: [(&str, &str); 8] = [
    ("Der Gartenbrief: Jetzt die Rosen schneiden", "jetzt ist die beste Zeit, die Rosen zu schneiden. Wir zeigen, wie es geht."),
    ("Der Gartenbrief: Was im Gemüsebeet zu tun ist", "Spinat und Feldsalat können jetzt noch gesät werden."),
    (
        "Der Gartenbrief: Zwiebeln für den Frühling",
        "Tulpen und Narzissen kommen jetzt in die Erde, dreimal so tief, wie die Zwiebel hoch ist.",
    ),
    (
        "Der Gartenbrief: Gießen, aber richtig",
        "lieber selten und viel als oft und wenig: So kommen Ihre Pflanzen durch trockene Wochen.",
    ),
    ("Der Gartenbrief: Igel im Laub", "lassen Sie einen Laubhaufen liegen. Der Igel dankt es Ihnen."),
    ("Der Gartenbrief: Äpfel richtig lagern", "kühl, dunkel und einzeln: So halten Ihre Äpfel bis in den März."),
    ("Der Gartenbrief: Hecken und Vögel", "wer jetzt die Hecke schneidet, sieht bitte vorher nach Nestern."),
    ("Der Gartenbrief: Kräuter für die Fensterbank", "Schnittlauch und Petersilie gedeihen auch drinnen, wenn sie hell stehen."),
];

/// Made of one message of ordinary mail.
pub struct Made {
    pub mailbox: Mailbox,
    pub flags: Flags,
    pub octets: Vec<u8>,
    pub kind: Kind,
}

fn at_index<T>(rng: &mut Rng, from: &'static [T]) -> Option<&'static T> {
    from.get(usize::try_from(rng.below(from.len() as u64)).unwrap_or(0))
}

/// The `n`th ordinary message.
pub fn make(seed: u64, n: u64, at: &Zoned) -> Made {
    let mut rng = Rng::new(seed, STREAM, n);
    let seen = if rng.percent(96) { Flags::SEEN } else { Flags::empty() };
    match n % 10 {
        0 => Made { flags: Flags::SEEN.with(Flags::ANSWERED), ..from_friend(seed, n, at) },
        1 => own(seed, n, at),
        2 | 6 => Made { flags: seen, ..list(&mut rng, n, at) },
        3 => Made { flags: seen, ..newsletter(&mut rng, n, at) },
        5 => {
            let flags = if rng.percent(8) { Flags::SEEN.with(Flags::FLAGGED) } else { Flags::SEEN };
            Made { flags, ..from_friend(seed, n, at) }
        }
        _ => Made { flags: seen, ..service(&mut rng, n, at) },
    }
}

/// What friend and topic the `n`th message is about: its answer asks again.
fn talk(seed: u64, n: u64) -> ((&'static str, &'static str, &'static str), (&'static str, &'static str, &'static str)) {
    let mut rng = Rng::new(seed, STREAM + 10, n);
    let friend = at_index(&mut rng, &FRIENDS).copied().unwrap_or_default();
    (friend, at_index(&mut rng, &TOPICS).copied().unwrap_or_default())
}

fn id(n: u64, addr: &str) -> String {
    format!("alltag.{n}@{}", addr.rsplit_once('@').map_or("", |(_, d)| d))
}

fn from_friend(seed: u64, n: u64, at: &Zoned) -> Made {
    let mut rng = Rng::new(seed, STREAM + 20, n);
    let ((name, addr, short), (subject, text, _)) = talk(seed, n);
    let mut mail = Mail::new(if rng.percent(50) { Encoding::QuotedPrintable } else { Encoding::EightBit });
    received(&mut mail, at, &mut rng, addr, &format!("mail.{}", addr.rsplit_once('@').map_or("", |(_, d)| d)), None);
    mail.field("From", &person(name, addr))
        .field("To", &person(ME_NAME, ME))
        .text_field("Subject", subject)
        .field("Message-ID", &format!("<{}>", id(n, addr)))
        .date(at);
    let hello = if short == "Mama" { "Liebes Kind" } else { "Liebe Martina" };
    let bye = rng.pick(&["Liebe Grüße", "Bis bald", "Herzliche Grüße", "Alles Liebe"]);
    let octets = mail.finish(&format!("{hello},\n\n{text}\n\n{bye}\n{short}"), None, "");
    Made { mailbox: Mailbox::Inbox, flags: Flags::SEEN, octets, kind: Kind::Ordinary }
}

/// The member's answer to the message before.
fn own(seed: u64, n: u64, at: &Zoned) -> Made {
    let before = n.saturating_sub(1);
    let ((name, addr, short), (subject, _, answer)) = talk(seed, before);
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    sent(&mut mail, at);
    mail.field("From", &person(ME_NAME, ME))
        .field("To", &person(name, addr))
        .text_field("Subject", &format!("Re: {subject}"))
        .field("Message-ID", &format!("<{}>", id(n, ME)))
        .field("In-Reply-To", &format!("<{}>", id(before, addr)))
        .field("References", &format!("<{}>", id(before, addr)))
        .date(at);
    let octets = mail.finish(&format!("Hallo {short},\n\n{answer}\n\nLiebe Grüße\nMartina"), None, "");
    Made { mailbox: Mailbox::Sent, flags: Flags::SEEN, octets, kind: Kind::Ordinary }
}

/// The fields a healthy list writes.
pub fn list_head(mail: &mut Mail, at: &Zoned, rng: &mut Rng) {
    received(mail, at, rng, "chor-bounces@listen.altbrunn.example", "listen.altbrunn.example", None);
    mail.field("List-Id", "Kammerchor Altbrunn <chor.listen.altbrunn.example>")
        .field("List-Post", "<mailto:chor@listen.altbrunn.example>")
        .field("List-Owner", "<mailto:chor-owner@listen.altbrunn.example>")
        .field("List-Unsubscribe", "<mailto:chor-leave@listen.altbrunn.example>")
        .field("Precedence", "list");
}

fn list(rng: &mut Rng, n: u64, at: &Zoned) -> Made {
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    list_head(&mut mail, at, rng);
    let (name, addr) = at_index(rng, &CHOIR).copied().unwrap_or_default();
    let (subject, text) = at_index(rng, &LIST_TOPICS).copied().unwrap_or_default();
    let re = if n % 10 == 6 { "Re: " } else { "" };
    mail.field("From", &person(name, addr))
        .field("To", LIST)
        .text_field("Subject", &format!("{re}[Chor] {subject}"))
        .field("Message-ID", &format!("<{}>", id(n, addr)))
        .date(at);
    let first = name.split(' ').next().unwrap_or("");
    let text = if re.is_empty() {
        format!("Liebe Sängerinnen und Sänger,\n\n{text}\n\nHerzliche Grüße\n{first}")
    } else {
        format!("Danke für die Nachricht, ich bin dabei.\n\n{first}\n\n> {text}")
    };
    Made { mailbox: Mailbox::Inbox, flags: Flags::SEEN, octets: mail.finish(&text, None, ""), kind: Kind::List }
}

fn newsletter(rng: &mut Rng, n: u64, at: &Zoned) -> Made {
    let sender = "gartenbrief@wiesengrund-verlag.example";
    let mut mail = Mail::new(Encoding::QuotedPrintable);
    received(&mut mail, at, rng, "bounce@wiesengrund-verlag.example", "versand.wiesengrund-verlag.example", None);
    let (subject, text) = at_index(rng, &NEWS).copied().unwrap_or_default();
    mail.field("From", &person("Der Gartenbrief", sender))
        .field("To", ME)
        .text_field("Subject", subject)
        .field("Message-ID", &format!("<{}>", id(n, sender)))
        .field("List-Unsubscribe", "<https://wiesengrund-verlag.example/abmelden/lohse>")
        .field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        .field("Precedence", "bulk")
        .field("Feedback-ID", "17:gartenbrief:wiesengrund")
        .date(at);
    let plain = format!(
        "Guten Tag Frau Lohse,\n\n{text}\n\nMehr dazu im neuen Gartenbrief.\n\nNewsletter abbestellen: https://wiesengrund-verlag.example/abmelden/lohse"
    );
    let html = format!(
        "<html><body><h1>Der Gartenbrief</h1><p>Guten Tag Frau Lohse,</p><p>{text}</p><p>Mehr dazu im neuen Gartenbrief.</p><p><a href=\"https://wiesengrund-verlag.example/abmelden/lohse\">Newsletter abbestellen</a></p></body></html>"
    );
    let octets = mail.finish(&plain, Some(&html), &format!("=_Teil_{n:016x}"));
    Made { mailbox: Mailbox::Inbox, flags: Flags::SEEN, octets, kind: Kind::Newsletter }
}

fn service(rng: &mut Rng, n: u64, at: &Zoned) -> Made {
    let (name, addr, subject, text) = at_index(rng, &SERVICES).copied().unwrap_or_default();
    let domain = addr.rsplit_once('@').map_or("", |(_, d)| d);
    let mut mail = Mail::new(if rng.percent(80) { Encoding::QuotedPrintable } else { Encoding::Base64 });
    received(&mut mail, at, rng, addr, &format!("mail.{domain}"), None);
    let subject = subject.replace("{n}", &(10_000 + n).to_string());
    mail.field("From", &person(name, addr))
        .field("To", &person(ME_NAME, ME))
        .text_field("Subject", &subject)
        .field("Message-ID", &format!("<{}>", id(n, addr)))
        .field("Auto-Submitted", "auto-generated")
        .date(at);
    let octets = mail.finish(&format!("Guten Tag Frau Lohse,\n\n{text}\n\nMit freundlichen Grüßen\n{name}"), None, "");
    Made { mailbox: Mailbox::Inbox, flags: Flags::SEEN, octets, kind: Kind::Ordinary }
}
