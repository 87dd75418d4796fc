//! Floods through a shared channel: the open list and the reply-all storm.

use super::lists::List;
use super::mime;
use super::people::{self, Person, Threading};
use super::scene::{Draft, HOUR, MINUTE, Scene, flood};
use super::senders::{self, Purpose};
use super::texts::{Fill, fill};
use super::{Offered, Truth, bank};
use deich::triage::{IncidentKind, Kind};

/// How a flood swells and fades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Strong from the first minutes, then fading.
    Night,
    /// A trickle for half the time, then ever more.
    Slow,
    /// As many in each hour.
    Even,
}

/// What an open list's flood is made of, in parts of a hundred; the rest are replies.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    pub sign_ups: u64,
    pub machines: u64,
    pub bounces: u64,
    /// Newsletters that come at once, without a question.
    pub letters: u64,
}

#[derive(Debug, Clone)]
pub struct Storm {
    pub count: usize,
    pub span: i64,
    pub pace: Pace,
    pub mix: Mix,
    pub langs: Vec<&'static str>,
    /// Do members change the subject?
    pub changed_subjects: bool,
    /// Does the operator explain?
    pub apology: bool,
    /// Of a hundred writers, how many have mail programs that drop References.
    pub dropped: u64,
    /// One of the writers is somebody the member knows.
    pub friend: bool,
}

impl Storm {
    pub fn new(count: usize, hours: i64, langs: &[&'static str]) -> Self {
        Self {
            count,
            span: hours * HOUR,
            pace: Pace::Night,
            mix: Mix { sign_ups: 40, machines: 10, bounces: 5, letters: 0 },
            langs: langs.to_vec(),
            changed_subjects: false,
            apology: true,
            dropped: 18,
            friend: true,
        }
    }
}

/// The times of `count` messages after `start`, ascending.
pub fn times(scene: &mut Scene, start: i64, span: i64, count: usize, pace: Pace) -> Vec<i64> {
    let mut times: Vec<i64> = (0..count)
        .map(|_| {
            let u = scene.rng.unit();
            let part = match pace {
                Pace::Night => u.powf(2.2),
                Pace::Slow => u.powf(0.45),
                Pace::Even => u,
            };
            start + 30 + (part * span as f64) as i64
        })
        .collect();
    times.sort_unstable();
    times
}

impl Scene {
    /// The open list: one message reaches all, and then everything that anybody sends there.
    pub fn open_list(&mut self, list: &mut List, start: i64, storm: &Storm) -> usize {
        let incident = self.incident(IncidentKind::OpenList, &list.key());
        let me = self.me();
        let home = storm.langs[0];
        let host = list.domain.clone();
        let office = people::person(&mut self.rng, self.half, home, Some(&host));
        let (subject, text) = bank::line(&mut self.rng, self.half, home, "trigger");
        let mut draft = self.letter(&office, subject, text);
        draft.to = vec![(list.title.clone(), list.address())];
        let root = draft.id.clone().unwrap();
        list.carry(&mut self.rng, &mut draft, &me);
        // As it arrived: answers keep the tag and the rewritten name.
        let (about, who) = (draft.subject.clone(), draft.from.0.clone());
        self.deliver(draft, start, Truth { offered: Offered::Either, ..flood(Kind::Trigger, incident, home) });
        let mut talk = Talk { about: about.clone(), root: root.clone(), chains: vec![vec![root]], said: (who, text.to_owned()) };
        let mut writers: Vec<Person> = Vec::new();
        for at in times(self, start, storm.span, storm.count, storm.pace) {
            let mut lang = *self.rng.pick(&storm.langs);
            let what = self.rng.next() % 100;
            let Mix { sign_ups, machines, bounces, letters } = storm.mix;
            let (mut draft, kind) = if what < sign_ups {
                let site = people::site(&mut self.rng, self.half, lang);
                let to = list.address();
                let sender = self.rng.weighted(&senders::SIGN_UP);
                if self.rng.percent(28) {
                    (self.bulk(sender, &site, &to, "welcome", Purpose::Welcome), Kind::Welcome)
                } else {
                    (self.bulk(sender, &site, &to, "confirm", Purpose::Confirm), Kind::Confirmation)
                }
            } else if what < sign_ups + machines {
                (self.away(lang, &talk.about, talk.chains[0].last()), Kind::AutoReply)
            } else if what < sign_ups + machines + bounces {
                (self.bounce(&list.address()), Kind::Bounce)
            } else if what < sign_ups + machines + bounces + letters {
                let site = people::site(&mut self.rng, self.half, lang);
                let sender = self.rng.weighted(&senders::EDITIONS);
                let mut draft = self.bulk(sender, &site, &list.address(), "newsletter", Purpose::Tracked);
                let (_, footer) = bank::line(&mut self.rng, self.half, lang, "footer");
                draft.html = draft.html.map(|page| page.replace("</body>", &format!("<p>{footer}</p></body>")));
                if !draft.text.is_empty() {
                    draft.text = format!("{}\n\n{footer}", draft.text);
                }
                (draft, Kind::Newsletter)
            } else {
                let (draft, theirs) = self.reply_to_all(storm, lang, &mut talk, &mut writers);
                lang = theirs;
                (draft, Kind::ReplyAll)
            };
            draft.to = vec![(if self.rng.percent(30) { list.title.clone() } else { String::new() }, list.address())];
            list.carry(&mut self.rng, &mut draft, &me);
            self.deliver(draft, at, flood(kind, incident, lang));
        }
        if storm.friend {
            let friend = self.friends[1].clone();
            let (_, said) = bank::line(&mut self.rng, self.half, friend.lang, "off");
            let mut draft = self.answer(&friend, &about, &talk.chains[0].clone(), said, ("", text));
            draft.to = vec![(String::new(), list.address())];
            list.carry(&mut self.rng, &mut draft, &me);
            let at = start + storm.span / 3;
            self.deliver(draft, at, Truth { offered: Offered::Either, ..flood(Kind::ReplyAll, incident, friend.lang) });
        }
        if storm.apology {
            self.apology(list, start + storm.span * 4 / 5, incident, home);
        }
        incident
    }

