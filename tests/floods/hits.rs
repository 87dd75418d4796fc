//! Floods that hit the member directly: the subscription bomb, backscatter, two answering machines in a loop.

use super::people;
use super::scene::{Scene, flood};
use super::senders::{self, Purpose};
use super::storm::{Pace, times};
use super::{Offered, Truth, bank};
use deich::triage::{IncidentKind, Kind};

impl Scene {
    /// Somebody enters the member's address in every form there is.
    pub fn bomb(&mut self, hit: &str, start: i64, span: i64, count: usize, pace: Pace, langs: &[&'static str]) -> usize {
        let incident = self.incident(IncidentKind::SubscriptionBomb, hit);
        for at in times(self, start, span, count, pace) {
            let lang = *self.rng.pick(langs);
            let site = people::site(&mut self.rng, self.half, lang);
            let (draft, kind) = if self.rng.percent(6) {
                (self.list_confirmation(&site, hit), Kind::Confirmation)
            } else {
                let sender = self.rng.weighted(&senders::SIGN_UP);
                if self.rng.percent(20) {
                    (self.bulk(sender, &site, hit, "welcome", Purpose::Welcome), Kind::Welcome)
                } else {
                    (self.bulk(sender, &site, hit, "confirm", Purpose::Confirm), Kind::Confirmation)
                }
            };
            self.deliver(draft, at, flood(kind, incident, lang));
        }
        incident
    }

    /// Spam went out in the member's name, and its answers come back.
    pub fn backscatter(&mut self, hit: &str, start: i64, span: i64, count: usize, langs: &[&'static str]) -> usize {
        let incident = self.incident(IncidentKind::Backscatter, hit);
        for at in times(self, start, span, count, Pace::Night) {
            let lang = *self.rng.pick(langs);
            let (mut draft, kind) = if self.rng.percent(85) {
                (self.bounce(hit), Kind::Bounce)
            } else {
                let lost = format!("{}@spam.example", self.rng.hex(20));
                (self.away(lang, "You have won", Some(&lost)), Kind::AutoReply)
            };
            draft.to = vec![(String::new(), hit.to_owned())];
            if self.me.aliases.iter().any(|a| a == hit) {
                hit.clone_into(&mut draft.rcpt);
            }
            self.deliver(draft, at, flood(kind, incident, lang));
        }
        incident
    }

    /// The member's answering machine and another one answer each other.
    pub fn answer_loop(&mut self, start: i64, span: i64, count: usize, lang: &'static str, style: usize) -> usize {
        let company = people::site(&mut self.rng, self.half, lang).domain;
        let mut other = people::person(&mut self.rng, self.half, lang, Some(&company));
        other.mailer = "";
        if style == 1 {
            other.addr = format!("support@{company}");
        }
        let incident = self.incident(IncidentKind::AutoReplyLoop, &other.addr);
        let (_, text) = bank::line(&mut self.rng, self.half, lang, "away");
        let text = text.replace("{date}", "31.12.").replace("{subject}", "");
        let prefix = bank::line(&mut self.rng, self.half, lang, "away").0.replace("{subject}", "");
        let ticket = self.rng.digits(6);
        let mut last = self.send((&other.name(), &other.addr), "Anfrage", "Guten Tag", start - 60);
        for (n, at) in times(self, start, span, count, Pace::Even).into_iter().enumerate() {
            let subject = match style {
                0 => format!("{}{}", prefix.trim_end().repeat((n / 2 + 1).min(8)), " Anfrage"),
                1 => format!("[Ticket #{ticket}] {}", prefix.trim()),
                _ => format!("{} {}", prefix.trim(), "Anfrage"),
            };
            let mut draft = self.letter(&other, &subject, &text);
            draft.answers = vec![last.clone()];
            match style {
                0 => {
                    draft.field("Auto-Submitted", "auto-replied").field("X-Auto-Response-Suppress", "All");
                }
                1 => {
                    draft.field("X-Autoreply", "yes").field("Precedence", "auto_reply");
                }
                _ => {
                    draft.path = String::new();
                    draft.field("Auto-Submitted", "auto-generated");
                }
            }
            let truth = if n == 0 {
                Truth { offered: Offered::Either, ..flood(Kind::AutoReply, incident, lang) }
            } else {
                flood(Kind::AutoReply, incident, lang)
            };
            self.deliver(draft, at, truth);
            // The member's machine answers again.
            last = self.send((&other.name(), &other.addr), "Abwesend", "Ich bin nicht da.", at + 5);
        }
        incident
    }
}
