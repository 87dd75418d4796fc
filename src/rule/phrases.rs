//! What a bomb's sign-ups say in their subjects: phrases that several senders of the flood share and no other mail here shows,
//! and some that all such mail uses.

use super::simulate::contains;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

/// Phrases in one script.
const MOST: usize = 150;
/// Subjects of the flood that are looked at; of more, evenly spread ones.
const SAMPLE: usize = 4_000;
/// Words in a phrase that is found in subjects.
const WORDS: std::ops::RangeInclusive<usize> = 2..=5;
/// A phrase is at least this wide: a Latin letter counts 2, a sign of a script without blanks between words counts 5.
const WIDTH: usize = 20;
/// Characters of one phrase.
const LONGEST: usize = 80;
/// Rounds in which phrases are chosen look at this many candidates at most.
const CANDIDATES: usize = 30_000;

/// Said by sign-ups everywhere, in the languages Deich speaks and those it reads. Each is at home in no other mail.
const GENERAL: &[&str] = &[
    "bestätigen Sie Ihre Anmeldung",
    "bestätige deine Anmeldung",
    "bestätigen Sie Ihr Abonnement",
    "bestätige dein Abonnement",
    "Newsletter-Anmeldung",
    "Anmeldung zum Newsletter",
    "Willkommen beim Newsletter",
    "confirm your subscription",
    "confirm subscription",
    "confirm your newsletter",
    "Welcome to our newsletter",
    "Welcome to our mailing list",
    "confirmez votre inscription",
    "Confirmation d'inscription à la newsletter",
    "confirma tu suscripción",
    "confirme su suscripción",
    "conferma la tua iscrizione",
    "conferma l'iscrizione",
    "bevestig je inschrijving",
    "bevestig uw aanmelding",
    "potwierdź subskrypcję",
    "potwierdź zapis",
    "aboneliğinizi onaylayın",
    "confirme a sua inscrição",
    "bekräfta din prenumeration",
    "bekreft abonnementet",
    "bekræft din tilmelding",
    "vahvista tilauksesi",
    "potvrďte odběr",
    "подтвердите подписку",
];

/// One message of the flood: its subject, where it came from, and phrases triage saw in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub subject: &'a str,
    /// Domain of the sender.
    pub domain: &'a str,
    pub evidence: &'a [crate::triage::Evidence],
}

