//! The two roads of a scan: from files, whose text is read at once; and from IMAP, where headers come first and the texts of those
//! messages follow that leave a doubt.

use super::case::Case;
use deich::mail::Envelope;
use deich::triage::{Findings, Triage};

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

/// Texts one scan asks for at most, as engine::scan has it.
const MOST_TEXTS: usize = 20_000;

pub fn findings(case: &Case, road: Road) -> Findings {
    let mut triage = Triage::new(case.context.clone());
    match road {
        Road::File => {
            case.messages.iter().for_each(|m| triage.push(m));
            case.junk.iter().for_each(|(whole, ..)| triage.push_junk(whole));
        }
        Road::Imap => {
            case.bare.iter().for_each(|m| triage.push(m));
            case.junk.iter().for_each(|(_, bare, _)| triage.push_junk(bare));
            for at in triage.doubtful_junk() {
                let (whole, bare, _) = &case.junk[at];
                triage.replace_junk(at, &Envelope { excerpt: whole.excerpt.clone(), ..(**bare).clone() });
            }
            for at in triage.doubtful().into_iter().take(MOST_TEXTS) {
                // Only the excerpt is added to what the headers said.
                let excerpt = case.messages[at].excerpt.clone();
                triage.replace(at, &Envelope { excerpt, ..(*case.bare[at]).clone() });
            }
        }
    }
    triage.findings()
}
