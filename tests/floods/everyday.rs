//! Ordinary mail before, between and after, and the wanted mail that a clean-up must not touch.

use super::lists::List;
use super::people::{self, Person, Site};
use super::scene::{DAY, HOUR, MINUTE, Scene, calm, wanted};
use super::senders::{self, Purpose, Sender};
use super::texts::{Fill, fill};
use super::{Offered, Truth, bank};
use deich::triage::Kind;

/// Wanted mail that has to live through a flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// "Please confirm your appointment", from a practice never seen before.
    Appointment,
    Code,
    Invoice,
    Booking,
    /// From a bank with years of history.
    Bank,
    Security,
    Order,
    /// A friend writes privately.
    Friend,
    /// Somebody unknown answers mail the member sent.
    Answer,
    /// A person never seen writes directly.
    Stranger,
    /// A house the member knows asks to confirm its newsletter.
    KnownHouse,
}

pub const WANTED: [Wanted; 11] = [
    Wanted::Appointment,
    Wanted::Code,
    Wanted::Invoice,
    Wanted::Booking,
    Wanted::Bank,
    Wanted::Security,
    Wanted::Order,
    Wanted::Friend,
    Wanted::Answer,
    Wanted::Stranger,
    Wanted::KnownHouse,
];

impl Scene {
    /// Days of ordinary mail up to `until`, about `count` messages: friends, newsletters that were asked for, shops, the bank.
    pub fn history(&mut self, days: i64, count: usize, until: i64) {
        let lang = self.lang;
        let before = until <= self.start;
        if self.letters.is_empty() {
            self.acquaint(days, until);
        }
        let (letters, shops) = (self.letters.clone(), self.shops.clone());
        for _ in 0..count {
            let day = self.rng.between(1, days);
            let at = self.daytime(until - day * DAY);
            match self.rng.below(100) {
                0..=29 => self.chat(at),
                30..=59 => {
                    let (site, sender) = self.rng.pick(&letters).clone();
                    let to = self.me();
                    let draft = self.bulk(sender, &site, &to, "newsletter", Purpose::Newsletter);
                    self.deliver(draft, at, calm(Kind::Newsletter, lang));
                }
                60..=85 => {
                    let (site, sender) = self.rng.pick(&shops).clone();
                    let section =
                        *self.rng.pick(&["order", "order", "invoice", "booking", "code", "security", "bank", "appointment"]);
                    self.notice(sender, &site, section, at, calm(Kind::Ordinary, lang));
                }
                86..=93 => {
                    let person = people::person(&mut self.rng, self.half, lang, None);
                    self.direct(&person, at, calm(Kind::Ordinary, lang));
                }
                94..=95 if before => {
                    // The member signed up for something, once.
                    let site = people::site(&mut self.rng, self.half, lang);
                    let (to, sender) = (self.me(), self.rng.weighted(&senders::SIGN_UP));
                    let draft = self.bulk(sender, &site, &to, "confirm", Purpose::Confirm);
                    self.deliver(draft, at, calm(Kind::Confirmation, lang));
                }
                _ => {
                    let work = people::person(&mut self.rng, self.half, lang, Some("arbeit-und-co.example"));
                    let draft = self.words_of(&work, "work");
                    self.deliver(draft, at, calm(Kind::Ordinary, lang));
                }
            }
        }
        // The member writes to friends now and then.
        for friend in self.friends.clone().iter().take(8) {
            let back = self.rng.between(2, days.max(2));
            let at = self.daytime(until - back * DAY);
            let (subject, text) = bank::line(&mut self.rng, self.half, lang, "chat");
            self.send((&friend.name(), &friend.addr), subject, text, at);
        }
    }

