//! What a message is: every signal adds weight to a kind and says so; the heaviest kind wins. The weights are a table's
//! ([`super::weights`]); here stands which signals there are.

use super::evidence::{Detail, Reason};
use super::phrases::{Class, Hits, Near};
use super::signals::{FINGERPRINT, MACHINE, Marks, OWN_MATTER, Signal};
use super::weights::{Feature, Number, Weights, Words};
use super::{IncidentKind, Kind};

/// Where a message stands when it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub channel: Channel,
    /// The flood it belongs to.
    pub flood: Option<IncidentKind>,
    /// Nothing came from its sender before.
    pub first_seen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Direct,
    List,
    Alias,
    Crowd,
}

/// What one message's words and marks amount to, wherever it stands: taken once, when it is pushed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// How much the words alone speak for asking to confirm a sign-up, 0 to about 90.
    pub asks: i16,
    pub welcomes: i16,
    /// A bulk sender's or a web site's fingerprints, 0 to about 100; they know no language.
    pub fingerprint: i16,
    pub bounces: i16,
    pub auto_replies: i16,
    pub takes_off: i16,
    /// What most deserves protection, and how much speaks for it.
    pub content: Option<(Class, i16)>,
    /// It is about something that deserves protection, rather than about a sign-up.
    pub other_matter: bool,
    /// It asks or claims something as forgers do.
    pub look_alike: bool,
}

/// Marks and what they say of machines.
const MACHINES: [(Marks, Feature, &str); 7] = [
    (Marks::DELIVERY_REPORT, Feature::DeliveryReport, "delivery_report"),
    (Marks::DAEMON, Feature::Daemon, "daemon"),
    (Marks::NULL_PATH, Feature::NullPath, "null_path"),
    (Marks::AUTO_REPLIED, Feature::AutoSubmitted, "auto_submitted"),
    (Marks::AUTO_HEADER, Feature::AutoHeader, "auto_header"),
    (Marks::AUTO_SUBJECT, Feature::AutoSubject, "auto_subject"),
    (Marks::TOKEN_LINK, Feature::TokenLink, "token_link"),
];

/// Does this mark count? What a mail server marks as an answer by machine is its report (RFC 3834 section 2), no answering machine's.
fn by_machine(marks: Marks, mark: Marks) -> bool {
    marks.has(mark) && !(mark == Marks::AUTO_REPLIED && marks.has(Marks::DAEMON))
}

impl Scores {
    pub fn of(marks: Marks, hits: &Hits, weights: &Weights) -> Self {
        let machines = |kind: Kind| {
            if !marks.any(MACHINE) {
                return 0;
            }
            let there = MACHINES.iter().filter(|(mark, ..)| by_machine(marks, *mark) && *mark != Marks::TOKEN_LINK);
            there.map(|(_, feature, _)| weights.for_kind(*feature, kind)).sum::<i32>()
        };
        let scores = Self {
            asks: small(asks(hits, weights)),
            welcomes: small(welcomes(hits, weights)),
            fingerprint: small(fingerprint(marks, weights)),
            bounces: small(machines(Kind::Bounce) + bounce_words(marks, hits, weights)),
            auto_replies: small(machines(Kind::AutoReply) + auto_reply_words(marks, hits, weights)),
            takes_off: small(weights.points(Words::TakeMeOff, hits.of(Class::TakeMeOff))),
            content: super::weights::content(hits, weights).map(|(class, points)| (class, small(points))),
            other_matter: false,
            look_alike: false,
        };
        let claims = scores.words() > 0 || scores.content.is_some() || i32::from(scores.fingerprint) > 0;
        // What a machine answers or sends back names whatever it answers.
        let look_alike = claims && !marks.any(MACHINE) && lure(marks, hits, weights) >= weights.number(Number::LookAlike);
        Self { other_matter: scores.other_matter(marks, hits, weights), look_alike, ..scores }
    }