    /// The operator's own word, to all.
    fn apology(&mut self, list: &mut List, at: i64, incident: usize, lang: &'static str) {
        let me = self.me();
        let (subject, text) = bank::line(&mut self.rng, self.half, lang, "apology");
        let mut office = people::person(&mut self.rng, self.half, lang, Some(&list.domain.clone()));
        let local = *self.rng.pick(&["info", "office", "vorstand", "webmaster", "service"]);
        (office.first, office.last, office.signature) = (list.title.clone(), String::new(), String::new());
        office.addr = format!("{local}@{}", list.domain);
        let mut draft = self.letter(&office, subject, text);
        draft.from.0 = list.title.clone();
        draft.to = vec![(list.title.clone(), list.address())];
        list.carry(&mut self.rng, &mut draft, &me);
        let truth = Truth { wanted: true, offered: Offered::No, ..flood(Kind::Announcement, incident, lang) };
        self.deliver(draft, at, truth);
    }

    /// Somebody answers everybody, in a language of theirs.
    fn reply_to_all(
        &mut self,
        storm: &Storm,
        lang: &'static str,
        talk: &mut Talk,
        writers: &mut Vec<Person>,
    ) -> (Draft, &'static str) {
        let again = !writers.is_empty() && self.rng.percent(22);
        let from = if again {
            self.rng.pick(writers).clone()
        } else {
            let mut person = people::person(&mut self.rng, self.half, lang, None);
            person.threading = if self.rng.percent(storm.dropped) { Threading::Nothing } else { person.threading };
            writers.push(person.clone());
            person
        };
        let section = if self.rng.percent(72) { "off" } else { "chorus" };
        let (_, text) = bank::line(&mut self.rng, self.half, from.lang, section);
        let chain = self.rng.pick(&talk.chains).clone();
        let (name, said) = talk.said.clone();
        let subject = match self.rng.below(100) {
            0..=8 if storm.changed_subjects => text.chars().take(30).collect(),
            9..=14 if storm.changed_subjects => format!("STOP! (was: {})", talk.about),
            _ => talk.about.clone(),
        };
        let mut draft = self.answer(&from, &subject, &chain, text, (&name, &said));
        if self.rng.percent(4) {
            draft.id = None;
        } else if self.rng.percent(35) {
            let mut longer = chain;
            longer.extend(draft.id.clone());
            if longer.len() > 12 {
                longer.remove(1);
            }
            talk.chains.push(longer);
            talk.said = (from.name(), text.to_owned());
        }
        (draft, from.lang)
    }

