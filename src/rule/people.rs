//! Who a filter leaves alone: protected people, trusted people, and everybody who wrote before.

use super::Condition;
use crate::mail::{Envelope, address};
use crate::triage::{Channel, Findings, Incident, Kind, Protection, ROLES};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Octets of addresses and domains a script may hold. Servers take 64 KB and more; the rest of the script stays far below 16.
const BUDGET: usize = 40 * 1024;

/// The exceptions of a filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Exceptions {
    pub addresses: Vec<String>,
    pub domains: Vec<String>,
    /// Known senders there was no room for: those who wrote least.
    pub left_out: usize,
}

impl Exceptions {
    pub fn len(&self) -> usize {
        self.addresses.len() + self.domains.len()
    }

    /// "The sender is none of them"; None when there is nobody to leave alone.
    pub fn condition(&self) -> Option<Condition> {
        let mut parts = Vec::new();
        if !self.addresses.is_empty() {
            parts.push(Condition::Sender(self.addresses.clone()));
        }
        if !self.domains.is_empty() {
            parts.push(Condition::SenderDomain(self.domains.clone()));
        }
        match parts.len() {
            0 | 1 => parts.pop().map(Condition::negated),
            _ => Some(Condition::Any(parts).negated()),
        }
    }
}

/// Gathers who is left alone, most deserving first, as far as the room goes.
///
/// `never` are addresses no exception may name: the channel itself, which would open the gate. With `by_domain` a sender's whole
/// domain is left alone, and its organisation's, where the flood has nothing from there: a bank has more than one address.
pub(super) fn exceptions(
    findings: &Findings,
    messages: &[Arc<Envelope>],
    incident: &Incident,
    people: &BTreeSet<String>,
    never: &BTreeSet<&str>,
    by_domain: bool,
) -> Exceptions {
    // Rank, then how often: 0 protected in the incident, 1 named by the member, 2 protected elsewhere, 3 wrote before.
    let mut ranks: BTreeMap<&str, (u8, u32)> = BTreeMap::new();
    let mut add = |addr, rank: u8| {
        let entry = ranks.entry(addr).or_insert((rank, 0));
        entry.0 = entry.0.min(rank);
        entry.1 += 1;
    };
    for person in people {
        add(person.as_str(), 1);
    }
    for (message, verdict) in messages.iter().zip(&findings.verdicts) {
        let inside = verdict.incident == Some(incident.id);
        let rank = match verdict.protected {
            Some(Protection::Evidence) | None if inside => None,
            Some(Protection::Evidence) | None => {
                let before = message.received < incident.started && verdict.incident.is_none();
                // Through the flooded channel itself too: the talk of those who always wrote there goes on.
                let wrote = verdict.channel == Channel::Direct && verdict.kind == Kind::Ordinary
                    || verdict.channel == incident.channel && matches!(verdict.kind, Kind::Ordinary | Kind::List);
                (by_domain || before && wrote).then_some(3)
            }
            Some(_) => Some(if inside { 0 } else { 2 }),
        };
        if let Some(rank) = rank {
            add(message.from_addr(), rank);
        }
    }
    for announcement in incident.announcements.iter().filter_map(|at| messages.get(*at)) {
        add(announcement.from_addr(), 0);
    }
    let mut order: Vec<(&str, (u8, u32))> = ranks.into_iter().filter(|(addr, _)| usable(addr) && !never.contains(addr)).collect();
    order.sort_by(|(a, (rank_a, often_a)), (b, (rank_b, often_b))| (rank_a, often_b, a).cmp(&(rank_b, often_a, b)));

    let flooded = if by_domain { Flooded::of(findings, messages, incident.id) } else { Flooded::default() };
    let mut out = Exceptions::default();
    let (mut addresses, mut domains, mut room) = (BTreeSet::new(), BTreeSet::new(), BUDGET);
    for (addr, _) in order {
        let domain = address::domain_of(addr);
        let organisation = address::organisation_of(domain);
        if domains.contains(domain) {
            continue;
        }
        let wanted: Vec<&str> = if !by_domain || flooded.domains.contains(domain) {
            vec![addr]
        } else if organisation == domain || flooded.organisations.contains(organisation) {
            vec![domain]
        } else {
            vec![domain, organisation]
        };
        let cost: usize = wanted.iter().map(|key| key.len() + 6).sum();
        let Some(rest) = room.checked_sub(cost) else {
            out.left_out += 1;
            continue;
        };
        room = rest;
        for key in wanted {
            if key.contains('@') {
                addresses.insert(key.to_owned())
            } else {
                domains.insert(key.to_owned())
            };
        }
    }
    out.addresses = addresses.into_iter().filter(|a: &String| !domains.contains(address::domain_of(a))).collect();
    out.domains = domains.into_iter().collect();
    out
}

/// "An office of the house that runs the channel": it may explain the flood, and must be heard. `key` is the channel's address, or
/// its list-id, which begins with the list's name.
pub(super) fn office(incident: &Incident, key: &str) -> Option<Condition> {
    let (local, domain) = key.rsplit_once('@').or(key.split_once('.')).unwrap_or_default();
    let houses = BTreeSet::from([&*incident.operator.domain, domain]);
    let houses: Vec<String> = houses.into_iter().filter(|d| d.contains('.')).map(str::to_owned).collect();
    // Mail servers write as postmaster; and what the channel itself sends is the flood.
    let offices =
        ROLES.into_iter().filter(|role| !matches!(*role, "postmaster" | "hostmaster") && !role.eq_ignore_ascii_case(local));
    let offices = Condition::SenderName(offices.map(str::to_owned).collect());
    (!houses.is_empty()).then(|| Condition::All(vec![Condition::SenderDomain(houses), offices]))
}

/// Where the flood comes from: there an exception for a whole domain would open the gate.
#[derive(Default)]
struct Flooded<'a> {
    domains: BTreeSet<&'a str>,
    organisations: BTreeSet<&'a str>,
}

impl<'a> Flooded<'a> {
    fn of(findings: &Findings, messages: &'a [Arc<Envelope>], incident: u32) -> Self {
        let offered = messages.iter().zip(&findings.verdicts).filter(|(_, v)| v.offered() && v.incident == Some(incident));
        let domains: BTreeSet<&str> = offered.map(|(m, _)| address::domain_of(m.from_addr())).collect();
        Self { organisations: domains.iter().map(|d| address::organisation_of(d)).collect(), domains }
    }
}

/// An address worth a line in a script.
pub(super) fn usable(addr: &str) -> bool {
    addr.len() <= 254
        && addr.rsplit_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
        && !addr.chars().any(|c| c.is_control() || c.is_whitespace())
}
