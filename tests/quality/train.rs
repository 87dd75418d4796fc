//! Learns weights from labelled boxes: first the weights of kinds by multinomial logistic regression, drawn towards the table as it
//! stands (so a signal that is never seen keeps its weight), then every number by trying steps up and down, one at a time, and
//! keeping what costs less. Whole numbers come out; the same boxes give the same table, byte for byte. Which signals there are is
//! code; used by examples/train.rs and tests/quality.rs.
//!
//! # What a mistake costs
//! A flood message left in the inbox costs 1: the member deletes it by hand. A wanted message in the plan costs 1,000: it may be
//! lost. Anything else in the plan that belongs to no flood costs 20, a kind called by the wrong name 1/10, an incident that is
//! missed or is none 200. Wanted mail not found among the junk costs 1, junk called wanted 20. What is no flood and would come into
//! the plan if every limit of a plan were five points lower ([`Table::leaning`]) costs a tenth of that already: other mailboxes have mail
//! that these have not.
//!
//! # What keeps a number from fitting these boxes and no others
//! - The boxes come in parts ([`Labelled::part`], by seed). A step is kept only where it costs less in at least two parts and more
//!   in none.
//! - Every box is there twice, the second time with the words of every third message in a language that no phrase file knows
//!   ([`veiled`]): the phrases were mended on these very boxes, and elsewhere not every word is known.
//! - What keeps wanted mail safe and forgers out ([`BY_HAND`]) is not tried: that mail is too rare here to say what it is worth.
//! - No number changes its sign or becomes nothing, and clear words never weigh less than weak ones: the table's reasons stay true.

use super::case::Case;
use super::score::Score;
use deich::mail::Envelope;
use deich::triage::weights::{Feature, Weights};
use deich::triage::{Kind, Triage};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The table that Deich is built with.
pub const TABLE: &str = include_str!("../../assets/weights.tsv");
/// Thousandths, so that costs are whole numbers.
const WANTED: u64 = 1_000_000;
const OUTSIDE: u64 = 20_000;
const INCIDENT: u64 = 200_000;
const LEFT: u64 = 1_000;
const KIND: u64 = 100;
/// What a step of five must gain at least.
const CLEAR: u64 = 3 * LEFT;

/// Numbers that are set by hand alone: their names begin so. The last four hold what keeps wanted mail safe against a sign-up's words.
const BY_HAND: [&str; 12] = [
    "words content",
    "words lure",
    "words apology",
    "forger",
    "form matter",
    "form named",
    "limit protects",
    "limit look_alike",
    "limit near",
    "limit few_words",
    "limit words",
    "limit margin",
];

/// A labelled box as triage has taken it in: its signals are made once, only their weights change.
pub struct Labelled {
    pub case: Case,
    /// Boxes of one part may not decide alone.
    pub part: usize,
    triage: Triage,
}

impl Labelled {
    pub fn of(case: Case, part: usize) -> Self {
        let mut triage = Triage::new(case.context.clone());
        for message in &case.messages {
            triage.push(message);
        }
        for (message, ..) in &case.junk {
            triage.push_junk(message);
        }
        Self { case, part, triage }
    }

    fn cost(&mut self, weights: &Weights, leaning: &Weights) -> u64 {
        self.triage.reweigh(leaning.clone());
        let (near, _) = Score::of(&self.case, &self.triage.findings());
        self.triage.reweigh(weights.clone());
        let (score, _) = Score::of(&self.case, &self.triage.findings());
        let confused: usize =
            score.kinds.iter().filter(|((truth, said), _)| truth != said && *truth != Kind::Trigger).map(|(_, n)| n).sum();
        let lost = |score: &Score| {
            WANTED * score.wanted_in_plan as u64 + OUTSIDE * score.outside_in_plan.saturating_sub(score.wanted_in_plan) as u64
        };
        lost(&score)
            + lost(&near).saturating_sub(lost(&score)) / 10
            + OUTSIDE * score.junk_wrong as u64
            + LEFT * (score.target - score.right + score.junk_wanted - score.junk_right) as u64
            + KIND * confused as u64
            + INCIDENT * (score.missed.len() + score.extra.len()) as u64
    }
}

/// The same box, but every third message speaks a language that no phrase file knows.
pub fn veiled(case: &Case) -> Case {
    let mut case = case.clone();
    let locals = case.context.me.iter().filter_map(|me| me.split_once('@')).flat_map(|(local, _)| local.split(['.', '-', '_']));
    let names: BTreeSet<String> = case.context.names.iter().cloned().chain(locals.map(str::to_lowercase)).collect();
    for message in case.messages.iter_mut().step_by(3) {
        *message = Arc::new(Envelope {
            subject: veil(&message.subject, &names).into(),
            excerpt: message.excerpt.as_deref().map(|text| veil(text, &names).into()),
            ..(**message).clone()
        });
    }
    case
}