    /// An answering machine's note.
    pub fn away(&mut self, lang: &'static str, about: &str, answers: Option<&String>) -> Draft {
        let company = people::site(&mut self.rng, self.half, lang).domain;
        let mut person = people::person(&mut self.rng, self.half, lang, Some(&company));
        person.mailer = "";
        let (subject, text) = bank::line(&mut self.rng, self.half, lang, "away");
        let with = Fill { subject: about, lang, ..Fill::default() };
        let (subject, text) = (fill(&mut self.rng, subject, &with), fill(&mut self.rng, text, &with));
        let mut draft = self.letter(&person, &subject, &text);
        draft.answers = answers.into_iter().cloned().collect();
        draft.threading = Threading::OnlyInReplyTo;
        match self.rng.below(6) {
            0 | 1 => {
                draft.path = String::new();
                draft
                    .field("Auto-Submitted", "auto-generated")
                    .field("X-Auto-Response-Suppress", "All")
                    .field("X-MS-Exchange-Inbox-Rules-Loop", &person.addr);
            }
            2 => {
                draft.path = String::new();
                draft.field("Auto-Submitted", "auto-replied (vacation)").field("Precedence", "bulk");
            }
            3 => {
                draft.field("X-Autoreply", "yes").field("Precedence", "bulk");
            }
            4 => {
                draft
                    .field("Auto-Submitted", "auto-replied")
                    .field("X-Autorespond", about.chars().filter(char::is_ascii).collect::<String>());
            }
            // Some say nothing in the headers but the words.
            _ => {
                draft.field("Precedence", "junk");
            }
        }
        draft
    }

    /// A mail server gives a message back, in the form of Postfix, Exchange, qmail or Exim.
    pub fn bounce(&mut self, to: &str) -> Draft {
        let host = people::site(&mut self.rng, self.half, "en").domain;
        let mut person = people::person(&mut self.rng, self.half, "en", Some(&host));
        person.mailer = "";
        person.signature.clear();
        let lost = people::person(&mut self.rng, self.half, "en", Some(&host)).addr;
        let mut draft = self.letter(&person, "", "");
        let boundary = self.rng.hex(14);
        draft.path = String::new();
        draft.html = None;
        let status = *self.rng.pick(&["5.1.1", "5.2.2", "5.7.1", "4.4.7"]);
        let report = |text: &str| {
            format!(
                "--{boundary}\nContent-Type: text/plain; charset=us-ascii\n\n{text}\n\n--{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.{host}\n\nFinal-Recipient: rfc822; {lost}\nAction: failed\nStatus: {status}\n\n--{boundary}\nContent-Type: text/rfc822-headers\n\nFrom: {to}\nTo: {lost}\nSubject: Hello\n\n--{boundary}--\n"
            )
        };
        match self.rng.below(5) {
            0 | 1 => {
                draft.from = ("Mail Delivery System".to_owned(), format!("MAILER-DAEMON@mail.{host}"));
                draft.subject = "Undelivered Mail Returned to Sender".to_owned();
                draft.field("Auto-Submitted", "auto-replied");
                let text = format!(
                    "This is the mail system at host mail.{host}.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<{lost}>: unknown user"
                );
                draft.raw =
                    Some((format!("multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\""), report(&text)));
            }
            2 => {
                draft.from = ("Microsoft Outlook".to_owned(), format!("MicrosoftExchange{}@{host}", self.rng.hex(32)));
                draft.subject =
                    if self.rng.percent(50) { "Undeliverable: Hello".to_owned() } else { "Unzustellbar: Hallo".to_owned() };
                draft.field("X-MS-Exchange-Message-Is-Ndr", "").field("Auto-Submitted", "auto-replied");
                let text =
                    format!("Delivery has failed to these recipients or groups:\n\n{lost}\nThe recipient's mailbox is full.");
                draft.raw =
                    Some((format!("multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\""), report(&text)));
            }
            3 => {
                draft.from = (String::new(), format!("MAILER-DAEMON@{host}"));
                draft.subject = "failure notice".to_owned();
                draft.text = format!(
                    "Hi. This is the qmail-send program at {host}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{lost}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nFrom: {to}\nTo: {lost}\n"
                );
            }
            _ => {
                draft.from = ("Mail Delivery System".to_owned(), format!("Mailer-Daemon@mx.{host}"));
                draft.subject = "Mail delivery failed: returning message to sender".to_owned();
                draft.field("X-Failed-Recipients", &lost).field("Auto-Submitted", "auto-replied");
                draft.text = format!(
                    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {lost}\n    mailbox is full\n"
                );
            }
        }
        draft
    }