    /// The words of a sign-up and of what deserves protection are held against each other, the more so for a bulk sender;
    /// what stands in the subject counts more than what the text says by the way.
    fn other_matter(&self, marks: Marks, hits: &Hits, weights: &Weights) -> bool {
        let Some((class, points)) = self.content else { return false };
        let limit = |number| weights.number(number);
        let (points, words) = (i32::from(points), i32::from(self.asks.max(self.welcomes)));
        let by_the_way = hits.of(class).subject == 0;
        // Sign-ups speak of passwords and codes too; of bookings and bills they do not.
        let near = matches!(class, Class::Security | Class::Code);
        let outweighs = words + limit(Number::Margin);
        // Who keeps a list of addresses and knows no more than the address says what a few words say.
        let few = words >= limit(Number::FewWords) || marks.has(Marks::UNSUBSCRIBE) && !marks.any(OWN_MATTER);
        let against = match i32::from(self.fingerprint) >= limit(Number::Fingerprint) {
            true if few && near && by_the_way => outweighs.max(limit(Number::NearByTheWay)),
            true if words >= limit(Number::FewWords) && near => outweighs.max(limit(Number::Near)),
            true if words >= limit(Number::EnoughWords) => outweighs,
            false if words >= limit(Number::WordsByHand) => words + limit(Number::MarginByHand),
            _ => 0,
        };
        points >= limit(Number::Protects) && points >= against
    }

    /// The words of a sign-up, whichever.
    pub fn words(&self) -> i32 {
        i32::from(self.asks.max(self.welcomes))
    }

    pub fn is_bounce(&self, weights: &Weights) -> bool {
        i32::from(self.bounces) >= weights.number(Number::Bounce)
    }

    pub fn is_auto_reply(&self, weights: &Weights) -> bool {
        i32::from(self.auto_replies) >= weights.number(Number::AutoReply)
    }
}

fn small(points: i32) -> i16 {
    i16::try_from(points).unwrap_or(i16::MAX)
}

fn asks(hits: &Hits, weights: &Weights) -> i32 {
    let said = weights.points(Words::Confirmation, hits.of(Class::Confirmation));
    let together = weights.pair(hits.of(Class::Ask), hits.of(Class::SignUp)).max(weights.near(hits.near()));
    if said > 0 && together > 0 { said.max(together) + said.min(together) / 2 } else { said.max(together) }
}

/// Who greets and asks besides to confirm by a link, asks: the greeting is courtesy.
fn welcomes(hits: &Hits, weights: &Weights) -> i32 {
    let points = weights.points(Words::Welcome, hits.of(Class::Welcome));
    let by_link = [Near::WEAK_LINK, Near::PLAIN_LINK, Near::DONE_LINK].into_iter().any(|near| hits.near().has(near));
    if by_link { points * weights.number(Number::GreetingBesides) / WHOLE } else { points }
}

fn fingerprint(marks: Marks, weights: &Weights) -> i32 {
    let bulk = [
        (Marks::UNSUBSCRIBE, Number::BulkUnsubscribe),
        (Marks::BULK, Number::BulkSender),
        (Marks::PRECEDENCE, Number::BulkPrecedence),
        (Marks::SITE_MAILER, Number::BulkSiteMailer),
        (Marks::ONE_CLICK, Number::BulkOneClick),
        (Marks::TOKEN_LINK, Number::BulkTokenLink),
        (Marks::AUTO_GENERATED, Number::BulkAutoGenerated),
        (Marks::NO_REPLY, Number::BulkNoReply),
        (Marks::LIST_ROBOT, Number::BulkListRobot),
    ];
    bulk.into_iter().filter(|(mark, _)| marks.has(*mark)).map(|(_, number)| weights.number(number)).sum()
}

