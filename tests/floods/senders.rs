//! Newsletter systems and web sites: what each writes into the confirmations, welcomes, newsletters and notices it sends.

use super::mime::Coding;
use super::people::{Site, Threading};
use super::scene::{Draft, Scene, html};
use super::texts::{Fill, fill};
use super::{bank, mime};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    Mailchimp,
    CleverReach,
    Brevo,
    Inxmail,
    MailPoet,
    SendGrid,
    Rapidmail,
    Mailjet,
    Ses,
    WordPress,
    HomePhp,
    Phplist,
    Shop,
    /// A site's own mail server, nothing special in the headers.
    Plain,
}

pub const SIGN_UP: [(Sender, u32); 14] = [
    (Sender::Mailchimp, 14),
    (Sender::CleverReach, 8),
    (Sender::Brevo, 9),
    (Sender::Inxmail, 4),
    (Sender::MailPoet, 8),
    (Sender::SendGrid, 9),
    (Sender::Rapidmail, 5),
    (Sender::Mailjet, 5),
    (Sender::Ses, 5),
    (Sender::WordPress, 11),
    (Sender::HomePhp, 9),
    (Sender::Phplist, 4),
    (Sender::Shop, 5),
    (Sender::Plain, 4),
];

/// Those that send newsletters: all with a way to unsubscribe, without which large providers refuse them.
pub const EDITIONS: [(Sender, u32); 8] = [
    (Sender::Mailchimp, 20),
    (Sender::CleverReach, 10),
    (Sender::Brevo, 15),
    (Sender::MailPoet, 10),
    (Sender::Rapidmail, 10),
    (Sender::Mailjet, 10),
    (Sender::WordPress, 10),
    (Sender::Shop, 15),
];

/// Those that send notices of a purchase, a code, an appointment.
pub const NOTICE: [(Sender, u32); 6] = [
    (Sender::Plain, 45),
    (Sender::SendGrid, 15),
    (Sender::Ses, 15),
    (Sender::Mailjet, 8),
    (Sender::Shop, 12),
    (Sender::WordPress, 5),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Confirm,
    Welcome,
    Newsletter,
    /// A newsletter that counts clicks: every link has a random part.
    Tracked,
    /// A code, an invoice, a booking: no way to unsubscribe.
    Notice,
}

impl Scene {
    /// A message of a site through its sending system. `section` names the words.
    pub fn bulk(&mut self, sender: Sender, site: &Site, to: &str, section: &str, purpose: Purpose) -> Draft {
        let (subject, text) = bank::line(&mut self.rng, self.half, site.lang, section);
        let link = self.link(sender, site, purpose);
        let me = self.me.person.clone();
        let with = Fill { site: &site.name, last: &me.last, first: &me.first, link: &link, lang: site.lang, ..Fill::default() };
        let subject = fill(&mut self.rng, subject, &with);
        let text = fill(&mut self.rng, text, &with);
        let text = format!("{text}\n\n{}\n{} {}, {}", site.name, site.name, self.rng.digits(5), site.domain);
        let id = self.message_id(sender, site);
        let coding = self.rng.weighted(&[(Coding::Quoted, 60), (Coding::Base64, 20), (Coding::EightBit, 20)]);
        let html_alone = self.rng.percent(25) && !matches!(sender, Sender::HomePhp | Sender::WordPress);
        let page = (html_alone || self.rng.percent(55)).then(|| html(&text));
        let mut draft = Draft {
            from: (site.name.clone(), site.addr()),
            to: vec![(String::new(), to.to_owned())],
            cc: Vec::new(),
            subject,
            id,
            answers: Vec::new(),
            threading: Threading::Nothing,
            fields: Vec::new(),
            path: site.addr(),
            text: if html_alone { String::new() } else { text },
            html: page,
            raw: None,
            coding,
            skew: 0,
            hours: 0,
            hops: vec![format!("mail.{}", site.domain)],
            rcpt: self.me(),
            dmarc: "pass",
        };
        if self.me.aliases.iter().any(|a| a == to) {
            draft.rcpt = to.to_owned();
        }
        self.fingerprint(sender, site, to, purpose, &mut draft);
        draft
    }

