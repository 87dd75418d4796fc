//! The boxes by name.

use super::bank::FULL;
use super::everyday::Wanted;
use super::lists::{List, Server as Host};
use super::people::{self, Person};
use super::scene::{DAY, HOUR, Inbox, MINUTE, Scene, calm};
use super::senders::{self, Purpose, Sender};
use super::storm::{Mix, Pace, Storm};
use super::{bank, mime};
use deich::triage::Kind;

pub type Make = fn(&mut Scene);

pub const TABLE: &[(&str, Make)] = &[
    // The open list, through every kind of list server.
    ("open_alias_night", |s| open(s, Host::Alias, None, &["de", "en"])),
    ("open_forwarder", |s| open(s, Host::Forwarder, None, &["de", "en", "fr"])),
    ("open_exchange", |s| open(s, Host::Exchange, None, &["en", "de"])),
    ("open_mailman2", |s| open(s, Host::Mailman2, Some("Mitglieder"), &["de", "en"])),
    ("open_mailman3_dmarc", |s| open(s, Host::Mailman3, Some("members"), &["en", "fr", "es"])),
    ("open_sympa", |s| open(s, Host::Sympa, Some("liste"), &["fr", "en", "it"])),
    ("open_listserv", |s| open(s, Host::Listserv, None, &["en", "nl"])),
    ("open_google_groups_via", |s| open(s, Host::GoogleGroups, None, &["en", "es", "pl"])),
    ("open_ezmlm", |s| open(s, Host::Ezmlm, None, &["nl", "en", "tr"])),
    ("open_all_languages", all_languages),
    ("open_slow", slow),
    ("open_second_wave", second_wave),
    ("open_changed_subjects", changed_subjects),
    ("open_dropped_threads", dropped_threads),
    ("open_replies_only", replies_only),
    ("open_sign_ups_only", sign_ups_only),
    ("open_newsletters_too", newsletters_too),
    ("open_beside_busy_list", beside_busy_list),
    ("open_on_busy_list", on_busy_list),
    ("two_open_lists", two_lists),
    ("open_and_bomb", open_and_bomb),
    // Everybody visible.
    ("reply_all_office", |s| crowd(s, 60, 0)),
    ("reply_all_club_small", |s| crowd(s, 28, 30)),
    ("reply_all_no_references", |s| crowd(s, 90, 70)),
    // Upon the member.
    ("bomb_night", |s| bomb(s, Pace::Night, 10, 900)),
    ("bomb_slow", |s| bomb(s, Pace::Slow, 30, 600)),
    ("bomb_short", |s| bomb(s, Pace::Even, 1, 300)),
    ("bomb_all_languages", bomb_languages),
    ("bomb_on_alias", bomb_alias),
    ("bomb_plus_address", bomb_plus),
    ("bomb_fetched", bomb_fetched),
    ("bomb_with_own_matters", bomb_with_own_matters),
    ("backscatter_night", |s| backscatter(s, false)),
    ("backscatter_alias", |s| backscatter(s, true)),
    ("loop_growing_subject", |s| answer_loop(s, 0)),
    ("loop_tickets", |s| answer_loop(s, 1)),
    ("loop_null_path", |s| answer_loop(s, 2)),
    // Nothing happened.
    ("quiet_busy_list", quiet_busy_list),
    ("quiet_busy_alias", quiet_busy_alias),
    ("quiet_newsletter_day", quiet_newsletter_day),
    ("quiet_holiday", quiet_holiday),
    ("quiet_commits", quiet_commits),
    ("quiet_first_sync", quiet_first_sync),
    ("quiet_birthday", quiet_birthday),
    ("quiet_kick_off", quiet_kick_off),
    ("quiet_digests", quiet_digests),
    ("quiet_junk", quiet_junk),
];

/// Boxes for training alone, of what the others have too little of: nobody set a limit to how many forgers pass here.
pub const TRAINING: &[(&str, Make)] = &[("bomb_with_forgers", bomb_with_forgers)];

/// Ordinary mail around everything.
fn around(s: &mut Scene) {
    let (start, before, after) = (s.start, s.count(420), s.count(30));
    s.history(150, before, start);
    s.history(4, after, start + 5 * DAY);
    s.wanted_between(start - 3 * DAY, start - HOUR);
}

