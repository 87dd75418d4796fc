//! Made-up mail for staged states: nobody in it lives, and every address is of an example domain.

use crate::engine::{Action, ActionState, Counted, Picture, SourceInfo};
use crate::mail::{Address, AutoHeaders, Envelope, Flags, ListHeaders, MailboxInfo, MailboxName, MessageRef, Packed, SpecialUse};
use crate::plan::{ActionId, Item, Plan, Preview, Problem, ProblemKind, Purpose, STEP, Stay, Step};
use crate::triage::{
    Channel, Evidence, Findings, FoundInJunk, Incident, IncidentKind, Kind, Operator, Protection, Timeline, Verdict,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// 30 November 2017, 21:30 UTC.
const BEGINNING: i64 = 1_512_077_400;
pub const LIST: &str = "mitglieder@verein.example";
pub const ME: &str = "anna@post.example";

/// The night of the flood, as a moment.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(BEGINNING + seconds).unwrap_or_default()
}

/// When the pictures are taken: the morning after.
pub fn now() -> Timestamp {
    at(10 * 3600 + 17 * 60)
}

const PEOPLE: [(&str, &str); 12] = [
    ("Jürgen Kaltenbach", "j.kaltenbach@post.example"),
    ("Sabine Wörth", "sabine.woerth@mail.example"),
    ("Dr. Karl-Heinz von der Möhlenbeck-Zahnradhausen", "k.h.moehlenbeck@kanzlei.example"),
    ("Familie Ostertag", "ostertag@familie.example"),
    ("דנה לוי", "dana.levi@doar.example"),
    ("Aylin Demirtaş", "aylin@posta.example"),
    ("", "info@getraenke-huber.example"),
    ("Łukasz Wójcik", "lukasz.wojcik@poczta.example"),
    ("أحمد الحداد", "ahmad@barid.example"),
    ("Renate Pfaff", "renate.pfaff@mail.example"),
    ("Ιωάννης Παππάς", "giannis@tachydromeio.example"),
    ("Heinz", "heinz1951@post.example"),
];

const SHOPS: [(&str, &str); 6] = [
    ("Fanshop Bayernland", "newsletter@fanshop.example"),
    ("Modehaus Liebling", "anmeldung@modehaus.example"),
    ("Angelbedarf24", "service@angelbedarf.example"),
    ("Tierfutter Express", "willkommen@tierfutter.example"),
    ("Kreuzfahrt-Journal", "kontakt@kreuzfahrt.example"),
    ("Rätselfreund", "abo@raetselfreund.example"),
];

/// What the message of the flood with this number is.
fn flood_kind(n: usize) -> Kind {
    match n % 20 {
        0..=7 => Kind::Confirmation,
        8 | 9 => Kind::Welcome,
        10 => Kind::Newsletter,
        11..=16 => Kind::ReplyAll,
        17 | 18 => Kind::AutoReply,
        _ => Kind::Bounce,
    }
}

/// What gives a kind away.
fn sign(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Confirmation => ("confirmation_words", "bestätigen Sie Ihre Anmeldung"),
        Kind::Welcome => ("welcome_words", "Willkommen"),
        Kind::Newsletter => ("newsletter_words", "Angebote der Woche"),
        Kind::AutoReply => ("auto_submitted", "auto-replied"),
        Kind::Bounce => ("delivery_report", "multipart/report"),
        _ => ("answers_trigger", "Neues Passwort für den Fanshop"),
    }
}

fn reason_of(reason: Protection) -> (&'static str, &'static str) {
    match reason {
        Protection::Security => ("security_words", "neues Passwort"),
        Protection::Appointment => ("appointment_words", "Termin"),
        Protection::Order => ("order_words", "Ihre Bestellung"),
        _ => ("wrote_to", "sabine.woerth@mail.example"),
    }
}