    /// What stands in the text: a token that says what it is for, or a counted click that says nothing.
    fn link(&mut self, sender: Sender, site: &Site, purpose: Purpose) -> String {
        let domain = &site.domain;
        match (purpose, sender) {
            (Purpose::Tracked, _) => format!("https://click.{domain}/{}", self.rng.hex(16)),
            (Purpose::Confirm, Sender::Mailchimp) => {
                format!(
                    "https://{domain}.us{}.list-manage.example/subscribe/confirm?u={}&id={}&e={}",
                    1 + self.rng.below(21),
                    self.rng.hex(25),
                    self.rng.hex(10),
                    self.rng.hex(10)
                )
            }
            (_, Sender::SendGrid) => {
                format!("https://u{}.ct.sendgrid.example/ls/click?upn={}", self.rng.digits(8), self.rng.word(60))
            }
            (_, Sender::Brevo) => format!("https://{}.r.bh.d.sendibt3.example/mk/cl/f/{}", self.rng.hex(6), self.rng.word(50)),
            (Purpose::Confirm, Sender::CleverReach) => format!(
                "https://{}.seu2.cleverreach.example/f/{}-{}/wwu/{}",
                self.rng.digits(6),
                self.rng.digits(6),
                self.rng.digits(6),
                self.rng.hex(8)
            ),
            (Purpose::Confirm, Sender::MailPoet) => format!(
                "https://{domain}/?mailpoet_page=subscriptions&mailpoet_router&endpoint=subscription&action=confirm&data={}",
                self.rng.word(40)
            ),
            (Purpose::Confirm, Sender::HomePhp) => {
                format!("http://www.{domain}/newsletter/bestaetigen.php?id={}&key={}", self.rng.digits(5), self.rng.hex(32))
            }
            (Purpose::Confirm, _) if self.rng.percent(50) => format!("https://{domain}/{}", self.rng.word(22)),
            (Purpose::Confirm, _) => format!("https://{domain}/verify?token={}", self.rng.hex(40)),
            _ => format!("https://www.{domain}/n/{}", self.rng.word(12)),
        }
    }

    fn message_id(&mut self, sender: Sender, site: &Site) -> Option<String> {
        let (a, b) = (self.rng.hex(16), self.rng.word(22));
        Some(match sender {
            Sender::Mailchimp => {
                format!("{a}.{}.2024.{}@mail{}.suw11.mcsv.example", self.rng.hex(10), self.rng.hex(8), self.rng.below(200))
            }
            Sender::SendGrid => format!("{b}@geopod-ismtpd-{}", self.rng.below(30)),
            Sender::Brevo => format!("2024.{a}@smtp-relay.mailin.example"),
            Sender::Ses => format!("0102018{a}-{b}-000000@eu-west-1.amazonses.example"),
            // PHP's mail() leaves it to the server, which not always adds one.
            Sender::HomePhp if self.rng.percent(12) => return None,
            _ => format!("{b}@{}", site.domain),
        })
    }

