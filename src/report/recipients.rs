//! To whom a report goes: whoever can act. Never the list itself, and nobody whose address is not a sound one.

use crate::mail::{Envelope, address};
use crate::triage::{Channel, Findings, Incident, IncidentKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The addresses, in lower case, sound, without repeats; empty when nobody is known.
///
/// - open list: the list's owner where it names one, else postmaster@ and abuse@ (RFC 2142) of the domain of the list or alias;
/// - reply-all storm: postmaster@ and abuse@ of the domain the first message came from: its server can hold the chain back;
/// - subscription bomb and backscatter have no operator. The senders are thousands who act in good faith, so the desk that can
///   help is the member's own provider's: abuse@ and postmaster@ of the domain that is hit;
/// - a loop of answering machines: postmaster@ of the other party's domain, as it is a fault and no abuse.
pub fn recipients(findings: &Findings, messages: &[Arc<Envelope>], incident: &Incident) -> Vec<String> {
    let never = never(findings, messages, incident);
    let desks = |names: &[&str], domain: &str| names.iter().map(|name| format!("{name}@{domain}")).collect::<Vec<_>>();
    let wanted = match incident.kind {
        IncidentKind::OpenList => {
            let owner = incident.operator.owner.as_deref().and_then(sound).filter(|owner| !never.contains(owner));
            owner.map_or_else(|| desks(&["postmaster", "abuse"], &list_domain(findings, messages, incident)), |owner| vec![owner])
        }
        IncidentKind::ReplyAll => desks(&["postmaster", "abuse"], &root_domain(messages, incident)),
        IncidentKind::SubscriptionBomb | IncidentKind::Backscatter => {
            desks(&["abuse", "postmaster"], address::domain_of(&incident.key))
        }
        IncidentKind::AutoReplyLoop => desks(&["postmaster"], address::domain_of(&incident.key)),
    };
    wanted.iter().filter_map(|addr| sound(addr)).filter(|addr| !never.contains(addr)).collect()
}

/// Whom a report must never go to: addresses that pass on whatever is sent there to everybody (an open list's key, the list
/// or alias the flood came through, the post addresses its messages name), and the member's own.
fn never(findings: &Findings, messages: &[Arc<Envelope>], incident: &Incident) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = findings.me.iter().map(ToString::to_string).collect();
    if matches!(incident.kind, IncidentKind::OpenList) {
        out.insert(incident.key.to_lowercase());
    }
    if let Channel::List(key) | Channel::Alias(key) = &incident.channel {
        out.insert(key.to_lowercase());
    }
    for at in findings.members(incident.id) {
        if let Some(post) = messages.get(at).and_then(|m| m.list.post.as_deref()) {
            out.insert(post.to_owned());
        }
    }
    out
}

/// The domain of the alias or of the address the list is posted to; of a bare list-id, the part an organisation registered.
fn list_domain(findings: &Findings, messages: &[Arc<Envelope>], incident: &Incident) -> String {
    let key: &str = match &incident.channel {
        Channel::List(key) | Channel::Alias(key) => key,
        _ => &incident.key,
    };
    let post = || findings.members(incident.id).find_map(|at| messages.get(at)?.list.post.as_deref());
    let domain = if key.contains('@') { address::domain_of(key) } else { post().map_or("", address::domain_of) };
    if !domain.is_empty() {
        return domain.to_owned();
    }
    if incident.operator.domain.is_empty() {
        address::organisation_of(key).to_owned()
    } else {
        incident.operator.domain.to_string()
    }
}

fn root_domain(messages: &[Arc<Envelope>], incident: &Incident) -> String {
    let root = incident.trigger.and_then(|at| messages.get(at)).map_or("", |m| address::domain_of(m.from_addr()));
    let named = if root.is_empty() { &*incident.operator.domain } else { root };
    if named.is_empty() { address::domain_of(&incident.key).to_owned() } else { named.to_owned() }
}

/// The address in the form it is written to: lower case, the domain in ASCII (IDNA). None where it is no address that mail
/// programs and servers agree on: a dot-atom (RFC 5322 section 3.2.3) at a host name with a dot in it.
pub fn sound(addr: &str) -> Option<String> {
    let (local, domain) = addr.trim().rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    let atom =
        |atom: &str| !atom.is_empty() && atom.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c));
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next()?;
    let fits = local.len() <= 64
        && domain.len() <= 253
        && domain.contains('.')
        && local.split('.').all(atom)
        && domain.split('.').all(label)
        && top.chars().any(|c| c.is_ascii_alphabetic());
    fits.then(|| format!("{}@{domain}", local.to_ascii_lowercase()))
}
