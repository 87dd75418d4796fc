//! The labelled mailboxes of ../shared/eval, with the labels as findings: the filter alone is measured here, not triage.

use crate::floods::{self, Flood, Labelled};
use deich::triage::{IncidentKind, Kind};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! not_run {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let mut out = std::io::stderr();
        writeln!(out, $($words)*).unwrap();
    }};
}

/// Where the labelled mailboxes are, if they are.
pub fn shared() -> Option<PathBuf> {
    let place = std::env::var_os("DEICH_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("eval");
    if !place.is_dir() {
        not_run!("NOT RUN: the labelled mailboxes are not here ({}); set DEICH_SHARED", place.display());
        return None;
    }
    Some(place)
}

/// One labelled mailbox with its one incident.
pub fn read(name: &str, place: &std::path::Path) -> Flood {
    let mbox = std::fs::read(place.join(name).join("mail.mbox")).unwrap();
    let truth = std::fs::read_to_string(place.join(name).join("truth.tsv")).unwrap();
    let labels: BTreeMap<&str, Vec<&str>> =
        truth.lines().map(|line| line.split('\t').collect::<Vec<_>>()).map(|columns| (columns[0], columns)).collect();
    let mut found = None;
    let messages: Vec<Labelled> = split(&mbox)
        .into_iter()
        .map(|(seconds, octets)| {
            let id = floods::envelope(0, seconds, &octets).message_id.to_string();
            let label = labels.get(&*id);
            let incident = label.map(|l| l[2]).filter(|i| *i != "-");
            found = incident.map(ToOwned::to_owned).or(found.take());
            let kind = label.and_then(|l| Kind::ALL.into_iter().find(|k| k.as_str() == l[1])).unwrap_or(Kind::Ordinary);
            Labelled { seconds, octets, kind, incident: incident.is_some(), wanted: label.is_none_or(|l| l[3] == "1") }
        })
        .collect();
    let found = found.unwrap();
    let (kind, key) = found.split_once(':').unwrap();
    let kind = IncidentKind::ALL.into_iter().find(|k| k.as_str() == kind).unwrap();
    floods::labelled(messages, kind, key, floods::ME)
}

/// The messages of an mbox file, with the second each was received.
fn split(mbox: &[u8]) -> Vec<(i64, Vec<u8>)> {
    let mut out: Vec<(i64, Vec<u8>)> = Vec::new();
    for line in mbox.split_inclusive(|octet| *octet == b'\n') {
        if let Some(rest) = line.strip_prefix(b"From - ") {
            let date = String::from_utf8_lossy(rest).trim().to_owned();
            let at = jiff::civil::DateTime::strptime("%a %b %d %H:%M:%S %Y", &date).unwrap();
            out.push((at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second(), Vec::new()));
        } else if let Some((_, message)) = out.last_mut() {
            message.extend_from_slice(line);
        }
    }
    out
}