    fn fingerprint(&mut self, sender: Sender, site: &Site, to: &str, purpose: Purpose, draft: &mut Draft) {
        let notice = purpose == Purpose::Notice;
        let leaves = match purpose {
            Purpose::Newsletter | Purpose::Tracked => true,
            Purpose::Welcome => self.rng.percent(80),
            Purpose::Confirm => self.rng.percent(45),
            Purpose::Notice => false,
        };
        let (number, hex, domain) = (self.rng.digits(8), self.rng.hex(25), site.domain.clone());
        let rng = &mut self.rng;
        let verp = to.replace('@', "=");
        match sender {
            Sender::Mailchimp => {
                draft.path = format!("bounce-mc.us1_{number}.{}-{verp}@mail{}.suw11.mcsv.example", rng.digits(7), rng.below(200));
                draft
                    .field("X-Mailer", format!("Mailchimp Mailer - **CID{}**", rng.hex(20)))
                    .field("X-Campaign", format!("mailchimp{hex}.{}", rng.hex(10)))
                    .field("X-campaignid", format!("mailchimp{hex}.{}", rng.hex(10)))
                    .field(
                        "X-Report-Abuse",
                        "Please report abuse for this campaign here: https://mailchimp.example/contact/abuse/",
                    )
                    .field("X-MC-User", &hex)
                    .field("Feedback-ID", format!("{number}:{number}.{}:us1:mc", rng.digits(7)))
                    .field("List-ID", format!("{hex}mc list <{hex}.{}.list-id.mcsv.example>", rng.digits(6)));
            }
            Sender::CleverReach => {
                draft.path = format!("bounce-{number}-{}@crsend.example", rng.hex(10));
                draft
                    .field("X-Mailer", "CleverReach Mailer")
                    .field("X-CSA-Complaints", "csa-complaints@eco.example")
                    .field("CFBL-Address", "fbl@cleverreach.example; report=arf")
                    .field("Feedback-ID", format!("{number}:{}:crsend", rng.digits(6)))
                    .field("List-Id", format!("<{number}.{domain}>"));
            }
            Sender::Brevo => {
                draft.path = format!("bounces-{number}-{verp}@{}.d.sender-sib.example", rng.hex(2));
                draft
                    .field("X-Mailer", "Sendinblue")
                    .field("X-Mailin-EID", rng.word(40))
                    .field("X-Mailin-Client", &number)
                    .field("X-sib-id", rng.word(30))
                    .field("X-CSA-Complaints", "csa-complaints@eco.example")
                    .field("Feedback-ID", format!("198.51.100.9:{number}_-1:{number}:Sendinblue"));
            }
            Sender::Inxmail => {
                draft.path = format!("bounce.{hex}@{domain}");
                draft
                    .field("X-Mailer", "Inxmail EE 4.8.40.1234")
                    .field("X-CSA-Complaints", "csa-complaints@eco.example")
                    .field("X-Report-Spam", "complaints@inxmail.example")
                    .field("List-Id", format!("<{}.{domain}>", rng.digits(4)));
            }
            Sender::MailPoet => {
                draft.field("X-Mailer", "MailPoet").field("X-Originating-Script", "MailPoet\\Mailer");
                draft.path = format!("bounces@{domain}");
            }
            Sender::SendGrid => {
                draft.path = format!("bounces+{number}-{}-{verp}@em{}.{domain}", rng.hex(4), rng.digits(4));
                draft.field("X-SG-EID", rng.word(80)).field("X-SG-ID", rng.word(60)).field("X-Entity-ID", rng.word(22));
            }
            Sender::Rapidmail => {
                draft.path = format!("bounce-{number}@rmh1.example");
                draft
                    .field("X-CSA-Complaints", "csa-complaints@eco.example")
                    .field("X-Mailer", "Framework::Mail")
                    .field("Feedback-ID", format!("172:{number}:4365-{}:rm", rng.digits(7)))
                    .field("X-Complaints-To", "abuse@rapidmail.example");
            }
            Sender::Mailjet => {
                draft.path = format!("{hex}@bnc3.mailjet.example");
                draft
                    .field("X-CSA-Complaints", "csa-complaints@eco.example")
                    .field("X-MJ-Mid", rng.word(30))
                    .field("X-REPORT-ABUSE-TO", "Message sent by Mailjet please report to abuse@mailjet.example")
                    .field("Feedback-Id", format!("42.{number}.{}:MJ", rng.digits(6)));
            }
            Sender::Ses => {
                draft.path = format!("0102018{hex}-000000@eu-west-1.amazonses.example");
                draft
                    .field("Feedback-ID", format!("::1.eu-west-1.{}=:AmazonSES", rng.word(43)))
                    .field("X-SES-Outgoing", "2024.05.01-198.51.100.20");
            }
            Sender::WordPress => {
                draft.path = format!("wordpress@{domain}");
                if rng.percent(40) {
                    draft.from = ("WordPress".to_owned(), format!("wordpress@{domain}"));
                }
                draft
                    .field("X-Mailer", "PHPMailer 6.9.1 (https://phpmailer.example/PHPMailer)")
                    .field("X-PHP-Originating-Script", "33:PHPMailer.php");
            }
            Sender::HomePhp => {
                draft.path = format!("www-data@{}.hosting.example", rng.hex(6));
                draft.field("X-PHP-Script", format!("{domain}/newsletter/index.php for 198.51.100.77"));
                if rng.percent(50) {
                    draft.field("X-Mailer", "PHP/8.1.2");
                }
                draft.dmarc = "none";
            }
            Sender::Phplist => {
                draft.path = format!("listbounces@{domain}");
                draft
                    .field("X-phpList-version", "3.6.14")
                    .field("X-Mailer", "phplist v3.6.14")
                    .field(
                        "X-MessageID",
                        if matches!(purpose, Purpose::Newsletter | Purpose::Tracked) { number.as_str() } else { "systemmessage" },
                    )
                    .field("X-ListMember", to)
                    .field("Precedence", "bulk");
            }
            Sender::Shop => {
                draft.path = format!("bounces+{number}@mailer.{domain}");
                draft.field("X-Shop-Id", &number).field("Auto-Submitted", "auto-generated");
            }
            Sender::Plain => {
                if rng.percent(30) {
                    draft.field("Auto-Submitted", "auto-generated");
                }
            }
        }
        if leaves && sender != Sender::Plain {
            let mail = if rng.percent(60) {
                format!(", <mailto:unsubscribe+{hex}@{domain}?subject=unsubscribe>")
            } else {
                String::new()
            };
            draft.field("List-Unsubscribe", format!("<https://{domain}/unsubscribe/{hex}>{mail}"));
            if rng.percent(60) {
                draft.field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        if !leaves && notice {
            // A system that sends for many marks its notices too, but as no list.
            draft.fields.retain(|(name, _)| !name.eq_ignore_ascii_case("list-id"));
        }
        if rng.percent(15) && !notice {
            draft.field("Precedence", "bulk");
        }
        if sender != Sender::HomePhp && sender != Sender::Plain {
            draft.hops = vec![
                format!("{}.{}", rng.hex(4), draft.path.rsplit_once('@').map_or(&*domain, |(_, d)| d)),
                format!("app.{domain}"),
            ];
        }
    }

    /// What a list server sends to whoever was entered on a list: Mailman, Sympa, ezmlm, LISTSERV and Google Groups ask in their
    /// own ways.
    pub fn list_confirmation(&mut self, site: &Site, to: &str) -> Draft {
        let mut draft = self.bulk(Sender::Plain, site, to, "confirm", Purpose::Confirm);
        let (domain, list, token) = (site.domain.clone(), format!("list{}", self.rng.below(900)), self.rng.hex(40));
        let address = format!("{list}@{domain}");
        draft.html = None;
        draft.coding = Coding::EightBit;
        match self.rng.below(5) {
            0 => {
                draft.from = (String::new(), format!("{list}-confirm+{token}@{domain}"));
                draft.subject = format!("confirm {token}");
                draft.text = format!(
                    "Mailing list subscription confirmation notice for mailing list {list}\n\nWe have received a request for subscription of your email address, \"{to}\", to the {address} mailing list. To confirm that you want to be added to this mailing list, simply reply to this message, or visit https://lists.{domain}/mailman/confirm/{list}/{token}\n"
                );
                draft
                    .field("Reply-To", format!("{list}-confirm+{token}@{domain}"))
                    .field("X-BeenThere", &address)
                    .field("X-Mailman-Version", "2.1.39")
                    .field("Precedence", "bulk")
                    .field("List-Id", format!("<{list}.{domain}>"))
                    .field("X-List-Administrivia", "yes");
                draft.path = format!("{list}-bounces@{domain}");
            }
            1 => {
                draft.from = ("SYMPA".to_owned(), format!("sympa@{domain}"));
                draft.subject = format!("auth {} subscribe {list}", &token[..10]);
                draft
                    .field("X-Loop", format!("sympa@{domain}"))
                    .field("Auto-Submitted", "auto-replied")
                    .field("Precedence", "bulk");
                draft.path = format!("sympa-owner@{domain}");
            }
            2 => {
                let reply = format!(
                    "{list}-sc.{}.{}-{}@{domain}",
                    self.rng.digits(10),
                    self.rng.word(20).to_lowercase(),
                    to.replace('@', "=")
                );
                draft.from = (String::new(), format!("{list}-help@{domain}"));
                draft.subject = format!("confirm subscribe to {address}");
                draft.text = format!(
                    "Hi! This is the ezmlm program. I'm managing the {address} mailing list.\n\nTo confirm that you would like {to} added to the {list} mailing list, please send an empty reply to this address:\n\n   {reply}\n"
                );
                draft
                    .field("Mailing-List", format!("contact {list}-help@{domain}; run by ezmlm"))
                    .field("Reply-To", reply)
                    .field("Delivered-To", format!("responder for {address}"));
                draft.path = format!("{list}-return-@{domain}");
            }
            3 => {
                draft.from = ("LISTSERV Server (16.5)".to_owned(), format!("LISTSERV@{}", domain.to_uppercase()));
                draft.subject = format!("Command confirmation request ({})", &token[..8].to_uppercase());
                draft.text = format!(
                    "Your command:\n\n   SUBSCRIBE {} Anonymous\n\nrequires confirmation. To confirm the execution of your command, simply point your browser to the following URL: https://{domain}/scripts/wa.exe?OK={}\n",
                    list.to_uppercase(),
                    &token[..8]
                );
                draft.path = String::new();
            }
            _ => {
                draft.from = (format!("{list} via Groups"), format!("{list}+noreply@{domain}"));
                draft
                    .field("X-Google-Group-Id", self.rng.digits(11))
                    .field("Precedence", "bulk")
                    .field("Auto-Submitted", "auto-generated");
                draft.path = format!("{list}+bnc{}@{domain}", self.rng.word(20));
            }
        }
        draft.id =
            Some(format!("mailman.{}.{}@{domain}", self.rng.digits(4), mime::base64(token[..9].as_bytes()).to_lowercase()));
        draft
    }
}
