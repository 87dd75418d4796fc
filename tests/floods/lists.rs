//! List servers and their kin: what each does to a message that goes through it.

use super::rng::Rng;
use super::scene::Draft;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    Mailman2,
    Mailman3,
    Sympa,
    Listserv,
    GoogleGroups,
    Ezmlm,
    /// A distribution group: nothing in the headers but the group in To.
    Exchange,
    /// A line in /etc/aliases: the sender's own Return-Path stays.
    Alias,
    /// A forwarding address at a provider, which rewrites the Return-Path (SRS) and keeps To.
    Forwarder,
}

pub const ALL: [Server; 9] = [
    Server::Mailman2,
    Server::Mailman3,
    Server::Sympa,
    Server::Listserv,
    Server::GoogleGroups,
    Server::Ezmlm,
    Server::Exchange,
    Server::Alias,
    Server::Forwarder,
];

#[derive(Debug, Clone)]
pub struct List {
    pub server: Server,
    pub local: String,
    pub domain: String,
    pub title: String,
    /// `[Tag]` before the subject.
    pub tag: Option<String>,
    /// From is rewritten, because the sender's domain has a DMARC policy.
    pub munges: bool,
    /// Answers go to the list.
    pub replies_here: bool,
    number: u32,
}

impl List {
    pub fn new(server: Server, local: &str, domain: &str, title: &str) -> Self {
        let own = (local.to_owned(), domain.to_owned(), title.to_owned());
        Self { server, local: own.0, domain: own.1, title: own.2, tag: None, munges: false, replies_here: true, number: 40 }
    }

    pub fn tagged(mut self, tag: &str) -> Self {
        self.tag = Some(format!("[{tag}]"));
        self
    }

    pub fn munging(mut self) -> Self {
        self.munges = true;
        self
    }

    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// What an incident through it is named by: the list-id, or the address it is posted to.
    pub fn key(&self) -> String {
        match self.server {
            Server::Mailman2 | Server::Mailman3 | Server::Sympa | Server::GoogleGroups => {
                format!("{}.{}", self.local, self.domain)
            }
            _ => self.address(),
        }
    }

    pub fn has_list_id(&self) -> bool {
        self.key() != self.address()
    }