/// Other letters for every word. What no language changes stays: numbers, addresses, links, a list's tag, the prefix of an answer,
/// the member's name.
fn veil(text: &str, names: &BTreeSet<String>) -> String {
    let stays = |word: &str| {
        let bare: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        word.contains(['@', '[', '/', '>']) || word.len() < 6 && word.ends_with(':') || names.contains(&bare)
    };
    let letter = |c: char| match c {
        'a'..='z' => char::from(b'a' + (c as u8 - b'a' + 11) % 26),
        'A'..='Z' => char::from(b'A' + (c as u8 - b'A' + 11) % 26),
        _ if c.is_alphabetic() => char::from(b'a' + (u32::from(c) * 7 % 26) as u8),
        _ => c,
    };
    let words = text.split(' ').map(|word| if stays(word) { word.to_owned() } else { word.chars().map(letter).collect() });
    words.collect::<Vec<_>>().join(" ")
}

/// So near, in points, a limit of the plan is too near.
const NEAR: i32 = 5;
/// The limits from which on a stranger's mail is part of a bomb.
const PLAN: [&str; 5] = [
    "limit sign_up_words points",
    "limit sign_up_sum points",
    "limit sign_up_fingerprint points",
    "limit sign_up_other points",
    "limit form points",
];

/// What all mistakes cost, part by part.
pub fn costs(boxes: &mut [Labelled], table: &Table) -> Vec<u64> {
    let parts = boxes.iter().map(|one| one.part + 1).max().unwrap_or(0);
    let (weights, leaning) = (table.weights(), table.leaning().weights());
    (0..parts).map(|part| cost_of_part(boxes, part, &weights, &leaning)).collect()
}

/// What the mistakes in the boxes of one part cost, on all cores.
fn cost_of_part(boxes: &mut [Labelled], part: usize, weights: &Weights, leaning: &Weights) -> u64 {
    let mut boxes: Vec<&mut Labelled> = boxes.iter_mut().filter(|one| one.part == part).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = boxes.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let sum = |some: &mut [&mut Labelled]| some.iter_mut().map(|one| one.cost(weights, leaning)).sum::<u64>();
        let work: Vec<_> = boxes.chunks_mut(share).map(|some| scope.spawn(move || sum(some))).collect();
        work.into_iter().map(|work| work.join().unwrap()).sum()
    })
}

/// What all mistakes in all boxes cost.
pub fn cost(boxes: &mut [Labelled], table: &Table) -> u64 {
    costs(boxes, table).into_iter().sum()
}

/// The table as lines that can be changed: comments stay, every number keeps its place.
#[derive(Clone)]
pub struct Table(Vec<Vec<String>>);

impl Table {
    pub fn read(text: &str) -> Self {
        Self(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    }

    /// Every number: line, place in the line.
    pub fn numbers(&self) -> Vec<(usize, usize)> {
        let rows = self.0.iter().enumerate().filter(|(_, cells)| cells.len() == 5);
        rows.flat_map(|(line, cells)| (0..cells[3].split(' ').count()).map(move |nth| (line, nth))).collect()
    }

    fn get(&self, (line, nth): (usize, usize)) -> i32 {
        self.0[line][3].split(' ').nth(nth).unwrap().parse().unwrap()
    }

    fn set(&mut self, (line, nth): (usize, usize), value: i32) {
        let mut values: Vec<String> = self.0[line][3].split(' ').map(str::to_owned).collect();
        values[nth] = value.to_string();
        self.0[line][3] = values.join(" ");
    }

    /// Do the numbers of this line rise, as those of weak, plain and strong words do?
    fn rises(&self, (line, _): (usize, usize)) -> bool {
        self.0[line][3].split(' ').map(|n| n.parse::<i32>().unwrap()).is_sorted()
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|cells| cells.join("\t") + "\n").collect()
    }

    pub fn weights(&self) -> Weights {
        let (weights, faults) = Weights::read(&self.text());
        assert!(faults.is_empty(), "{faults:?}");
        weights
    }

    /// The same table with the limits of a plan lowered: what comes into it now was near.
    fn leaning(&self) -> Self {
        let mut table = self.clone();
        for line in 0..table.0.len() {
            if table.0[line].len() == 5 && PLAN.contains(&&*table.0[line][..3].join(" ")) {
                table.set((line, 0), table.get((line, 0)) - NEAR);
            }
        }
        table
    }

    pub fn name(&self, (line, nth): (usize, usize)) -> String {
        format!("{} {} {} [{nth}]", self.0[line][0], self.0[line][1], self.0[line][2])
    }
}

/// One message to learn a kind from.
struct Sample {
    /// Feature and value, a mark as 1.
    seen: Vec<(Feature, f64)>,
    kind: usize,
    weight: f64,
}

/// Messages of floods whose kind is known, each kind weighing the same in sum.
fn samples(boxes: &[Labelled]) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut count = [0.0_f64; 10];
    for one in boxes {
        for (truth, seen) in one.case.truth.iter().zip(one.triage.features()) {
            let Some(truth) = truth.filter(|t| t.incident.is_some() && !matches!(t.kind, Kind::Trigger | Kind::Announcement))
            else {
                continue;
            };
            count[truth.kind as usize] += 1.0;
            let seen = seen.into_iter().map(|(feature, value)| (feature, f64::from(value) / 100.0)).collect();
            samples.push(Sample { seen, kind: truth.kind as usize, weight: 1.0 });
        }
    }
    for sample in &mut samples {
        sample.weight = (1_000.0 / count[sample.kind]).min(5.0);
    }
    samples
}