fn club(s: &mut Scene, server: Host) -> List {
    let (a, b) = people::mine(
        s.half,
        &[
            ("mitglieder", "Mitglieder"),
            ("alle", "Alle"),
            ("members", "Members"),
            ("info-liste", "Infoliste"),
            ("verteiler", "Verteiler"),
            ("membres", "Membres"),
        ],
    )[s.rng.below(3)]
    .to_owned();
    let hosts = [
        "tsv-hohenried.example",
        "chor-am-see.example",
        "rowing-club.example",
        "bridge-society.example",
        "amis-du-livre.example",
        "kleingarten-ost.example",
        "partei-sued.example",
        "alumni-physik.example",
    ];
    let domain = **s.rng.pick(&people::mine(s.half, &hosts));
    let domain = format!("{}{domain}", if s.rng.percent(30) { "mail." } else { "" });
    List::new(server, a, &domain, b)
}

fn open(s: &mut Scene, server: Host, tag: Option<&str>, langs: &[&'static str]) {
    around(s);
    let mut list = club(s, server);
    if let Some(tag) = tag {
        list = list.tagged(tag);
    }
    if matches!(server, Host::Mailman3 | Host::GoogleGroups) {
        list = list.munging();
    }
    // A word from the office now and then, long before.
    let office: Vec<Person> = (0..2).map(|_| people::person(&mut s.rng, s.half, langs[0], Some(&list.domain.clone()))).collect();
    let start = s.start;
    s.healthy(&mut list, &office, 140, 6, start - 2 * DAY);
    let storm = Storm::new(s.count(900), 9, langs);
    let incident = s.open_list(&mut list, start, &storm);
    s.stragglers(&mut list, incident, start + 10 * HOUR, 4, langs[0]);
    s.wanted_between(start + 10 * MINUTE, start + 9 * HOUR);
    s.wanted_between(start + 12 * HOUR, start + 60 * HOUR);
}

fn all_languages(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Alias);
    let storm =
        Storm { mix: Mix { sign_ups: 60, machines: 15, bounces: 3, letters: 0 }, ..Storm::new(s.count(1_500), 12, &bank::all()) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 12 * HOUR);
}

fn slow(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Mailman2);
    let storm = Storm { pace: Pace::Slow, ..Storm::new(s.count(500), 40, &["de", "en"]) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 40 * HOUR);
}

fn second_wave(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Forwarder);
    let storm = Storm { apology: false, ..Storm::new(s.count(450), 7, &["de", "en"]) };
    s.open_list(&mut list, s.start, &storm);
    let again = Storm { count: s.count(350), ..storm };
    s.open_list(&mut list, s.start + 4 * DAY, &again);
    s.wanted_between(s.start, s.start + 5 * DAY);
}

fn changed_subjects(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Exchange);
    let storm = Storm {
        changed_subjects: true,
        mix: Mix { sign_ups: 8, machines: 8, bounces: 3, letters: 0 },
        ..Storm::new(s.count(600), 8, &["de", "en", "nl"])
    };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 8 * HOUR);
}

fn dropped_threads(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Alias);
    let storm = Storm {
        dropped: 95,
        changed_subjects: true,
        mix: Mix { sign_ups: 10, machines: 5, bounces: 2, letters: 0 },
        ..Storm::new(s.count(500), 6, &FULL)
    };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 6 * HOUR);
}

fn replies_only(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Mailman3).tagged("intern");
    let storm =
        Storm { mix: Mix { sign_ups: 0, machines: 6, bounces: 0, letters: 0 }, ..Storm::new(s.count(400), 5, &["en", "de"]) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 5 * HOUR);
}

fn sign_ups_only(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Alias);
    let storm = Storm { mix: Mix { sign_ups: 92, machines: 2, bounces: 1, letters: 0 }, ..Storm::new(s.count(800), 11, &FULL) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 11 * HOUR);
}

