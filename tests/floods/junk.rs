//! What lies in the mailbox for junk: spam and forgeries, and wanted mail that a filter took for them.

use super::bank;
use super::everyday::Wanted;
use super::people::{self, Site};
use super::scene::{DAY, Draft, HOUR, Scene, calm, wanted};
use super::senders::{self, Purpose, Sender};
use super::storm::{Pace, times};
use deich::triage::Kind;

/// How a spammer hides.
#[derive(Debug, Clone, Copy)]
enum Guise {
    /// A domain of his own, which signs well.
    Signed,
    /// Somebody's address, which that one's server disowns.
    Forged,
    /// A bulk system, with a way to unsubscribe.
    Bulk,
    /// Letters of another script in the name.
    Disguised,
}

impl Scene {
    /// A month of junk: `spam` pieces of it, and in each of `langs` an appointment, a code and a booking of strangers; word of a friend
    /// and of a shop that the member knows.
    pub fn junk(&mut self, spam: usize, langs: &[&'static str]) {
        let home = self.lang;
        for _ in 0..spam {
            let at = self.start - self.rng.between(0, 30 * DAY);
            self.spam(home, at);
        }
        for lang in langs {
            for section in ["appointment", "code", "booking"] {
                let site = people::site(&mut self.rng, self.half, lang);
                let (sender, to, at) =
                    (self.rng.weighted(&senders::NOTICE), self.me(), self.start - self.rng.between(0, 30 * DAY));
                let draft = self.bulk(sender, &site, &to, section, Purpose::Notice);
                self.deliver_as_junk(draft, at, wanted(Kind::Ordinary, lang));
            }
        }
        for what in [Wanted::Friend, Wanted::Answer, Wanted::Bank] {
            self.wanted(what, self.start - 3 * HOUR);
            self.last_to_junk();
        }
    }

    /// Forgers who ask to confirm something, among the mail of a flood upon the member.
    pub fn forgers(&mut self, start: i64, span: i64, count: usize, langs: &[&'static str]) {
        for at in times(self, start, span, count, Pace::Night) {
            let lang = *self.rng.pick(langs);
            let site = people::site(&mut self.rng, self.half, lang);
            let draft = self.forgery(&site, "forged");
            self.deliver(draft, at, calm(Kind::Ordinary, lang));
        }
    }

    /// In each language `count` strangers ask to confirm what the member really asked for: they know the name, and what it is about.
    pub fn own_matters(&mut self, start: i64, span: i64, count: usize, langs: &[&'static str]) {
        for lang in langs {
            for at in times(self, start, span, count, Pace::Night) {
                let site = people::site(&mut self.rng, self.half, lang);
                let (sender, to) = (self.rng.weighted(&senders::NOTICE), self.me());
                let draft = self.bulk(sender, &site, &to, "own_matter", Purpose::Notice);
                self.deliver(draft, at, wanted(Kind::Ordinary, lang));
            }
        }
    }

    /// One forger's mail.
    fn forgery(&mut self, site: &Site, section: &str) -> Draft {
        let to = self.me();
        let guise = self.rng.weighted(&[(Guise::Signed, 40), (Guise::Forged, 25), (Guise::Bulk, 20), (Guise::Disguised, 15)]);
        let (sender, purpose) = match guise {
            Guise::Bulk => (Sender::SendGrid, Purpose::Newsletter),
            _ => (Sender::Plain, Purpose::Notice),
        };
        let mut draft = self.bulk(sender, site, &to, section, purpose);
        match guise {
            Guise::Forged => draft.dmarc = "fail",
            Guise::Disguised => draft.from.0 = draft.from.0.replace('a', "\u{430}").replace('e', "\u{435}"),
            _ => {}
        }
        draft
    }

    fn spam(&mut self, home: &'static str, at: i64) {
        let lang = if self.rng.percent(60) { home } else { *self.rng.pick(&bank::FULL) };
        let site = people::site(&mut self.rng, self.half, lang);
        let to = self.me();
        let truth = calm(Kind::Ordinary, lang);
        let draft = match self.rng.below(10) {
            // Advertising and sign-ups of houses the member never heard of.
            0..=1 => {
                let sender = self.rng.weighted(&senders::SIGN_UP);
                self.bulk(sender, &site, &to, "newsletter", Purpose::Newsletter)
            }
            2 => {
                let sender = self.rng.weighted(&senders::SIGN_UP);
                self.bulk(sender, &site, &to, "confirm", Purpose::Confirm)
            }
            _ => self.forgery(&site, "spam"),
        };
        self.deliver_as_junk(draft, at, truth);
    }
}