fn subject(kind: Kind, n: usize) -> &'static str {
    const LONG: &str = "AW: AW: AW: AW: Neues Passwort für den Fanshop – bitte NICHT mehr an alle antworten, ich bekomme das jetzt \
        seit zwei Stunden im Minutentakt auf mein Telefon und meine Frau kann nicht schlafen, wer ist dafür eigentlich zuständig und \
        kann den Verteiler bitte endlich abschalten, danke und gute Nacht";
    match (kind, n % 3) {
        (Kind::Confirmation, 0) => "Bitte bestätigen Sie Ihre Anmeldung",
        (Kind::Confirmation, 1) => "Nur noch ein Klick bis zu Ihrem Newsletter",
        (Kind::Confirmation, _) => "Confirm your subscription",
        (Kind::Welcome, _) => "Willkommen! Ihr Gutschein über 5 Euro",
        (Kind::Newsletter, _) => "Die Angebote der Woche",
        (Kind::ReplyAll, 0) => "AW: Neues Passwort für den Fanshop",
        (Kind::ReplyAll, 1) => LONG,
        (Kind::ReplyAll, _) => "Stop bitte den Spam!!!",
        (Kind::AutoReply, _) => "Abwesenheitsnotiz: Ich bin bis Montag nicht im Büro",
        (Kind::Bounce, _) => "Unzustellbar: Neues Passwort für den Fanshop",
        _ => "",
    }
}

