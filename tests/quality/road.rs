//! The roads of a scan: from one file or a folder of files, whose text is read at once; from IMAP, where headers come first and the texts
//! of those messages follow that leave a doubt; and from a Maildir, where some of these texts are read at once.

use super::case::Case;
use deich::mail::Envelope;
use deich::triage::{Findings, Triage};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Road {
    File,
    Imap,
    Maildir,
}

impl Road {
    pub const ALL: [Self; 3] = [Self::File, Self::Imap, Self::Maildir];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Imap => "imap",
            Self::Maildir => "maildir",
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
            ask_for_texts(&mut triage, case, MOST_TEXTS);
        }
        Road::Maildir => {
            let looker = triage.looker();
            for (bare, whole) in case.bare.iter().zip(&case.messages) {
                let mut seen = looker.look(bare);
                if looker.leaves_a_doubt(bare, &seen) {
                    looker.read(&mut seen, whole.excerpt.as_deref().unwrap_or(""));
                }
                triage.push_seen(bare, seen);
            }
            ask_for_texts(&mut triage, case, usize::MAX);
        }
    }
    triage.findings()
}

/// Puts in the texts that triage asks for.
fn ask_for_texts(triage: &mut Triage, case: &Case, most: usize) {
    case.junk.iter().for_each(|(_, bare, _)| triage.push_junk(bare));
    for at in triage.doubtful_junk() {
        let (whole, bare, _) = &case.junk[at];
        triage.replace_junk(at, &Envelope { excerpt: whole.excerpt.clone(), ..(**bare).clone() });
    }
    for at in triage.doubtful().into_iter().take(most) {
        // Only the excerpt is added to what the headers said.
        let excerpt = case.messages[at].excerpt.clone();
        triage.replace(at, &Envelope { excerpt, ..(*case.bare[at]).clone() });
    }
}
