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
    match road {
        Road::File => deich::triage::triage(&case.messages, &case.context),
        Road::Imap => {
            let mut triage = Triage::new(case.context.clone());
            case.bare.iter().for_each(|m| triage.push(m));
            for at in triage.doubtful().into_iter().take(MOST_TEXTS) {
                // Only the excerpt is added to what the headers said.
                let excerpt = case.messages[at].excerpt.clone();
                triage.replace(at, &Envelope { excerpt, ..(*case.bare[at]).clone() });
            }
            triage.findings()
        }
    }
}