pub fn envelope(n: usize, received: Timestamp, from: (&str, &str), subject: &str, to: &str) -> Envelope {
    Envelope {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(u32::try_from(n + 1).unwrap_or(1)),
        message_id: format!("{n}.sample@verein.example").into(),
        received,
        date: Some(received),
        size: 4_200 + u32::try_from(n % 97).unwrap_or(0) * 731,
        flags: Flags::empty(),
        from: (!from.1.is_empty()).then(|| Address::new(from.0, from.1)),
        sender: None,
        reply_to: Vec::new(),
        to: vec![Address::new("", to)],
        cc: Vec::new(),
        recipients: 1,
        subject: crate::mail::text::one_line(subject).into(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        list: ListHeaders::default(),
        auto: AutoHeaders::default(),
        delivered_to: vec![ME.into()],
        authentication_results: Vec::new(),
        content_type: "text/plain".into(),
        report_type: None,
        calendar: false,
        mailer: None,
        excerpt: None,
    }
}

fn verdict(kind: Kind, incident: Option<u32>, protected: Option<Protection>, evidence: &[(&'static str, &str)]) -> Verdict {
    Verdict {
        kind,
        channel: if incident.is_some() { Channel::Alias(LIST.into()) } else { Channel::Direct },
        incident,
        protected,
        evidence: evidence.iter().map(|(code, detail)| Evidence { code, detail: (*detail).into() }).collect(),
        personal_data: kind == Kind::ReplyAll,
    }
}

/// A mailbox under construction: messages with their verdicts.
#[derive(Default)]
struct Making {
    messages: Vec<Arc<Packed>>,
    verdicts: Vec<Verdict>,
}

impl Making {
    fn add(&mut self, seconds: i64, from: (&str, &str), subject: &str, to: &str, verdict: Verdict) -> usize {
        let n = self.messages.len();
        self.messages.push(Arc::new(Packed::of(&envelope(n, at(seconds), from, subject, to))));
        self.verdicts.push(verdict);
        n
    }

    fn picture(self, incidents: Vec<Incident>) -> Picture {
        let findings = Findings { incidents, verdicts: self.verdicts, me: vec![ME.into()], ..Findings::default() };
        Picture {
            source: source(true),
            mailboxes: mailboxes(),
            messages: self.messages,
            junk: Vec::new(),
            findings: Arc::new(findings),
            decisions: BTreeMap::new(),
            moved: Arc::new(BTreeSet::new()),
            remarks: Vec::new(),
            followed: std::collections::BTreeMap::new(),
            open_action: None,
        }
    }
}

pub fn source(can_move: bool) -> SourceInfo {
    SourceInfo { id: "sample".into(), label: ME.into(), can_move, server: None }
}

fn mailboxes() -> Vec<MailboxInfo> {
    let info =
        |name: &str, special| MailboxInfo { name: MailboxName::new(name), separator: Some('/'), special, selectable: true };
    vec![
        info("INBOX", Some(SpecialUse::Inbox)),
        info("Gesendet", Some(SpecialUse::Sent)),
        info("Papierkorb", Some(SpecialUse::Trash)),
        info("Spamverdacht", Some(SpecialUse::Junk)),
        info("Verein/Vorstand", None),
        info("Verein/Jugend", None),
        info("Urlaub", None),
    ]
}

/// The open list, with `flood` messages of the flood after a calm day before.
pub fn flood(flood: usize) -> Picture {
    let mut making = Making::default();
    for n in 0..40usize {
        let person = PEOPLE.get(n % PEOPLE.len()).copied().unwrap_or_default();
        let plain = verdict(Kind::Ordinary, None, None, &[]);
        making.add(-86_400 * 3 + i64::try_from(n).unwrap_or(0) * 5_400, person, "Fotos vom Sommerfest", ME, plain);
    }
    let trigger = verdict(Kind::Trigger, Some(1), Some(Protection::Evidence), &[("first_answered", "187"), ("alias", LIST)]);
    let office = ("Geschäftsstelle", "h.lehmann@verein.example");
    let trigger = making.add(0, office, "Neues Passwort für den Fanshop", LIST, trigger);
    let mut kinds: BTreeMap<Kind, u32> = BTreeMap::from([(Kind::Trigger, 1)]);
    for n in 0..flood {
        let kind = flood_kind(n);
        *kinds.entry(kind).or_default() += 1;
        // Swells fast and fades over the night.
        let seconds = (n * n * 27_000).checked_div(flood * flood).and_then(|s| i64::try_from(s).ok()).unwrap_or(0) + 60;
        let from = match kind {
            Kind::ReplyAll | Kind::AutoReply => PEOPLE.get(n % PEOPLE.len()),
            Kind::Bounce => Some(&("Mail Delivery System", "mailer-daemon@mail.example")),
            _ => SHOPS.get(n % SHOPS.len()),
        };
        let (code, detail) = sign(kind);
        let seen = verdict(kind, Some(1), None, &[(code, detail), ("alias", LIST), ("burst", "61")]);
        making.add(seconds, from.copied().unwrap_or_default(), subject(kind, n), LIST, seen);
    }
    let kept = [
        (Protection::Security, ("Fanshop", "konto@shop.verein.example"), "Ihr neues Passwort für den Fanshop"),
        (Protection::WroteTo, ("Sabine Wörth", "sabine.woerth@mail.example"), "Re: Samstag um drei am Bahnhof?"),
        (Protection::WroteTo, ("Renate Pfaff", "renate.pfaff@mail.example"), "Kuchen für das Fest"),
        (Protection::Appointment, ("Bürgeramt", "termine@stadt.example"), "Bitte bestätigen Sie Ihren Termin am 4. Dezember"),
        (Protection::Order, ("Buchhandlung am Markt", "bestellung@buch.example"), "Ihre Bestellung liegt bereit"),
    ];
    for (n, (reason, from, words)) in kept.into_iter().enumerate() {
        *kinds.entry(Kind::Ordinary).or_default() += 1;
        let safe = verdict(Kind::Ordinary, Some(1), Some(reason), &[reason_of(reason)]);
        making.add(3_600 + i64::try_from(n).unwrap_or(0) * 900, from, words, ME, safe);
    }
    // What comes straight to her meanwhile, outside the flood.
    let straight = [
        (Some(Protection::Security), ("Sparkasse", "service@sparkasse.example"), "Neue Anmeldung in Ihrem Online-Banking"),
        (Some(Protection::Travel), ("Bahnreisen", "buchung@bahnreisen.example"), "Ihre Fahrkarte für Samstag"),
        (None, ("Tim", "tim@familie.example"), "Gut angekommen"),
    ];
    for (n, (reason, from, words)) in straight.into_iter().enumerate() {
        let signs: Vec<_> = reason.into_iter().map(reason_of).collect();
        making.add(4_100 + i64::try_from(n).unwrap_or(0) * 1_300, from, words, ME, verdict(Kind::Ordinary, None, reason, &signs));
    }
    let word = verdict(
        Kind::Announcement,
        Some(1),
        Some(Protection::Announcement),
        &[("apology", "Entschuldigung"), ("operator", "verein.example")],
    );
    *kinds.entry(Kind::Announcement).or_default() += 1;
    let word = making.add(
        11 * 3600 / 4 + 20_000,
        ("Geschäftsstelle", "info@verein.example"),
        "Entschuldigung für die E-Mail-Flut",
        LIST,
        word,
    );
    let protected = u32::try_from(kept.len()).unwrap_or(0) + 2;
    let messages = u32::try_from(flood).unwrap_or(u32::MAX).saturating_add(protected);
    let timeline = timeline(&making, 300);
    let incident = Incident {
        id: 1,
        kind: IncidentKind::OpenList,
        key: LIST.into(),
        channel: Channel::Alias(LIST.into()),
        started: at(0),
        ended: at(30_000),
        messages,
        protected,
        senders: messages / 2 + 1,
        peak_per_minute: (messages / 78).max(1),
        kinds,
        trigger: Some(trigger),
        announcements: vec![word],
        personal_data: messages / 9,
        operator: Operator { domain: "verein.example".into(), owner: None },
        timeline,
    };
    making.picture(vec![incident])
}

/// The messages from the beginning on, in buckets of so many seconds.
fn timeline(making: &Making, step: i64) -> Timeline {
    let mut buckets: Vec<[u32; 10]> = Vec::new();
    for (message, verdict) in making.messages.iter().zip(&making.verdicts) {
        let Ok(at) = usize::try_from((message.received.as_second() - BEGINNING).div_euclid(step)) else { continue };
        if buckets.len() <= at {
            buckets.resize(at + 1, [0; 10]);
        }
        let kind = Kind::ALL.iter().position(|kind| *kind == verdict.kind);
        if let Some(count) = kind.and_then(|kind| buckets.get_mut(at)?.get_mut(kind)) {
            *count += 1;
        }
    }
    Timeline { start: at(0), step, buckets }
}

/// The same, and a subscription bomb besides.
pub fn two() -> Picture {
    let mut picture = flood(4_805);
    let mut findings = Findings::clone(&picture.findings);
    let mut bomb = findings.incidents.first().cloned();
    if let Some(bomb) = &mut bomb {
        bomb.id = 2;
        bomb.kind = IncidentKind::SubscriptionBomb;
        bomb.key = ME.into();
        bomb.channel = Channel::Direct;
        bomb.messages = 612;
        bomb.protected = 1;
        bomb.peak_per_minute = 19;
        bomb.trigger = None;
        bomb.announcements = Vec::new();
        bomb.kinds = BTreeMap::from([(Kind::Confirmation, 480), (Kind::Welcome, 120), (Kind::Newsletter, 12)]);
    }
    findings.incidents.extend(bomb);
    picture.findings = Arc::new(findings);
    picture
}

/// A mailbox without a flood.
pub fn calm(messages: usize) -> Picture {
    let mut making = Making::default();
    for n in 0..messages {
        let person = PEOPLE.get(n % 5 * (n % 7) % PEOPLE.len()).copied().unwrap_or_default();
        let shop = SHOPS.get(n % 3).copied().unwrap_or_default();
        let (from, words, kind) = match n % 4 {
            0 => (shop, "Die Angebote der Woche", Kind::Newsletter),
            1 => (person, "[Jugend] Training am Dienstag fällt aus", Kind::List),
            _ => (person, "Grüße aus dem Urlaub", Kind::Ordinary),
        };
        let n = i64::try_from(n).unwrap_or(0);
        making.add(n * -7_000, from, words, ME, verdict(kind, None, None, &[]));
    }
    let mut picture = making.picture(Vec::new());
    for message in picture.messages.iter_mut().skip(1).step_by(4) {
        let mut listed = message.open();
        listed.list.id = Some("jugend.verein.example".into());
        *message = Arc::new(Packed::of(&listed));
    }
    picture
}

/// A million rows; the same thousand messages again and again.
pub fn million() -> Picture {
    let mut picture = flood(950);
    let some = picture.messages.clone();
    let verdicts = picture.findings.verdicts.clone();
    let repeat = 1_000_000 / some.len().max(1) + 1;
    picture.messages = std::iter::repeat_n(some, repeat).flatten().take(1_000_000).collect();
    let mut findings = Findings::clone(&picture.findings);
    findings.verdicts = std::iter::repeat_n(verdicts, repeat).flatten().take(1_000_000).collect();
    picture.findings = Arc::new(findings);
    picture
}

/// Why it is wanted, from whom, about what, and what it was seen in.
type Found = (Protection, (&'static str, &'static str), &'static str, &'static [(&'static str, &'static str)]);

/// The same mailbox with wanted mail among its junk.
pub fn with_junk(mut picture: Picture) -> Picture {
    let found: [Found; 3] = [
        (
            Protection::Appointment,
            ("Bürgeramt", "termine@stadt.example"),
            "Bitte bestätigen Sie Ihren Termin am 4. Dezember",
            &[("appointment_words", "bestätigen Sie Ihren Termin"), ("direct", "")],
        ),
        (
            Protection::WroteTo,
            ("Sabine Wörth", "sabine.woerth@mail.example"),
            "Fotos von gestern",
            &[("wrote_to", "sabine.woerth@mail.example")],
        ),
        (
            Protection::Travel,
            ("Bahnreisen", "buchung@bahnreisen.example"),
            "Ihre Buchung: Fahrkarte und Sitzplatz für die Reise am Samstag nach Kaiserslautern Hauptbahnhof",
            &[("travel_words", "Ihre Buchung"), ("known_sender", "buchung@bahnreisen.example"), ("direct", "")],
        ),
    ];
    let mut findings = Findings::clone(&picture.findings);
    for (n, (reason, from, subject, signs)) in found.into_iter().enumerate() {
        let when = at(5_000 + i64::try_from(n).unwrap_or(0) * 4_000);
        let mut message = envelope(90_000 + n, when, from, subject, ME);
        message.mailbox = MailboxName::new("Spamverdacht");
        picture.junk.push(Arc::new(Packed::of(&message)));
        let evidence = signs.iter().map(|(code, detail)| Evidence { code, detail: (*detail).into() }).collect();
        findings.found_in_junk.push(FoundInJunk { at: n, reason, evidence });
    }
    picture.findings = Arc::new(findings);
    picture
}

/// What bringing them back would do.
pub fn rescue(picture: &Picture) -> Preview {
    let items = picture.junk.iter().map(|m| Item::of(m, m.message.clone())).collect();
    let step = Step { from: MailboxName::new("Spamverdacht"), uid_validity: 1, to: MailboxName::inbox(), items };
    Preview::new(Plan { source: "sample".into(), purpose: Purpose::Selection, create: Vec::new(), steps: vec![step] }, Vec::new())
}

/// What clean-up would do with the incident.
pub fn preview(picture: &Picture, to: &str) -> Preview {
    let chosen = || picture.messages.iter().zip(&picture.findings.verdicts).filter(|(_, v)| v.incident == Some(1));
    let items: Vec<Item> =
        chosen().filter(|(_, verdict)| verdict.offered()).map(|(m, _)| Item::of(m, m.message.clone())).collect();
    let step =
        |items: &[Item]| Step { from: MailboxName::inbox(), uid_validity: 1, to: MailboxName::new(to), items: items.to_vec() };
    let plan = Plan {
        source: "sample".into(),
        purpose: Purpose::CleanUp { kind: "open_list".into(), key: LIST.into() },
        create: Vec::new(),
        steps: items.chunks(STEP).map(step).collect(),
    };
    let stays = chosen().filter_map(|(m, v)| Some((m.key(), Stay::Protected(v.protected?)))).collect();
    Preview::new(plan, stays)
}

/// An action of the journal.
pub fn action(id: i64, state: ActionState, moved: usize, failed: usize) -> Action {
    let planned = 4_805;
    let from_before = 4_852;
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    Action {
        id: ActionId(id),
        source: ME.into(),
        home: crate::engine::SourceSpec::Path("sample".into()),
        purpose: Purpose::CleanUp { kind: "open_list".into(), key: LIST.into() },
        begun: at(10 * 3600),
        state,
        to: vec![MailboxName::new("Papierkorb")],
        uses: BTreeMap::from([(MailboxName::new("Papierkorb"), SpecialUse::Trash)]),
        planned,
        moved,
        gone: 0,
        failed,
        problem: (failed > 0).then(|| Problem::new(ProblemKind::OverQuota, "", "Quota exceeded (mailbox for user is full)")),
        counted: (state != ActionState::Open).then(|| Counted {
            from_before,
            from_after: from_before - count(moved),
            to_before: 12,
            to_after: 12 + count(moved),
        }),
        can_undo: state != ActionState::Undone && moved > 0,
    }
}