/// What speaks for a forger: his words, and what needs none.
fn lure(marks: Marks, hits: &Hits, weights: &Weights) -> i32 {
    let signs = [
        (Marks::DISGUISED, Number::Disguised),
        (Marks::BORROWED_NAME, Number::BorrowedName),
        (Marks::NAMES_A_HOUSE, Number::NamesAHouse),
        (Marks::UNSIGNED, Number::Unsigned),
    ];
    let signs: i32 = signs.into_iter().filter(|(mark, _)| marks.has(*mark)).map(|(_, number)| weights.number(number)).sum();
    signs + weights.points(Words::Lure, hits.of(Class::Lure))
}

fn bounce_words(marks: Marks, hits: &Hits, weights: &Weights) -> i32 {
    let points = weights.points(Words::Bounce, hits.of(Class::Bounce));
    // Words of a bounce in a message of a person are a quotation; a parcel too may be undeliverable.
    let server = Marks::DAEMON.with(Marks::NULL_PATH).with(Marks::DELIVERY_REPORT);
    let says_why = marks.has(Marks::REFUSAL) && !marks.any(Marks::REPLY.with(Marks::FORWARD));
    if marks.any(server) || says_why { points } else { points / 3 }
}

fn auto_reply_words(marks: Marks, hits: &Hits, weights: &Weights) -> i32 {
    let points = weights.points(Words::AutoReply, hits.of(Class::AutoReply));
    if marks.any(FINGERPRINT) { points / 2 } else { points }
}

/// A mark that is there counts as this much, so that its weight is what it adds.
const WHOLE: i32 = 100;

/// One thing that was seen in a message where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub feature: Feature,
    /// 100 for a mark, points for words.
    pub value: i32,
    code: &'static str,
    detail: Detail,
}

/// Everything that speaks for a kind.
pub fn features(signal: &Signal, setting: Setting, weights: &Weights, mut see: impl FnMut(Seen)) {
    let mut mark = |feature, code, detail| see(Seen { feature, value: WHOLE, code, detail });
    signs_of_machines(signal, setting, &mut mark);
    signs_of_sign_up(signal, setting, &mut mark);
    signs_of_people(signal, setting, &mut mark);
    if signal.scores.look_alike {
        mark(Feature::LookAlike, "look_alike", Detail::Nothing);
    }
    words(signal, setting, weights, see);
}

fn words(signal: &Signal, setting: Setting, weights: &Weights, mut see: impl FnMut(Seen)) {
    let hits = &Hits::from(&signal.hits);
    let mut word = |feature, points: i32, code, class: Class| {
        if points > 0 {
            see(Seen { feature, value: points, code, detail: Detail::Text(hits.of(class).phrase()) });
        }
    };
    let asks = i32::from(signal.scores.asks);
    if hits.of(Class::Confirmation).best() > 0 {
        word(Feature::ConfirmationWords, asks, "confirmation_words", Class::Confirmation);
    } else {
        word(Feature::AsksForSignUp, asks, "asks_for_sign_up", Class::Ask);
    }
    word(Feature::WelcomeWords, i32::from(signal.scores.welcomes), "welcome_words", Class::Welcome);
    let newsletter = weights.points(Words::Newsletter, hits.of(Class::Newsletter));
    word(Feature::NewsletterWords, newsletter, "newsletter_words", Class::Newsletter);
    word(Feature::BounceWords, bounce_words(signal.marks, hits, weights), "bounce_words", Class::Bounce);
    word(Feature::AutoReplyWords, auto_reply_words(signal.marks, hits, weights), "auto_reply_words", Class::AutoReply);
    // On a quiet list such a call is no flood, but it is seen.
    let shared = matches!(setting.channel, Channel::List | Channel::Alias);
    let calls = setting.flood.is_none() && shared && signal.personal_mail(served(signal, setting));
    if calls || speaks_to_all(signal, setting).is_some() {
        word(Feature::TakeMeOffWords, i32::from(signal.scores.takes_off), "take_me_off_words", Class::TakeMeOff);
    }
    if let Some((class, points)) = signal.scores.content
        && setting.flood.is_none()
    {
        word(Feature::ContentWords, i32::from(points), super::protect::content_code(class), class);
    }
}