    /// Sends a message on to the member.
    pub fn carry(&mut self, rng: &mut Rng, draft: &mut Draft, me: &str) {
        self.number += 1;
        let (address, host) = (self.address(), self.domain.clone());
        let (local, title) = (self.local.clone(), self.title.clone());
        if !draft.to.iter().chain(&draft.cc).any(|(_, a)| *a == address) {
            draft.to = vec![(String::new(), address.clone())];
        }
        if let Some(tag) = &self.tag
            && !draft.subject.contains(tag.as_str())
        {
            draft.subject = format!("{tag} {}", draft.subject);
        }
        let original = draft.from.clone();
        let managed = !matches!(self.server, Server::Exchange | Server::Alias | Server::Forwarder);
        if managed {
            draft
                .fields
                .retain(|(name, _)| !name.to_lowercase().starts_with("list-") && !name.eq_ignore_ascii_case("precedence"));
        }
        if managed && self.munges && !original.1.ends_with(&host) {
            let name = if original.0.is_empty() { original.1.replace('@', " at ") } else { original.0.clone() };
            draft.from = match self.server {
                Server::GoogleGroups => (format!("'{name}' via {title}"), address.clone()),
                _ => (format!("{name} via {title}"), address.clone()),
            };
            draft.field("Reply-To", super::mime::address(&original.0, &original.1));
            draft.field("X-Original-From", super::mime::address(&original.0, &original.1));
        } else if managed && self.replies_here {
            draft.field("Reply-To", super::mime::address(&title, &address));
        }
        draft.hops.insert(0, format!("lists.{host}"));
        let verp = me.replace('@', "=");
        match self.server {
            Server::Mailman2 => {
                draft.path = format!("{local}-bounces+{verp}@{host}");
                draft
                    .field("X-BeenThere", &address)
                    .field("X-Mailman-Version", "2.1.39")
                    .field("Precedence", "list")
                    .field("List-Id", format!("{} <{local}.{host}>", super::mime::words(&title)))
                    .field("List-Unsubscribe", format!("<https://lists.{host}/mailman/options/{local}>,\r\n <mailto:{local}-request@{host}?subject=unsubscribe>"))
                    .field("List-Archive", format!("<http://lists.{host}/pipermail/{local}/>"))
                    .field("List-Post", format!("<mailto:{address}>"))
                    .field("List-Help", format!("<mailto:{local}-request@{host}?subject=help>"))
                    .field("List-Subscribe", format!("<https://lists.{host}/mailman/listinfo/{local}>"))
                    .field("Errors-To", format!("{local}-bounces@{host}"))
                    .field("Sender", format!("\"{local}\" <{local}-bounces@{host}>"));
            }
            Server::Mailman3 => {
                draft.path = format!("{local}-bounces+{verp}@{host}");
                let hash = rng.word(32).to_uppercase();
                draft
                    .field("Message-ID-Hash", &hash)
                    .field("X-Message-ID-Hash", &hash)
                    .field("X-MailFrom", &original.1)
                    .field("X-Mailman-Rule-Misses", "dmarc-mitigation; no-senders; approved; emergency; loop; nonmember-moderation;\r\n administrivia; max-size; suspicious-header")
                    .field("X-Mailman-Version", "3.3.9")
                    .field("Precedence", "list")
                    .field("List-Id", format!("{} <{local}.{host}>", super::mime::words(&title)))
                    .field("Archived-At", format!("<https://lists.{host}/archives/list/{address}/message/{hash}/>"))
                    .field("List-Archive", format!("<https://lists.{host}/archives/list/{address}/>"))
                    .field("List-Help", format!("<mailto:{local}-request@{host}?subject=help>"))
                    .field("List-Owner", format!("<mailto:{local}-owner@{host}>"))
                    .field("List-Post", format!("<mailto:{address}>"))
                    .field("List-Subscribe", format!("<mailto:{local}-join@{host}>"))
                    .field("List-Unsubscribe", format!("<mailto:{local}-leave@{host}>"));
            }
            Server::Sympa => {
                draft.path = format!("{local}-owner@{host}");
                draft
                    .field("X-Loop", &address)
                    .field("X-Sequence", self.number.to_string())
                    .field("Errors-To", format!("{local}-owner@{host}"))
                    .field("Precedence", "list")
                    .field("X-no-archive", "yes")
                    .field("List-Id", format!("<{local}.{host}>"))
                    .field("List-Help", format!("<mailto:sympa@{host}?subject=help>"))
                    .field("List-Subscribe", format!("<mailto:sympa@{host}?subject=subscribe%20{local}>"))
                    .field("List-Unsubscribe", format!("<mailto:sympa@{host}?subject=unsubscribe%20{local}>"))
                    .field("List-Post", format!("<mailto:{address}>"))
                    .field("List-Owner", format!("<mailto:{local}-request@{host}>"));
            }
            Server::Listserv => {
                let (upper, node) = (local.to_uppercase(), host.to_uppercase());
                draft.path = format!("owner-{local}@{host}");
                draft
                    .field("Sender", format!("{title} <{upper}@{node}>"))
                    .field(
                        "List-Help",
                        format!("<https://{host}/scripts/wa.exe?LIST={upper}>,\r\n <mailto:LISTSERV@{node}?body=INFO%20{upper}>"),
                    )
                    .field("List-Unsubscribe", format!("<mailto:{upper}-unsubscribe-request@{node}>"))
                    .field("List-Subscribe", format!("<mailto:{upper}-subscribe-request@{node}>"))
                    .field("List-Owner", format!("<mailto:{upper}-request@{node}>"))
                    .field("List-Archive", format!("<https://{host}/scripts/wa.exe?LIST={upper}>"))
                    .field("Precedence", "list");
            }
            Server::GoogleGroups => {
                let group = rng.digits(12);
                draft.path = format!("{local}+bnc{}@{host}", rng.word(28));
                draft
                    .field("Sender", &address)
                    .field("X-Original-Sender", &original.1)
                    .field(
                        "X-Original-Authentication-Results",
                        format!(
                            "gmr-mx.{host};       dkim=pass header.i=@{0};       spf=pass smtp.mailfrom={1}",
                            original.1.rsplit_once('@').map_or("", |(_, d)| d),
                            original.1
                        ),
                    )
                    .field("Precedence", "list")
                    .field("Mailing-list", format!("list {address}; contact {local}+owners@{host}"))
                    .field("List-ID", format!("<{local}.{host}>"))
                    .field("X-Spam-Checked-In-Group", &address)
                    .field("X-Google-Group-Id", &group)
                    .field("List-Post", format!("<https://groups.{host}/group/{local}/post>, <mailto:{address}>"))
                    .field("List-Help", format!("<https://support.{host}/a/answer/groups>,\r\n <mailto:{local}+help@{host}>"))
                    .field("List-Unsubscribe", format!("<mailto:googlegroups-manage+{group}+unsubscribe@{host}>"));
            }
            Server::Ezmlm => {
                draft.path = format!("{local}-return-{}-{verp}@{host}", self.number);
                draft
                    .field("Mailing-List", format!("contact {local}-help@{host}; run by ezmlm"))
                    .field("X-No-Archive", "yes")
                    .field("List-Post", format!("<mailto:{address}>"))
                    .field("List-Help", format!("<mailto:{local}-help@{host}>"))
                    .field("List-Unsubscribe", format!("<mailto:{local}-unsubscribe@{host}>"))
                    .field("List-Subscribe", format!("<mailto:{local}-subscribe@{host}>"))
                    .field("Precedence", "bulk");
            }
            Server::Exchange => {
                draft
                    .field("Thread-Topic", super::mime::words(&draft.subject.clone()))
                    .field("Thread-Index", format!("AQH{}==", rng.word(25)))
                    .field("X-MS-Has-Attach", "")
                    .field("X-Auto-Response-Suppress", "DR, OOF, AutoReply")
                    .field("X-MS-TNEF-Correlator", "")
                    .field("X-OriginatorOrg", &host);
            }
            Server::Alias => {}
            Server::Forwarder => {
                draft.path = format!("SRS0={}={}={}@{host}", rng.word(4), rng.word(2), draft.path.replace('@', "="));
            }
        }
        draft.rcpt = me.to_owned();
    }
}
