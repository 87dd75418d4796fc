//! What DNS says of a domain's mail servers: SRV (RFC 2782, RFC 6186) and MX records. Nothing here is proved by anybody: who a
//! server is, its certificate must show.

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, Record};
use std::net::SocketAddr;
use std::time::Duration;

/// Records of one kind that are looked at.
const MOST_RECORDS: usize = 8;

/// A server of a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Service {
    pub priority: u16,
    /// Among equal priorities, the heavier ones get more visitors.
    pub weight: u16,
    pub port: u16,
    /// ASCII, without the dot at the end.
    pub host: String,
}

/// Whom to ask.
#[derive(Debug, Clone)]
pub struct Dns {
    /// None: those the system asks.
    server: Option<SocketAddr>,
    patience: Duration,
}

impl Dns {
    /// The system's name servers. `patience`: for all questions of one call together.
    pub const fn new(patience: Duration) -> Self {
        Self { server: None, patience }
    }

    /// One name server alone.
    pub const fn at(server: SocketAddr, patience: Duration) -> Self {
        Self { server: Some(server), patience }
    }

    /// The servers of services such as `_imaps._tcp.club.example`, each by priority and weight, and the mail exchangers of a
    /// domain, if one is named, the preferred first. What is not there, or can't be found out, is empty.
    pub fn ask(&self, services: &[String], domain: Option<&str>) -> (Vec<Vec<Service>>, Vec<String>) {
        let nothing = || (vec![Vec::new(); services.len()], Vec::new());
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return nothing() };
        let answers = runtime.block_on(async {
            let resolver = self.resolver().ok()?;
            tokio::time::timeout(self.patience, async {
                let mut found = Vec::new();
                for service in services {
                    found.push(resolver.srv_lookup(absolute(service)).await.map(|a| servers(a.answers())).unwrap_or_default());
                }
                let mx = match domain {
                    Some(domain) => {
                        resolver.mx_lookup(absolute(domain)).await.map(|a| exchangers(a.answers())).unwrap_or_default()
                    }
                    None => Vec::new(),
                };
                (found, mx)
            })
            .await
            .ok()
        });
        answers.unwrap_or_else(nothing)
    }

    fn resolver(&self) -> Result<TokioResolver, NetError> {
        let mut builder = match self.server {
            None => TokioResolver::builder_tokio()?,
            Some(at) => {
                let mut connection = ConnectionConfig::udp();
                connection.port = at.port();
                let server = NameServerConfig::new(at.ip(), true, vec![connection]);
                let config = ResolverConfig::from_name_servers(vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().timeout = self.patience / 3;
        builder.options_mut().attempts = 1;
        builder.build()
    }
}

/// A name that no search domain is put behind.
fn absolute(name: &str) -> String {
    format!("{name}.")
}

fn servers(answers: &[Record]) -> Vec<Service> {
    let mut servers: Vec<Service> = answers
        .iter()
        .filter_map(|record| match &record.data {
            // A lone dot says that the service is not offered (RFC 6186 section 3.4).
            RData::SRV(srv) if !srv.target.is_root() && srv.port != 0 => Some(Service {
                priority: srv.priority,
                weight: srv.weight,
                port: srv.port,
                host: srv.target.to_ascii().trim_end_matches('.').to_lowercase(),
            }),
            _ => None,
        })
        .take(MOST_RECORDS)
        .collect();
    servers.sort_by(|a, b| (a.priority, b.weight, &a.host).cmp(&(b.priority, a.weight, &b.host)));
    servers
}

fn exchangers(answers: &[Record]) -> Vec<String> {
    let mut found: Vec<(u16, String)> = answers
        .iter()
        .filter_map(|record| match &record.data {
            RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii().trim_end_matches('.').to_lowercase())),
            _ => None,
        })
        .take(MOST_RECORDS)
        .collect();
    found.sort();
    found.into_iter().map(|(_, host)| host).collect()
}