/// Some who were given the list's address ask nothing and send their newsletter at once.
fn newsletters_too(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Alias);
    let mix = Mix { sign_ups: 50, machines: 8, bounces: 4, letters: 20 };
    let storm = Storm { mix, ..Storm::new(s.count(800), 9, &["de", "en", "fr", "it", "es"]) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

fn regulars(s: &mut Scene, count: usize, lang: &'static str) -> Vec<Person> {
    (0..count).map(|_| people::person(&mut s.rng, s.half, lang, None)).collect()
}

fn beside_busy_list(s: &mut Scene) {
    around(s);
    let mut busy = List::new(
        Host::Mailman2,
        "devel",
        if s.half == super::Half::Training { "werkbank.example" } else { "toolshed.example" },
        "Devel",
    )
    .tagged("devel");
    let people = regulars(s, 25, "en");
    let (count, after) = (s.count(900), s.count(60));
    s.healthy(&mut busy, &people, 120, count, s.start + 3 * DAY);
    s.healthy(&mut busy, &people, 2, after, s.start + 2 * DAY);
    let mut list = club(s, Host::Alias);
    let storm = Storm::new(s.count(600), 9, &["de", "en"]);
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

/// The list that is flooded is a busy one, and the talk of those who always wrote there goes on.
fn on_busy_list(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Mailman2).tagged("talk");
    let people = regulars(s, 20, s.lang);
    let (count, after) = (s.count(700), s.count(20));
    s.healthy(&mut list, &people, 120, count, s.start - DAY);
    s.healthy(&mut list, &people, 1, after, s.start + 30 * HOUR);
    let storm =
        Storm { mix: Mix { sign_ups: 25, machines: 10, bounces: 5, letters: 0 }, ..Storm::new(s.count(500), 7, &["de", "en"]) };
    s.open_list(&mut list, s.start, &storm);
    s.wanted_between(s.start, s.start + 7 * HOUR);
}

fn two_lists(s: &mut Scene) {
    around(s);
    let mut one = club(s, Host::Alias);
    let mut other = List::new(
        Host::Sympa,
        "eltern",
        if s.half == super::Half::Training { "schule-nord.example" } else { "school-west.example" },
        "Eltern",
    )
    .tagged("eltern");
    let storm = Storm::new(s.count(450), 8, &["de", "en"]);
    s.open_list(&mut one, s.start, &storm);
    let second =
        Storm { mix: Mix { sign_ups: 5, machines: 12, bounces: 3, letters: 0 }, ..Storm::new(s.count(400), 6, &["de", "fr"]) };
    s.open_list(&mut other, s.start + 2 * HOUR, &second);
    s.wanted_between(s.start, s.start + 8 * HOUR);
}

fn open_and_bomb(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Alias);
    let storm = Storm::new(s.count(500), 8, &["de", "en"]);
    s.open_list(&mut list, s.start, &storm);
    let (me, count) = (s.me(), s.count(400));
    s.bomb(&me, s.start + HOUR, 9 * HOUR, count, Pace::Night, &["en", "de", "es", "fr"]);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

fn crowd(s: &mut Scene, size: usize, dropped: u64) {
    around(s);
    let langs: &[&'static str] = if size > 50 { &["de", "en"] } else { &["de"] };
    let count = s.count(if size > 50 { 350 } else { 180 });
    let storm = Storm {
        mix: Mix { sign_ups: 0, machines: 8, bounces: 0, letters: 0 },
        dropped,
        friend: false,
        ..Storm::new(count, 5, langs)
    };
    s.reply_all(size, s.start, &storm);
    s.wanted_between(s.start, s.start + 5 * HOUR);
}

fn bomb(s: &mut Scene, pace: Pace, hours: i64, full: usize) {
    around(s);
    let (me, count) = (s.me(), s.count(full));
    s.bomb(&me, s.start, hours * HOUR, count, pace, &["en", "en", "de", "es", "fr", "it", "nl", "pl", "tr"]);
    s.wanted_between(s.start, s.start + hours * HOUR);
    s.wanted_between(s.start + (hours + 2) * HOUR, s.start + (hours + 40) * HOUR);
}

fn bomb_languages(s: &mut Scene) {
    around(s);
    let (me, count) = (s.me(), s.count(2_000));
    s.bomb(&me, s.start, 14 * HOUR, count, Pace::Night, &bank::all());
    s.wanted_between(s.start, s.start + 14 * HOUR);
}

/// The member has a second address at the same provider, to which some mail always came; it is the one that is hit.
fn bomb_alias(s: &mut Scene) {
    let alias = format!("{}@{}", people::plain(&s.me.person.first.clone()), people::provider(&mut s.rng, s.half));
    s.me.aliases.push(alias.clone());
    s.named.push(alias.clone());
    s.live_on(Inbox::Postfix);
    around(s);
    let count = s.count(500);
    s.bomb(&alias, s.start, 9 * HOUR, count, Pace::Night, &["en", "de", "fr", "es"]);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

fn bomb_plus(s: &mut Scene) {
    let (local, domain) = s.me.person.addr.split_once('@').map(|(l, d)| (l.to_owned(), d.to_owned())).unwrap();
    let plus = format!("{local}+shop@{domain}");
    s.me.aliases.push(plus.clone());
    s.named.push(plus.clone());
    s.live_on(Inbox::Dovecot);
    around(s);
    let count = s.count(450);
    s.bomb(&plus, s.start, 9 * HOUR, count, Pace::Night, &["en", "de", "it", "pl"]);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

/// All mail is fetched from another provider.
fn bomb_fetched(s: &mut Scene) {
    s.live_on(if s.seed.is_multiple_of(2) { Inbox::Fetchmail } else { Inbox::PopFetch });
    around(s);
    let (me, count) = (s.me(), s.count(500));
    s.bomb(&me, s.start, 8 * HOUR, count, Pace::Night, &["en", "de", "nl", "tr"]);
    s.wanted_between(s.start, s.start + 8 * HOUR);
}

/// Forgers write in the middle of it, who want an account, a wallet or a prize confirmed.
fn bomb_with_forgers(s: &mut Scene) {
    around(s);
    let (me, count, forged) = (s.me(), s.count(500), s.count(60));
    s.bomb(&me, s.start, 9 * HOUR, count, Pace::Night, &FULL);
    s.forgers(s.start, 9 * HOUR, forged, &FULL);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

/// The member did ask for something that night, and is asked to confirm it: a course, an order, a contract, all by strangers.
fn bomb_with_own_matters(s: &mut Scene) {
    around(s);
    let (me, count) = (s.me(), s.count(500));
    s.bomb(&me, s.start, 9 * HOUR, count, Pace::Night, &["en", "de", "fr", "es"]);
    s.own_matters(s.start, 9 * HOUR, 3, &FULL);
    s.wanted_between(s.start, s.start + 9 * HOUR);
}

fn backscatter(s: &mut Scene, alias: bool) {
    let mut hit = s.me();
    if alias {
        hit = format!("info@{}", people::site(&mut s.rng, s.half, "de").domain);
        s.me.aliases.push(hit.clone());
        s.named.push(hit.clone());
        s.live_on(Inbox::Postfix);
    }
    around(s);
    // A single bounce of the member's own mail, which is wanted.
    let person = people::person(&mut s.rng, s.half, s.lang, None);
    let sent = s.send((&person.name(), &person.addr), "Hallo", "Guten Tag", s.start - 20 * DAY);
    let (mut draft, me) = (s.bounce(&s.me()), s.me());
    (draft.to, draft.answers) = (vec![(String::new(), me)], vec![sent]);
    s.deliver(draft, s.start - 20 * DAY + MINUTE, calm(Kind::Bounce, "en"));
    let count = s.count(500);
    s.backscatter(&hit, s.start, 10 * HOUR, count, &["en", "de", "es"]);
    s.wanted_between(s.start, s.start + 10 * HOUR);
}

fn answer_loop(s: &mut Scene, style: usize) {
    around(s);
    let (count, lang) = (s.count(250), s.lang);
    s.answer_loop(s.start, 3 * HOUR, count, lang, style);
    s.wanted_between(s.start, s.start + 3 * HOUR);
}

fn quiet_busy_list(s: &mut Scene) {
    around(s);
    for (server, name, lang) in
        [(Host::Mailman3, "users", "en"), (Host::GoogleGroups, "kernel", "en"), (Host::Listserv, "history-l", "de")]
    {
        let domain = people::site(&mut s.rng, s.half, lang).domain;
        let mut list = List::new(server, name, &domain, name);
        if server == Host::GoogleGroups {
            list = list.munging();
        }
        let people = regulars(s, 30, lang);
        let (count, hot) = (s.count(600), s.count(80));
        s.healthy(&mut list, &people, 140, count, s.start + 4 * DAY);
        // And one day on which everybody has an opinion.
        s.healthy(&mut list, &people, 1, hot, s.start + DAY);
    }
    s.wanted_between(s.start, s.start + 2 * DAY);
}

fn quiet_busy_alias(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Exchange);
    let people = regulars(s, 25, s.lang);
    let (count, hot) = (s.count(500), s.count(60));
    s.healthy(&mut list, &people, 140, count, s.start + 4 * DAY);
    s.healthy(&mut list, &people, 1, hot, s.start + DAY);
    s.wanted_between(s.start, s.start + 2 * DAY);
}

/// Black Friday: everybody the member ever gave the address to, thrice, and some the member never heard of.
fn quiet_newsletter_day(s: &mut Scene) {
    around(s);
    let (me, lang) = (s.me(), s.lang);
    let day = s.start.div_euclid(DAY) * DAY + 5 * HOUR;
    for n in 0..s.count(90) {
        let site = people::site(&mut s.rng, s.half, lang);
        let sender = s.rng.weighted(&senders::SIGN_UP);
        // Two in three have written before.
        if n % 3 != 0 {
            for back in [70, 12] {
                let draft = s.bulk(sender, &site, &me, "newsletter", Purpose::Newsletter);
                let at = s.daytime(s.start - back * DAY);
                s.deliver(draft, at, calm(Kind::Newsletter, lang));
            }
        }
        for _ in 0..=s.rng.below(3) {
            let draft = s.bulk(sender, &site, &me, "newsletter", Purpose::Newsletter);
            let at = day + s.rng.between(0, 15 * HOUR);
            s.deliver(draft, at, calm(Kind::Newsletter, lang));
        }
    }
    for what in [Wanted::Order, Wanted::Order, Wanted::Invoice, Wanted::Code] {
        let at = day + s.rng.between(4 * HOUR, 15 * HOUR);
        s.wanted(what, at);
    }
}

fn quiet_holiday(s: &mut Scene) {
    around(s);
    let lang = s.lang;
    let day = s.start.div_euclid(DAY) * DAY + 7 * HOUR;
    for _ in 0..s.count(110) {
        let person = people::person(&mut s.rng, s.half, lang, None);
        let at = day + s.rng.between(0, 13 * HOUR);
        s.greeting(&person, at);
    }
    for _ in 0..s.count(40) {
        let site = people::site(&mut s.rng, s.half, lang);
        let (me, sender) = (s.me(), s.rng.weighted(&senders::SIGN_UP));
        let draft = s.bulk(sender, &site, &me, "greeting", Purpose::Newsletter);
        let at = day + s.rng.between(0, 13 * HOUR);
        s.deliver(draft, at, calm(Kind::Newsletter, lang));
    }
    s.wanted_between(day, day + 13 * HOUR);
}

/// Two hundred commits are pushed at once, and a machine reports each.
fn quiet_commits(s: &mut Scene) {
    around(s);
    let me = s.me();
    let forge = people::site(&mut s.rng, s.half, "en");
    let people = regulars(s, 6, "en");
    let mut at = s.start;
    for n in 0..s.count(200) + 20 {
        let by = s.rng.pick(&people).clone();
        let id = s.rng.hex(10);
        let mut draft = s.letter(
            &by,
            &format!("[project/core] {id}: fix case {n}"),
            &format!("Branch: refs/heads/main\nCommit: {id}\n\nM src/case_{n}.c\n"),
        );
        draft.from = (by.name(), format!("notifications@{}", forge.domain));
        draft.to = vec![("project/core".to_owned(), format!("core@noreply.{}", forge.domain))];
        draft.cc = vec![(String::new(), me.clone())];
        draft.path = format!("noreply@{}", forge.domain);
        draft.fields.clear();
        draft
            .field("Precedence", "list")
            .field("List-ID", format!("project/core <core.project.{}>", forge.domain))
            .field("List-Archive", format!("https://{}/project/core", forge.domain))
            .field("List-Unsubscribe", format!("<mailto:unsub+{id}@reply.{}>", forge.domain))
            .field("X-Auto-Response-Suppress", "All");
        // Some every week, two hundred now.
        at = if n < 20 { s.start - (20 - n as i64) * 6 * DAY } else { at.max(s.start) + s.rng.between(1, 12) };
        s.deliver(draft, at, calm(Kind::List, "en"));
    }
    s.wanted_between(s.start, s.start + 3 * HOUR);
}

/// Ten years of mail, little of it.
fn quiet_first_sync(s: &mut Scene) {
    let (start, count) = (s.start, s.count(1_500));
    s.history(3_650, count, start);
    let mut list = club(s, Host::Mailman2);
    let people = regulars(s, 20, s.lang);
    let listed = s.count(400);
    s.healthy(&mut list, &people, 3_000, listed, start);
    let (me, lang) = (s.me(), s.lang);
    // Each year the member tried out a few new things in one week.
    for year in 0..10 {
        for _ in 0..5 {
            let site = people::site(&mut s.rng, s.half, lang);
            let sender = s.rng.weighted(&senders::SIGN_UP);
            let back = year * 365 + s.rng.between(3, 8);
            let at = s.daytime(start - back * DAY);
            let draft = s.bulk(sender, &site, &me, "confirm", Purpose::Confirm);
            s.deliver(draft, at, calm(Kind::Confirmation, lang));
            let draft = s.bulk(sender, &site, &me, "welcome", Purpose::Welcome);
            s.deliver(draft, at + 10 * MINUTE, calm(Kind::Welcome, lang));
        }
    }
    s.wanted_between(start - 2 * DAY, start);
}

fn quiet_birthday(s: &mut Scene) {
    around(s);
    let lang = s.lang;
    let day = s.start.div_euclid(DAY) * DAY + 6 * HOUR;
    for n in 0..80 {
        let person = if n < 12 { s.friends[n].clone() } else { people::person(&mut s.rng, s.half, lang, None) };
        let at = day + s.rng.between(0, 14 * HOUR);
        s.greeting(&person, at);
    }
    // Shops congratulate too.
    for _ in 0..12 {
        let (site, me) = (people::site(&mut s.rng, s.half, lang), s.me());
        let sender = s.rng.weighted(&senders::SIGN_UP);
        let draft = s.bulk(sender, &site, &me, "greeting", Purpose::Newsletter);
        s.deliver(draft, day + 3 * HOUR, calm(Kind::Newsletter, lang));
    }
    s.wanted_between(day, day + 14 * HOUR);
}

/// A project begins: colleagues of other houses write, services send invitations and codes, tools ask to confirm the address.
fn quiet_kick_off(s: &mut Scene) {
    around(s);
    let lang = s.lang;
    let day = s.start.div_euclid(DAY) * DAY + 7 * HOUR;
    let houses: Vec<String> = (0..5).map(|_| people::site(&mut s.rng, s.half, lang).domain).collect();
    let team: Vec<Person> = (0..15).map(|n| people::person(&mut s.rng, s.half, lang, Some(&houses[n % 5]))).collect();
    for n in 0..s.count(120) {
        let person = s.rng.pick(&team).clone();
        let at = day + s.rng.between(0, 10 * HOUR);
        if n % 4 == 0 {
            let (subject, text) = bank::line(&mut s.rng, s.half, lang, "work");
            let mut draft = s.letter(&person, subject, text);
            draft.cc = team.iter().map(|p| (p.name(), p.addr.clone())).collect();
            s.deliver(draft, at, calm(Kind::Ordinary, lang));
        } else {
            s.work(&person, at);
        }
    }
    for _ in 0..6 {
        let site = people::site(&mut s.rng, s.half, lang);
        let (me, at) = (s.me(), day + s.rng.between(0, 10 * HOUR));
        let draft = s.bulk(Sender::SendGrid, &site, &me, "confirm", Purpose::Confirm);
        s.deliver(draft, at, calm(Kind::Confirmation, lang));
        s.notice(Sender::SendGrid, &site, "code", at + MINUTE, calm(Kind::Ordinary, lang));
        let draft = s.bulk(Sender::SendGrid, &site, &me, "welcome", Purpose::Welcome);
        s.deliver(draft, at + 5 * MINUTE, calm(Kind::Welcome, lang));
    }
    for n in 0..8 {
        let person = s.rng.pick(&team).clone();
        let mut draft = s.letter(&person, &format!("Termin {n}"), "");
        let when = mime::date(day, 1);
        draft.raw = Some((
            "text/calendar; method=REQUEST; charset=utf-8".to_owned(),
            format!(
                "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Termin {n}\nCOMMENT:{when}\nEND:VEVENT\nEND:VCALENDAR\n"
            ),
        ));
        s.deliver(draft, day + n * 40 * MINUTE, calm(Kind::Ordinary, lang));
    }
    s.wanted_between(day, day + 10 * HOUR);
}

fn quiet_digests(s: &mut Scene) {
    around(s);
    let mut list = club(s, Host::Mailman2);
    for n in 0..s.count(140) {
        let at = s.start + (4 - n as i64) * DAY;
        s.digest(&mut list, 200 - n, at);
    }
    // A busy week has several a day.
    for n in 0..10 {
        s.digest(&mut list, 300 + n, s.start + n as i64 * 2 * HOUR);
    }
    s.wanted_between(s.start, s.start + DAY);
}

/// Wanted mail in many languages lies among the junk.
fn quiet_junk(s: &mut Scene) {
    around(s);
    let spam = s.count(300);
    s.junk(spam, &FULL);
    s.wanted_between(s.start - HOUR, s.start + 2 * HOUR);
}