    /// A message with all addresses visible, and everybody answers all.
    pub fn reply_all(&mut self, crowd: usize, start: i64, storm: &Storm) -> usize {
        let home = storm.langs[0];
        let company = people::site(&mut self.rng, self.half, home).domain;
        let crowd: Vec<Person> = (0..crowd)
            .map(|n| {
                let lang = storm.langs[n % storm.langs.len()];
                let domain = self.rng.percent(60).then_some(company.as_str());
                people::person(&mut self.rng, self.half, lang, domain)
            })
            .collect();
        let first = crowd[0].clone();
        let everybody: Vec<(String, String)> = crowd.iter().map(|p| (p.name(), p.addr.clone())).collect();
        let own = (self.me.person.name(), self.me());
        let (subject, text) = bank::line(&mut self.rng, self.half, home, "trigger");
        let mut draft = self.letter(&first, subject, text);
        let root = draft.id.clone().unwrap();
        let incident = self.incident(IncidentKind::ReplyAll, &root);
        draft.to = everybody.iter().skip(1).cloned().chain([own.clone()]).collect();
        if self.rng.percent(40) {
            draft.cc = std::mem::replace(&mut draft.to, vec![(first.name(), first.addr.clone())]);
        }
        self.deliver(draft, start, Truth { offered: Offered::Either, ..flood(Kind::Trigger, incident, home) });
        let mut talk = Talk {
            about: subject.to_owned(),
            root: root.clone(),
            chains: vec![vec![root]],
            said: (first.name(), text.to_owned()),
        };
        for at in times(self, start, storm.span, storm.count, storm.pace) {
            let from = self.rng.pick(&crowd[1..]).clone();
            let mut one = [from.clone()];
            let lang = from.lang;
            let (mut draft, kind) = if self.rng.next() % 100 < storm.mix.machines {
                let mut draft = self.away(lang, &talk.about, talk.chains[0].last());
                draft.from = (from.name(), from.addr.clone());
                (draft, Kind::AutoReply)
            } else {
                let threads = self.rng.percent(storm.dropped);
                one[0].threading = if threads { Threading::Nothing } else { from.threading };
                (self.reply_in_crowd(storm, &one[0], &mut talk), Kind::ReplyAll)
            };
            draft.to = vec![(first.name(), first.addr.clone())];
            draft.cc = everybody.iter().skip(1).filter(|(_, a)| *a != from.addr).cloned().chain([own.clone()]).collect();
            self.deliver(draft, at, flood(kind, incident, lang));
        }
        if storm.apology {
            let (subject, text) = bank::line(&mut self.rng, self.half, home, "apology");
            let mut draft = self.letter(&first, subject, text);
            draft.to = everybody.iter().skip(1).cloned().chain([own]).collect();
            let truth = Truth { wanted: true, offered: Offered::No, ..flood(Kind::Announcement, incident, home) };
            self.deliver(draft, start + storm.span * 4 / 5, truth);
        }
        incident
    }

    fn reply_in_crowd(&mut self, storm: &Storm, from: &Person, talk: &mut Talk) -> Draft {
        let quiet = Storm { dropped: 0, ..storm.clone() };
        let mut writers = vec![from.clone()];
        // Always the one who is meant: `reply_to_all` picks among the writers or makes up a new one.
        let (mut draft, _) = self.reply_to_all(&quiet, from.lang, talk, &mut writers);
        draft.from = (from.name(), from.addr.clone());
        draft.path.clone_from(&from.addr);
        draft.threading = from.threading;
        draft.hops = vec![format!("mail.{}", from.domain())];
        draft
    }

    /// The chatter goes on when it is over: a few stragglers in the days after.
    pub fn stragglers(&mut self, list: &mut List, incident: usize, from: i64, count: usize, lang: &'static str) {
        let me = self.me();
        for n in 0..count {
            let person = people::person(&mut self.rng, self.half, lang, None);
            let (_, text) = bank::line(&mut self.rng, self.half, lang, "off");
            let mut draft = self.letter(&person, &format!("{} {}", bank::setting(lang, "reply"), list.title), text);
            draft.to = vec![(String::new(), list.address())];
            list.carry(&mut self.rng, &mut draft, &me);
            let at = from + (n as i64 + 1) * self.rng.between(20 * MINUTE, 2 * HOUR);
            self.deliver(draft, at, Truth { offered: Offered::Either, ..flood(Kind::ReplyAll, incident, lang) });
        }
    }
}

/// What is being answered.
struct Talk {
    about: String,
    root: String,
    /// Ids from the root to a message that can be answered.
    chains: Vec<Vec<String>>,
    said: (String, String),
}

/// Only for the date of a quotation.
pub fn day(at: i64) -> String {
    mime::date(at, 0)
}
