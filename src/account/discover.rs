//! Where the mailbox of an address may be, where the table of providers does not know: what the domain itself says (autoconfig),
//! what DNS says (SRV, then whose customer the MX record shows), and the names that are usual. None of it is proved: the engine
//! connects to each before it is shown, and a password goes to none before its certificate is checked.

use super::dns::{Dns, Service};
use super::provider::{self, Provider};
use super::web::Web;
use super::{Security, SourceSpec, autoconfig};
use crate::mail::address::organisation_of;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

static EXCHANGERS: &str = include_str!("../../assets/mail_exchangers.tsv");

/// How often a wait looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);
/// Servers that are worth trying.
const MOST: usize = 12;

/// How a server was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The domain's own file, over https.
    Autoconfig,
    /// RFC 6186.
    Srv,
    /// The domain's mail exchanger is one of a provider in the table.
    Exchanger,
    /// A usual name, such as imap.DOMAIN.
    Guess,
}

impl How {
    /// The word used in texts and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Autoconfig => "autoconfig",
            Self::Srv => "srv",
            Self::Exchanger => "exchanger",
            Self::Guess => "guess",
        }
    }
}

/// A server that may have the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub source: SourceSpec,
    pub how: How,
    /// Whose server it is, where the table knows.
    pub provider: Option<Provider>,
    /// DNS alone says that a server of another domain is this one's, and DNS can be forged: the member must see its name before
    /// the password is typed (RFC 6186 section 6).
    pub outside: bool,
}

/// What may be asked, and how.
#[derive(Debug, Clone)]
pub struct Means {
    pub web: Web,
    pub dns: Dns,
    /// For everything together.
    pub patience: Duration,
}

impl Means {
    /// The system's own, for so long at most.
    pub fn new(patience: Duration) -> Self {
        Self { web: Web::new(patience), dns: Dns::new(patience), patience }
    }
}

/// What one of the questions brought.
enum Said {
    /// Of one of the domain's two places.
    File(usize, Vec<SourceSpec>),
    Dns(Vec<Vec<Service>>, Vec<String>),
}

/// The servers worth trying for an address, the likeliest first. Empty where the address has no domain, or once `cancelled`.
/// Asks all at the same time, and takes what came when `means.patience` is over.
pub fn candidates(address: &str, means: &Means, cancelled: &dyn Fn() -> bool) -> Vec<Candidate> {
    let address = address.trim();
    let Some(domain) = provider::ascii_domain(address).filter(|_| address.contains('@')) else { return Vec::new() };
    let services = [format!("_imaps._tcp.{domain}"), format!("_imap._tcp.{domain}")];
    let (answer, answers) = channel();
    // Nobody waits for them after the patience is over; they end by themselves and their answers go nowhere.
    for (nth, place) in autoconfig::places(&domain).into_iter().enumerate() {
        let (answer, web, address) = (answer.clone(), means.web.clone(), address.to_owned());
        thread::spawn(move || {
            let servers = web.get(&place).map(|file| autoconfig::servers(&file, &address)).unwrap_or_default();
            drop(answer.send(Said::File(nth, servers)));
        });
    }
    let (dns, of) = (means.dns.clone(), domain.clone());
    thread::spawn(move || {
        let (services, exchangers) = dns.ask(&services, Some(&of));
        drop(answer.send(Said::Dns(services, exchangers)));
    });

    let mut files = [Vec::new(), Vec::new()];
    let (mut services, mut exchangers) = (Vec::new(), Vec::new());
    let until = Instant::now() + means.patience;
    loop {
        if cancelled() {
            return Vec::new();
        }
        match answers.recv_timeout(TICK) {
            Ok(Said::File(nth, servers)) => files.get_mut(nth).map_or((), |file| *file = servers),
            Ok(Said::Dns(found, mx)) => (services, exchangers) = (found, mx),
            Err(RecvTimeoutError::Timeout) if Instant::now() < until => {}
            Err(_) => break,
        }
    }
    in_order(address, &domain, files.concat(), &services, &exchangers)
}

/// All that was found, the likeliest first, each once.
fn in_order(
    address: &str,
    domain: &str,
    files: Vec<SourceSpec>,
    services: &[Vec<Service>],
    exchangers: &[String],
) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut put = |source: SourceSpec, how: How| {
        let SourceSpec::Imap { host, .. } = &source else { return };
        let outside = how == How::Srv && !is_within(host, domain);
        let provider = provider::by_host(host);
        if all.len() < MOST && all.iter().all(|known| !same_server(&known.source, &source)) {
            all.push(Candidate { source, how, provider, outside });
        }
    };
    for source in files {
        put(source, How::Autoconfig);
    }
    // TLS from the first octet comes before STARTTLS (RFC 8314 section 3.2).
    for (security, servers) in [Security::Tls, Security::StartTls].into_iter().zip(services) {
        for server in servers {
            if let Ok(source) = SourceSpec::imap(address, &server.host, server.port, security) {
                put(source, How::Srv);
            }
        }
    }
    if let Some(source) = exchangers.iter().find_map(|host| by_exchanger(host)).and_then(|known| known.source(address).ok()) {
        put(source, How::Exchanger);
    }
    let usual = provider::guess(domain);
    for (security, hosts) in [(Security::Tls, usual.len()), (Security::StartTls, 2)] {
        for host in usual.iter().take(hosts) {
            if let Ok(source) = SourceSpec::imap(address, host, security.default_port(), security) {
                put(source, How::Guess);
            }
        }
    }
    all
}

/// The provider whose mail exchanger this is.
fn by_exchanger(host: &str) -> Option<Provider> {
    let rows = EXCHANGERS.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'));
    // The longest name decides.
    let of = |suffix: &str| host == suffix || host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    let (_, domain) = rows.filter(|(suffix, _)| of(suffix)).max_by_key(|(suffix, _)| suffix.len())?;
    provider::find(domain).filter(|known| !known.host.is_empty())
}

/// Does a host belong to whom the domain belongs to?
pub fn is_within(host: &str, domain: &str) -> bool {
    organisation_of(&host.to_ascii_lowercase()) == organisation_of(&domain.to_ascii_lowercase())
}

fn same_server(a: &SourceSpec, b: &SourceSpec) -> bool {
    match (a, b) {
        (SourceSpec::Imap { host: a, port: p, .. }, SourceSpec::Imap { host: b, port: q, .. }) => a == b && p == q,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