    /// Newsletters and houses of this mailbox; each has written before.
    fn acquaint(&mut self, days: i64, until: i64) {
        let (rng, half, lang) = (&mut self.rng, self.half, self.lang);
        self.letters = (0..7).map(|_| (people::site(rng, half, lang), rng.weighted(&senders::SIGN_UP))).collect();
        self.shops = (0..5).map(|_| (people::site(rng, half, lang), rng.weighted(&senders::NOTICE))).collect();
        let to = self.me();
        for (site, sender) in self.letters.clone() {
            let at = self.daytime(until - days * DAY + DAY);
            let draft = self.bulk(sender, &site, &to, "newsletter", Purpose::Newsletter);
            self.deliver(draft, at, calm(Kind::Newsletter, lang));
        }
        for (site, sender) in self.shops.clone() {
            let at = self.daytime(until - days * DAY + DAY);
            self.notice(sender, &site, "order", at, calm(Kind::Ordinary, lang));
        }
    }

    /// An hour of that day at which people are awake.
    pub fn daytime(&mut self, at: i64) -> i64 {
        at.div_euclid(DAY) * DAY + self.rng.between(6 * HOUR, 20 * HOUR)
    }

    fn words_of(&mut self, from: &Person, section: &str) -> super::scene::Draft {
        let (subject, text) = bank::line(&mut self.rng, self.half, from.lang, section);
        let me = self.me.person.clone();
        let with = Fill { first: &me.first, last: &me.last, lang: from.lang, ..Fill::default() };
        let (subject, text) = (fill(&mut self.rng, subject, &with), fill(&mut self.rng, text, &with));
        self.letter(from, &subject, &text)
    }

    pub fn direct(&mut self, from: &Person, at: i64, truth: Truth) {
        let draft = self.words_of(from, "direct");
        self.deliver(draft, at, truth);
    }

    /// A friend's message, sometimes in answer to the member's.
    pub fn chat(&mut self, at: i64) {
        let friend = self.rng.pick(&self.friends).clone();
        let lang = friend.lang;
        if self.rng.percent(30) {
            let (subject, text) = bank::line(&mut self.rng, self.half, lang, "chat");
            let sent = self.send((&friend.name(), &friend.addr), subject, text, at - 5 * HOUR);
            let (_, said) = bank::line(&mut self.rng, self.half, lang, "chat");
            let name = self.me.person.name();
            let draft = self.answer(&friend, subject, &[sent], said, (&name, text));
            self.deliver(draft, at, calm(Kind::Ordinary, lang));
            return;
        }
        let draft = self.words_of(&friend, "chat");
        self.deliver(draft, at, calm(Kind::Ordinary, lang));
    }

    pub fn greeting(&mut self, from: &Person, at: i64) {
        let draft = self.words_of(from, "greeting");
        self.deliver(draft, at, calm(Kind::Ordinary, from.lang));
    }

    pub fn work(&mut self, from: &Person, at: i64) {
        let draft = self.words_of(from, "work");
        self.deliver(draft, at, calm(Kind::Ordinary, from.lang));
    }

    pub fn notice(&mut self, sender: Sender, site: &Site, section: &str, at: i64, truth: Truth) {
        let to = self.me();
        let draft = self.bulk(sender, site, &to, section, Purpose::Notice);
        self.deliver(draft, at, truth);
    }

    /// All the wanted mail, spread between `from` and `to`, once each.
    pub fn wanted_between(&mut self, from: i64, to: i64) {
        for what in WANTED {
            let at = self.rng.between(from, to);
            self.wanted(what, at);
        }
    }