/// Chooses the phrases. `others` are the subjects of all mail that must stay. Most telling first, cases of letters beyond ASCII
/// spelled out.
pub(super) fn choose(flood: &[Seen<'_>], others: &[&str]) -> Vec<String> {
    let step = flood.len().div_ceil(SAMPLE).max(1);
    let flood: Vec<Seen<'_>> = flood.iter().copied().step_by(step).collect();
    let candidates = innocent(candidates(&flood), others);
    let mut chosen = cover(&flood, &candidates);
    chosen.extend(GENERAL.iter().map(|p| (*p).to_owned()));
    let mut known = BTreeSet::new();
    chosen.iter().flat_map(|p| cases(p)).filter(|p| known.insert(p.to_ascii_lowercase())).collect()
}

/// The phrase as it stands, and where letters beyond ASCII have two cases, wholly in either: Sieve folds ASCII alone.
fn cases(phrase: &str) -> Vec<String> {
    if phrase.is_ascii() {
        return vec![phrase.to_owned()];
    }
    vec![phrase.to_owned(), phrase.to_lowercase(), phrase.to_uppercase()]
}

/// Phrases that senders at two domains or more use, and those triage named; in ASCII lower case.
fn candidates(flood: &[Seen<'_>]) -> Vec<String> {
    let mut by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for seen in flood {
        for phrase in shingles(seen.subject) {
            let who = by.entry(phrase).or_default();
            if who.len() < 2 {
                who.insert(seen.domain);
            }
        }
        for evidence in seen.evidence.iter().filter(|e| width(&e.detail) >= WIDTH && contains(seen.subject, &e.detail)) {
            named.insert(evidence.detail.to_ascii_lowercase());
        }
    }
    by.retain(|phrase, who| who.len() > 1 || named.contains(phrase));
    named.extend(by.into_keys());
    named.into_iter().take(CANDIDATES).collect()
}

/// Candidates that no subject of other mail contains.
fn innocent(candidates: Vec<String>, others: &[&str]) -> Vec<String> {
    let Ok(search) = AhoCorasick::builder().ascii_case_insensitive(true).build(&candidates) else { return Vec::new() };
    let mut guilty = BTreeSet::new();
    for subject in others {
        guilty.extend(search.find_overlapping_iter(subject).map(|m| m.pattern().as_usize()));
    }
    candidates.into_iter().enumerate().filter(|(nth, _)| !guilty.contains(nth)).map(|(_, phrase)| phrase).collect()
}

/// Few phrases that cover most of the flood: always the one that adds most, the longer one where two add the same.
fn cover(flood: &[Seen<'_>], candidates: &[String]) -> Vec<String> {
    let Ok(search) = AhoCorasick::builder().ascii_case_insensitive(true).build(candidates) else { return Vec::new() };
    let mut catches: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); candidates.len()];
    for (message, seen) in flood.iter().enumerate() {
        for found in search.find_overlapping_iter(seen.subject) {
            if let Some(set) = catches.get_mut(found.pattern().as_usize()) {
                set.insert(message);
            }
        }
    }
    // Gains only shrink, so a candidate whose last known gain is below the best one's need not be counted again.
    let mut open: Vec<(usize, &String, BTreeSet<usize>)> =
        catches.into_iter().zip(candidates).map(|(set, phrase)| (set.len(), phrase, set)).collect();
    let (mut covered, mut chosen) = (BTreeSet::new(), Vec::new());
    while chosen.len() < MOST {
        open.retain(|(gain, ..)| *gain > 0);
        open.sort_by(|a, b| (b.0, b.1.len(), a.1).cmp(&(a.0, a.1.len(), b.1)));
        let mut best: Option<(usize, usize)> = None;
        for (nth, (gain, _, set)) in open.iter_mut().enumerate() {
            if best.is_some_and(|(_, most)| *gain <= most) {
                break;
            }
            *gain = set.difference(&covered).count();
            if *gain > best.map_or(0, |(_, most)| most) {
                best = Some((nth, *gain));
            }
        }
        let Some((nth, _)) = best else { break };
        let (_, phrase, set) = open.swap_remove(nth);
        covered.extend(set);
        chosen.push(phrase.clone());
    }
    chosen
}

/// Runs of words of a subject, and for scripts without blanks runs of signs, wide enough to mean something.
fn shingles(subject: &str) -> BTreeSet<String> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in subject.char_indices().take(300).chain([(subject.len(), ' ')]) {
        match (c.is_alphanumeric() || is_mark(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    let mut keep = |from, to| {
        if let Some(phrase) = subject.get(from..to)
            && width(phrase) >= WIDTH
            && phrase.chars().count() <= LONGEST
        {
            out.insert(phrase.to_ascii_lowercase());
        }
    };
    for count in WORDS {
        for run in words.windows(count) {
            if let (Some((from, _)), Some((_, to))) = (run.first(), run.last()) {
                keep(*from, *to);
            }
        }
    }
    for (from, to) in &words {
        let Some(word) = subject.get(*from..*to) else { continue };
        if !word.chars().any(dense) {
            continue;
        }
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| from + at).chain([*to]).collect();
        for run in ends.windows(7) {
            if let (Some(from), Some(to)) = (run.first(), run.last()) {
                keep(*from, *to);
            }
        }
        keep(*from, *to);
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if dense(c) { 5 } else { 2 }).sum()
}

/// Scripts whose signs carry more than a letter does, and stand without blanks: Thai, kana, Han, Hangul.
const fn dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Combining marks belong to the word they stand in.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{0e31}'..='\u{0e4e}')
}
