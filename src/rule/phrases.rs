//! What a bomb's sign-ups say in their subjects: phrases that several senders of the flood share and no other mail here shows,
//! and some that all such mail uses.

use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

/// Phrases in one script.
const MOST: usize = 300;
/// Octets of phrases in one script, cases included.
const ROOM: usize = 15 * 1024;
/// Subjects of the flood that are looked at; of more, evenly spread ones.
const SAMPLE: usize = 4_000;
/// Words in a phrase that is found in subjects.
const WORDS: std::ops::RangeInclusive<usize> = 2..=5;
/// A phrase is at least this wide: a Latin letter counts 2, a sign of a script without blanks between words counts 5.
const WIDTH: usize = 20;
/// And this wide, where fewer than [`MANY`] domains use it.
const WIDTH_OF_FEW: usize = 26;
const MANY: usize = 5;
/// Characters of one phrase.
const LONGEST: usize = 80;
/// Phrases to choose from: of more, those that most domains use.
const CANDIDATES: usize = 10_000;

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

/// Chooses the phrases. `others` are the subjects of all mail that must stay. Of those triage named and those several
/// senders share the most telling first, then the general ones; cases of letters beyond ASCII are spelled out.
pub(super) fn choose(flood: &[Seen<'_>], others: &[&str]) -> Vec<String> {
    let step = flood.len().div_ceil(SAMPLE).max(1);
    let flood: Vec<Seen<'_>> = flood.iter().copied().step_by(step).collect();
    let mut candidates: BTreeSet<String> = named(&flood).into_iter().collect();
    candidates.extend(shared(&flood));
    let mut chosen = cover(&flood, &innocent(&flood, candidates.into_iter().collect(), others));
    chosen.extend(GENERAL.iter().map(|p| (*p).to_owned()));
    let (mut known, mut room) = (BTreeSet::new(), ROOM);
    let all = chosen.iter().flat_map(|p| cases(p)).filter(|p| known.insert(p.to_ascii_lowercase()));
    let fits = |phrase: &String| match room.checked_sub(phrase.len() + 6) {
        Some(rest) => {
            room = rest;
            true
        }
        None => false,
    };
    all.filter(fits).collect()
}

/// The phrase as it stands, and where letters beyond ASCII have two cases, wholly in either and with a capital at its beginning:
/// Sieve folds ASCII alone.
fn cases(phrase: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::from([phrase.to_owned()]);
    if !phrase.is_ascii() {
        let (lower, mut chars) = (phrase.to_lowercase(), phrase.chars());
        if let Some(first) = chars.next().filter(|c| !c.is_ascii()) {
            out.insert(first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect());
        }
        out.extend([lower, phrase.to_uppercase()]);
    }
    out
}

/// Phrases that triage named as its reasons, where the subject has them.
fn named(flood: &[Seen<'_>]) -> Vec<String> {
    let mut out = BTreeSet::new();
    for seen in flood {
        let subject = seen.subject.to_lowercase();
        let details = seen.evidence.iter().map(|e| e.detail.to_lowercase());
        out.extend(details.filter(|d| width(d) >= WIDTH && d.chars().count() <= LONGEST && subject.contains(d.as_str())));
    }
    out.into_iter().take(CANDIDATES).collect()
}

/// Phrases that senders at two domains or more use: the fewer use it, the more it must say. In ASCII lower case.
fn shared(flood: &[Seen<'_>]) -> Vec<String> {
    let mut by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for seen in flood {
        for phrase in shingles(seen.subject) {
            let who = by.entry(phrase).or_default();
            if who.len() < MANY {
                who.insert(seen.domain);
            }
        }
    }
    by.retain(|phrase, who| who.len() >= MANY || (who.len() > 1 && width(phrase) >= WIDTH_OF_FEW));
    let mut order: Vec<(std::cmp::Reverse<usize>, String)> =
        by.into_iter().map(|(phrase, who)| (std::cmp::Reverse(who.len()), phrase)).collect();
    order.sort();
    order.into_iter().take(CANDIDATES).map(|(_, phrase)| phrase).collect()
}

/// Candidates that no other mail shows, or hardly any beside the flood: triage may have missed some of it.
fn innocent(flood: &[Seen<'_>], candidates: Vec<String>, others: &[&str]) -> Vec<String> {
    let Some(search) = Search::new(&candidates) else { return Vec::new() };
    let count = |subjects: &mut dyn Iterator<Item = &str>| {
        let mut counts = BTreeMap::<usize, usize>::new();
        for subject in subjects {
            for candidate in search.found(subject).collect::<BTreeSet<_>>() {
                *counts.entry(candidate).or_default() += 1;
            }
        }
        counts
    };
    let good = count(&mut others.iter().copied());
    let bad = count(&mut flood.iter().map(|seen| seen.subject));
    let hardly = |nth: &usize| good.get(nth).copied().unwrap_or(0) * 10 <= bad.get(nth).copied().unwrap_or(0);
    candidates.into_iter().enumerate().filter(|(nth, _)| hardly(nth)).map(|(_, phrase)| phrase).collect()
}

/// Few phrases that cover most of the flood: always the one that adds most, the longer one where two add the same.
fn cover(flood: &[Seen<'_>], candidates: &[String]) -> Vec<String> {
    let Some(search) = Search::new(candidates) else { return Vec::new() };
    let (mut covered, mut chosen) = (BTreeSet::new(), Vec::new());
    let mut catches: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); candidates.len()];
    for (message, seen) in flood.iter().enumerate() {
        for candidate in search.found(seen.subject) {
            if let Some(set) = catches.get_mut(candidate) {
                set.insert(message);
            }
        }
    }
    // Gains only shrink, so a candidate whose last known gain is below the best one's need not be counted again.
    let mut open: Vec<(usize, &String, BTreeSet<usize>)> =
        catches.into_iter().zip(candidates).map(|(set, phrase)| (set.len(), phrase, set)).collect();
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

/// Which phrases a subject contains, in any of their cases, as the script will see it.
struct Search {
    automaton: AhoCorasick,
    /// The phrase each pattern is a case of.
    phrase: Vec<usize>,
}

impl Search {
    fn new(phrases: &[String]) -> Option<Self> {
        let (mut patterns, mut phrase) = (Vec::new(), Vec::new());
        for (nth, text) in phrases.iter().enumerate() {
            for case in cases(text) {
                patterns.push(case);
                phrase.push(nth);
            }
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&patterns).ok()?;
        Some(Self { automaton, phrase })
    }

    fn found<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.automaton.find_overlapping_iter(subject).filter_map(|m| self.phrase.get(m.pattern().as_usize()).copied())
    }
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