    pub fn wanted(&mut self, what: Wanted, at: i64) {
        let lang = self.lang;
        let truth = wanted(Kind::Ordinary, lang);
        let section = match what {
            Wanted::Appointment => "appointment",
            Wanted::Code => "code",
            Wanted::Invoice => "invoice",
            Wanted::Booking => "booking",
            Wanted::Bank => "bank",
            Wanted::Security => "security",
            Wanted::Order => "order",
            Wanted::Friend => {
                let friend = self.friends[0].clone();
                let draft = self.words_of(&friend, "chat");
                for back in [20, 45, 90] {
                    let earlier = self.words_of(&friend, "chat");
                    let then = self.daytime(self.start - back * DAY);
                    self.deliver(earlier, then, calm(Kind::Ordinary, lang));
                }
                return self.deliver(draft, at, truth);
            }
            Wanted::Answer => {
                let person = people::person(&mut self.rng, self.half, lang, None);
                let (subject, text) = bank::line(&mut self.rng, self.half, lang, "direct");
                let sent = self.send((&person.name(), &person.addr), subject, text, at - 2 * DAY);
                let (_, said) = bank::line(&mut self.rng, self.half, lang, "chat");
                let name = self.me.person.name();
                let draft = self.answer(&person, subject, &[sent], said, (&name, text));
                return self.deliver(draft, at, truth);
            }
            Wanted::Stranger => {
                let person = people::person(&mut self.rng, self.half, lang, None);
                return self.direct(&person, at, truth);
            }
            Wanted::KnownHouse => {
                let site = people::site(&mut self.rng, self.half, lang);
                for back in [30, 100] {
                    let then = self.daytime(self.start - back * DAY);
                    self.notice(Sender::Plain, &site, "order", then, calm(Kind::Ordinary, lang));
                }
                let to = self.me();
                let draft = self.bulk(Sender::Plain, &site, &to, "confirm", Purpose::Confirm);
                return self.deliver(draft, at, wanted(Kind::Confirmation, lang));
            }
        };
        let site = people::site(&mut self.rng, self.half, lang);
        let sender = self.rng.weighted(&senders::NOTICE);
        if what == Wanted::Bank {
            for back in [15, 46, 76, 107] {
                let then = self.daytime(self.start - back * DAY);
                self.notice(sender, &site, "bank", then, calm(Kind::Ordinary, lang));
            }
        }
        self.notice(sender, &site, section, at, truth);
    }

    /// Healthy talk on a list, `count` messages over `days` up to `until`, in threads, by those who always write there.
    pub fn healthy(&mut self, list: &mut List, people: &[Person], days: i64, count: usize, until: i64) {
        let me = self.me();
        let mut left = count;
        while left > 0 {
            let length = (1 + self.rng.below(9)).min(left);
            left -= length;
            let back = self.rng.between(1, days);
            let mut at = self.daytime(until - back * DAY);
            let mut chain: Vec<String> = Vec::new();
            let mut said = (String::new(), String::new());
            let mut about = String::new();
            for _ in 0..length {
                let from = self.rng.pick(people).clone();
                let (subject, text) = bank::line(&mut self.rng, self.half, from.lang, "talk");
                let mut draft = if chain.is_empty() {
                    about = format!("{subject} {}", self.rng.below(300));
                    self.letter(&from, &about.clone(), text)
                } else {
                    self.answer(&from, &about.clone(), &chain.clone(), text, (&said.0, &said.1))
                };
                draft.to = vec![(list.title.clone(), list.address())];
                chain.extend(draft.id.clone());
                said = (from.name(), text.to_owned());
                list.carry(&mut self.rng, &mut draft, &me);
                self.deliver(draft, at, calm(Kind::List, from.lang));
                at += self.rng.between(20 * MINUTE, 9 * HOUR);
            }
        }
    }

    /// A list's daily digest.
    pub fn digest(&mut self, list: &mut List, number: usize, at: i64) {
        let person = people::person(&mut self.rng, self.half, self.lang, Some(&list.domain.clone()));
        let (_, text) = bank::line(&mut self.rng, self.half, self.lang, "talk");
        let mut draft = self.letter(&person, &format!("{} Digest, Vol {}, Issue {}", list.title, 12, number), text);
        draft.from = (String::new(), format!("{}-request@{}", list.local, list.domain));
        let one = |n: usize| format!("--__--\nContent-Type: message/rfc822\n\nFrom: a@b.example\nSubject: {n}\n\n{text}\n");
        let body = format!(
            "Send {} mailing list submissions to\n\t{}\n\nToday's Topics:\n\n   1. {text}\n\n{}{}----__----\n",
            list.title,
            list.address(),
            one(1),
            one(2)
        );
        draft.raw = Some(("multipart/digest; boundary=\"__--\"".to_owned(), body));
        let me = self.me();
        list.carry(&mut self.rng, &mut draft, &me);
        self.deliver(draft, at, Truth { offered: Offered::No, ..calm(Kind::List, self.lang) });
    }
}