type See<'a> = &'a mut dyn FnMut(Feature, &'static str, Detail);

fn signs_of_sign_up(signal: &Signal, setting: Setting, see: See<'_>) {
    // A bulk sender's mail is a newsletter, unless it is the first one of a stranger in a wave of sign-ups: then it asks to
    // confirm, in whatever language.
    // A list marks all its mail as bulk; there only what no list adds tells the bulk sender.
    let own_marks = Marks::BULK.with(Marks::SITE_MAILER).with(Marks::TOKEN_LINK).with(Marks::AUTO_GENERATED);
    let through_list = served(signal, setting);
    let answer = signal.marks.any(Marks::MACHINE_ANSWER.with(Marks::BARE_ANSWER));
    let wave = setting.flood.is_some() && setting.first_seen && !answer && !signal.is_edition();
    let wave = wave && (!through_list || signal.marks.any(own_marks));
    let bulk = [
        (Marks::UNSUBSCRIBE, Feature::Unsubscribe, "unsubscribe"),
        (Marks::BULK, Feature::BulkSender, "bulk_sender"),
        (Marks::PRECEDENCE, Feature::Precedence, "precedence"),
        (Marks::SITE_MAILER, Feature::SiteMailer, "site_mailer"),
    ];
    let bulk = bulk.into_iter().filter(|(mark, ..)| signal.is(*mark));
    if wave {
        if bulk.count() > 0 {
            see(Feature::FirstSeen, "first_seen", Detail::Known(signal.from));
            // Without a token nothing can be confirmed.
            if signal.is(Marks::LINK) && !signal.marks.any(Marks::LONG_TOKEN.with(Marks::TOKEN_LINK)) {
                see(Feature::NoToken, "", Detail::Nothing);
            }
        }
    } else {
        let mut marked = false;
        for (_, feature, code) in bulk {
            marked = true;
            see(feature, code, Detail::Nothing);
        }
        if marked {
            see(Feature::ByMachine, "", Detail::Nothing);
        }
    }
    if signal.is(Marks::LIST_ROBOT) {
        see(Feature::ListRobot, "list_robot", Detail::Known(signal.from));
    }
    if signal.is(Marks::REPLY) && !signal.marks.any(FINGERPRINT) && !signal.is(Marks::LIST_ROBOT) {
        see(Feature::HandAnswer, "", Detail::Nothing);
    }
    let machine = signal.marks.any(MACHINE) && !signal.is(Marks::LIST_ROBOT);
    if through_list && setting.flood.is_none() || machine {
        see(Feature::NoSignUp, "", Detail::Nothing);
    }
}

fn signs_of_machines(signal: &Signal, setting: Setting, see: See<'_>) {
    let any = signal.marks.any(MACHINE.with(Marks::TOKEN_LINK));
    for (mark, feature, code) in MACHINES.into_iter().filter(|_| any) {
        // A link that confirms says something only where somebody asks to click on it.
        if by_machine(signal.marks, mark) && (mark != Marks::TOKEN_LINK || signal.scores.asks > 0) {
            see(feature, code, Detail::Nothing);
        }
    }
    // Outside of floods ticket systems write so.
    if setting.flood.is_some() {
        if signal.is(Marks::MACHINE_ANSWER) {
            see(Feature::MachineAnswer, "machine_answer", Detail::Nothing);
        }
        if signal.is(Marks::BARE_ANSWER) {
            see(Feature::BareAnswer, "bare_answer", Detail::Nothing);
        }
    }
}

/// Did a list server add marks of its own, which say nothing of the writer?
fn served(signal: &Signal, setting: Setting) -> bool {
    setting.channel == Channel::List || setting.channel == Channel::Alias && signal.is(Marks::SERVED)
}

/// Does a person speak to everybody here? During a flood that is part of it; before and after, only an answer to a crowd.
fn speaks_to_all(signal: &Signal, setting: Setting) -> Option<Feature> {
    if setting.channel == Channel::Direct || !signal.personal_mail(served(signal, setting)) {
        return None;
    }
    match (setting.flood.is_some(), setting.channel) {
        (true, _) => Some(Feature::Person),
        (false, Channel::Crowd) if signal.is(Marks::REPLY) => Some(Feature::PersonInCrowd),
        _ => None,
    }
}

fn signs_of_people(signal: &Signal, setting: Setting, see: See<'_>) {
    match (setting.channel, setting.flood.is_some()) {
        (Channel::List, true) => see(Feature::ListInFlood, "list", Detail::Known(signal.list)),
        (Channel::List, false) => see(Feature::List, "list", Detail::Known(signal.list)),
        (Channel::Alias, false) => {
            see(Feature::Alias, "alias", Detail::Known(signal.to.first().copied().unwrap_or_default()));
        }
        _ => {}
    }
    see(Feature::Direct, "direct", Detail::Nothing);
    if let Some(person) = speaks_to_all(signal, setting) {
        see(person, "person", Detail::Nothing);
        if signal.is(Marks::REPLY) && !signal.is(Marks::BARE_ANSWER) {
            see(Feature::Reply, "reply", Detail::Nothing);
        }
    }
}

/// The heaviest kind, and by how much it leads before the next.
pub fn lead(signal: &Signal, setting: Setting, weights: &Weights) -> (Kind, i32) {
    let mut score = [0; 10];
    features(signal, setting, weights, |one| add(&mut score, &one, weights));
    let kind = heaviest(score);
    let best = score.get(kind as usize).copied().unwrap_or_default();
    if let Some(slot) = score.get_mut(kind as usize) {
        *slot = i32::MIN;
    }
    let next = score.into_iter().fold(i32::MIN, i32::max);
    (kind, best - next)
}

fn add(score: &mut [i32; 10], one: &Seen, weights: &Weights) {
    let weights = score.iter_mut().zip(weights.of(one.feature));
    // Most are marks, and need no division.
    match one.value {
        WHOLE => weights.for_each(|(sum, weight)| *sum += weight),
        value => weights.for_each(|(sum, weight)| *sum += value * weight / WHOLE),
    }
}

/// Weighs a message: its kind, and the reasons for that kind, heaviest first.
pub fn weigh(signal: &Signal, setting: Setting, weights: &Weights) -> (Kind, Vec<Reason>) {
    let mut score = [0; 10];
    let mut seen = Vec::with_capacity(8);
    features(signal, setting, weights, |one| {
        add(&mut score, &one, weights);
        seen.push(one);
    });
    let kind = heaviest(score);
    let mut reasons: Vec<Reason> = seen.into_iter().filter_map(|one| reason(&one, kind, weights)).collect();
    reasons.sort_by_key(|r| (std::cmp::Reverse(r.weight), r.code));
    (kind, reasons)
}

/// The kind with most weight; of equals the first.
fn heaviest(score: [i32; 10]) -> Kind {
    let most = score.iter().copied().fold(i32::MIN, i32::max);
    let best = Kind::ALL.iter().zip(score).find(|(_, score)| *score == most);
    best.map_or(Kind::Ordinary, |(kind, _)| *kind)
}

/// What was seen as a reason for a kind, where it speaks for it and can be put into words.
fn reason(seen: &Seen, kind: Kind, weights: &Weights) -> Option<Reason> {
    let weight = seen.value * weights.for_kind(seen.feature, kind) / WHOLE;
    (weight > 0 && !seen.code.is_empty()).then_some(Reason { kind, weight, code: seen.code, detail: seen.detail })
}