/// So many points are one unit of log odds.
const POINTS: f64 = 8.0;
const STEPS: usize = 60;
/// How strongly the table as it stands draws.
const PRIOR: f64 = 0.02;

/// Weights of kinds by gradient descent over all samples; only numbers that stand in the table move.
pub fn regress(table: &mut Table, boxes: &[Labelled]) {
    let rows: Vec<(usize, Feature, usize)> = (0..table.0.len())
        .filter(|line| table.0[*line].len() == 5 && table.0[*line][0] == "kind")
        .map(|line| {
            let feature = Feature::ALL.iter().copied().find(|f| f.as_str() == table.0[line][1]).unwrap();
            (line, feature, Kind::ALL.iter().position(|k| k.as_str() == table.0[line][2]).unwrap())
        })
        .collect();
    let samples = samples(boxes);
    let total: f64 = samples.iter().map(|s| s.weight).sum();
    let prior: Vec<f64> = rows.iter().map(|(line, ..)| f64::from(table.get((*line, 0))) / POINTS).collect();
    let mut now = prior.clone();
    let mut of = vec![[None::<usize>; 10]; Feature::ALL.len()];
    for (nth, (_, feature, kind)) in rows.iter().enumerate() {
        of[*feature as usize][*kind] = Some(nth);
    }
    for step in 0..STEPS {
        let mut slope: Vec<f64> = now.iter().zip(&prior).map(|(a, b)| PRIOR * (a - b)).collect();
        for sample in &samples {
            let mut odds = [0.0_f64; 10];
            for (feature, value) in &sample.seen {
                for (kind, odds) in odds.iter_mut().enumerate() {
                    *odds += of[*feature as usize][kind].map_or(0.0, |nth| now[nth] * value);
                }
            }
            let top = odds.iter().copied().fold(f64::MIN, f64::max);
            let sum: f64 = odds.iter().map(|o| (o - top).exp()).sum();
            for (feature, value) in &sample.seen {
                for (kind, odds) in odds.iter().enumerate() {
                    if let Some(nth) = of[*feature as usize][kind] {
                        let wrong = (odds - top).exp() / sum - f64::from(u8::from(kind == sample.kind));
                        slope[nth] += sample.weight / total * wrong * value;
                    }
                }
            }
        }
        let rate = 4.0 / (1.0 + step as f64 / 20.0);
        for (weight, slope) in now.iter_mut().zip(&slope) {
            *weight -= rate * slope;
        }
    }
    for (nth, (line, ..)) in rows.iter().enumerate() {
        table.set((*line, 0), (now[nth] * POINTS).round() as i32);
    }
}

/// What this table costs part by part, if it costs less than `best` in two parts at least, more in none, and clearly less: by [`CLEAR`]
/// flood messages for each step of five. So numbers stay near the table that is there, whose reasons people gave.
fn better(boxes: &mut [Labelled], table: &Table, best: &[u64], step: i32) -> Option<Vec<u64>> {
    let (weights, leaning) = (table.weights(), table.leaning().weights());
    let (mut tried, mut less) = (Vec::new(), 0);
    for (part, best_here) in best.iter().enumerate() {
        let cost = cost_of_part(boxes, part, &weights, &leaning);
        less += usize::from(cost < *best_here);
        tried.push(cost);
        // Most steps are soon seen to be none.
        if cost > *best_here || less + (best.len() - tried.len()) < 2.min(best.len()) {
            return None;
        }
    }
    let gain = best.iter().sum::<u64>() - tried.iter().sum::<u64>();
    (gain >= CLEAR * u64::from(step.unsigned_abs() / 5)).then_some(tried)
}

/// Tries steps up and down for each number whose name begins with one of `sections` and keeps what is [`better`].
pub fn descend(table: &mut Table, boxes: &mut [Labelled], rounds: usize, sections: &[String]) -> u64 {
    let mut best = costs(boxes, table);
    for round in 0..rounds {
        let before = best.clone();
        let by_hand = |name: &str| BY_HAND.iter().any(|held| name.starts_with(held));
        let meant =
            |name: &str| !by_hand(name) && (sections.is_empty() || sections.iter().any(|section| name.starts_with(&**section)));
        for at in table.numbers().into_iter().filter(|at| meant(&table.name(*at))).collect::<Vec<_>>() {
            let old = table.get(at);
            for step in [-5, 5, -10, 10] {
                table.set(at, old + step);
                let may_be = old.signum() == (old + step).signum() && table.rises(at);
                if let Some(tried) = may_be.then(|| better(boxes, table, &best, step)).flatten() {
                    let sum = |costs: &[u64]| costs.iter().sum::<u64>() / LEFT;
                    let (name, new) = (table.name(at), old + step);
                    eprintln!("  round {round}: {name} {old} -> {new}: cost {} -> {}", sum(&best), sum(&tried));
                    best = tried;
                    break;
                }
                table.set(at, old);
            }
        }
        if best == before {
            break;
        }
    }
    best.iter().sum()
}
