//! The two roads of a scan: from files, whose text is read at once; and from IMAP, where headers come first and the texts of those
//! messages follow that leave a doubt.

use super::case::Case;
use deich::mail::Envelope;
use deich::triage::{Context, Findings, Triage};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Road {
    File,
    Imap,
}

impl Road {
    pub const ALL: [Self; 2] = [Self::File, Self::Imap];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Imap => "imap",
        }
    }
}

/// The newest messages are read into whether there is a flood or not, and no more than so many: as engine::scan has it.
const NEWEST: usize = 1000;
const MOST_TEXTS: usize = 20_000;

pub fn findings(case: &Case, road: Road) -> Findings {
    match road {
        Road::File => deich::triage::triage(&case.messages, &case.context),
        Road::Imap => {
            let mut triage = Triage::new(case.context.clone());
            case.bare.iter().for_each(|m| triage.push(m));
            let first = triage.findings();
            for at in doubtful(&case.bare, &first, &case.context) {
                // Only the excerpt is added to what the headers said.
                let excerpt = case.messages[at].excerpt.clone();
                triage.replace(at, &Envelope { excerpt, ..(*case.bare[at]).clone() });
            }
            triage.findings()
        }
    }
}

/// Which texts the engine asks for (engine::scan::doubtful): all around a flood, and the newest.
fn doubtful(messages: &[Arc<Envelope>], findings: &Findings, context: &Context) -> Vec<usize> {
    let around = SignedDuration::from_hours(48);
    let spans: Vec<_> = findings
        .incidents
        .iter()
        .map(|i| {
            i.started.saturating_sub(around).unwrap_or(Timestamp::MIN)..=i.ended.saturating_add(around).unwrap_or(Timestamp::MAX)
        })
        .collect();
    let in_flood = |at: Timestamp| spans.iter().any(|span| span.contains(&at));
    let mut newest: Vec<usize> = (0..messages.len()).collect();
    newest.sort_by_key(|at| std::cmp::Reverse(messages[*at].received));
    let wanted = newest.into_iter().enumerate().filter(|(age, at)| *age < NEWEST || in_flood(messages[*at].received));
    wanted.map(|(_, at)| at).filter(|at| !context.wrote_to.contains(messages[*at].from_addr())).take(MOST_TEXTS).collect()
}
