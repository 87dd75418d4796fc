//! What a scan is worth against the truth. Counts, so that boxes can be added up.

use super::case::{ANY_CHAIN, Case};
use crate::floods::Offered;
use deich::triage::{Findings, IncidentKind, Kind, Protection};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Default)]
pub struct Score {
    pub messages: usize,
    /// Offered for clean-up, what counts neither way left out.
    pub plan: usize,
    /// Of these such as belong there.
    pub right: usize,
    /// What a clean-up should offer.
    pub target: usize,
    pub wanted: usize,
    pub wanted_in_plan: usize,
    pub outside_in_plan: usize,
    /// Flood that is kept safe by mistake.
    pub mistaken: usize,
    /// Kinds in the floods: (truth, verdict).
    pub kinds: BTreeMap<(Kind, Kind), usize>,
    pub langs: BTreeMap<&'static str, Lang>,
    pub expected: usize,
    pub missed: BTreeSet<(IncidentKind, String)>,
    pub extra: BTreeSet<(IncidentKind, String)>,
    /// Wanted mail among the junk, what of it is found, and what else is called wanted there.
    pub junk_wanted: usize,
    pub junk_right: usize,
    pub junk_wrong: usize,
}

/// Figures of one language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lang {
    pub target: usize,
    pub right: usize,
    pub confirmations: usize,
    pub recognised: usize,
    /// Wanted mail, and how much of it is in the plan.
    pub wanted: usize,
    pub lost: usize,
}

/// A message that got what it should not.
#[derive(Debug)]
pub struct Wrong {
    /// Of the messages, or of the junk.
    pub at: usize,
    pub junk: bool,
    pub what: String,
}

pub fn ratio(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

impl Score {
    pub fn of(case: &Case, findings: &Findings) -> (Self, Vec<Wrong>) {
        let mut score = Self { messages: case.messages.len(), expected: case.expected.len(), ..Self::default() };
        let mut wrong = Vec::new();
        for (at, (truth, verdict)) in case.truth.iter().zip(&findings.verdicts).enumerate() {
            let mut err = |what: String| wrong.push(Wrong { at, junk: false, what });
            let Some(truth) = truth else {
                // Unlabelled mail beside a labelled flood is outside; without any label all of it is.
                if verdict.offered() {
                    score.plan += 1;
                    score.outside_in_plan += 1;
                    err(format!("outside in plan, called {}", verdict.kind.as_str()));
                }
                continue;
            };
            let lang = score.langs.entry(truth.lang).or_default();
            let offered = verdict.offered();
            if truth.wanted {
                score.wanted += 1;
                lang.wanted += 1;
                if offered {
                    score.wanted_in_plan += 1;
                    lang.lost += 1;
                    err(format!("WANTED in plan, called {}", verdict.kind.as_str()));
                }
            }
            let trigger = truth.kind == Kind::Trigger;
            if offered && truth.offered != Offered::Either {
                score.plan += 1;
                score.right += usize::from(truth.offered == Offered::Yes);
            }
            if offered && truth.incident.is_none() {
                score.outside_in_plan += 1;
                if !truth.wanted {
                    err(format!("outside in plan: {} called {}", truth.kind.as_str(), verdict.kind.as_str()));
                }
            }
            if truth.offered == Offered::Yes {
                score.target += 1;
                lang.target += 1;
                lang.right += usize::from(offered);
                if verdict.incident.is_none() {
                    err(format!("left: {} called {}", truth.kind.as_str(), verdict.kind.as_str()));
                } else if let Some(protection) = verdict.protected {
                    score.mistaken += 1;
                    err(format!("protected by mistake as {}: {}", protection.as_str(), truth.kind.as_str()));
                }
            }
            if truth.incident.is_some() {
                *score.kinds.entry((truth.kind, verdict.kind)).or_default() += 1;
                if truth.kind == Kind::Confirmation {
                    lang.confirmations += 1;
                    lang.recognised += usize::from(verdict.kind == Kind::Confirmation);
                }
                let either = truth.offered == Offered::Either && verdict.protected == Some(Protection::Evidence);
                if truth.kind != verdict.kind && !either && !trigger {
                    err(format!("kind {} called {}", truth.kind.as_str(), verdict.kind.as_str()));
                }
            }
        }
        for (at, (_, _, truth)) in case.junk.iter().enumerate() {
            let found = findings.found_in_junk.iter().any(|found| found.at == at);
            score.junk_wanted += usize::from(truth.wanted);
            score.junk_right += usize::from(truth.wanted && found);
            score.junk_wrong += usize::from(!truth.wanted && found);
            if truth.wanted != found {
                let what = if found { "junk called wanted" } else { "wanted left in the junk" }.to_owned();
                wrong.push(Wrong { at, junk: true, what });
            }
        }
        let any = |kind: IncidentKind| case.expected.contains(&(kind, ANY_CHAIN.to_owned()));
        let have: BTreeSet<(IncidentKind, String)> = findings
            .incidents
            .iter()
            .map(|i| {
                (i.kind, if i.kind == IncidentKind::ReplyAll && any(i.kind) { ANY_CHAIN.to_owned() } else { i.key.to_string() })
            })
            .collect();
        score.missed = case.expected.difference(&have).cloned().collect();
        score.extra = have.difference(&case.expected).cloned().collect();
        (score, wrong)
    }

    pub fn precision(&self) -> Option<f64> {
        ratio(self.right, self.plan)
    }

    pub fn recall(&self) -> Option<f64> {
        ratio(self.right, self.target)
    }

    /// Of the flood, what is kept safe by mistake.
    pub fn mistaken_share(&self) -> f64 {
        ratio(self.mistaken, self.target).unwrap_or(0.0)
    }

    /// Of the plan, what lies outside the flood.
    pub fn outside_share(&self) -> f64 {
        ratio(self.outside_in_plan, self.plan).unwrap_or(0.0)
    }

    /// Of the wanted mail among the junk, what is found; None where there is none.
    pub fn junk_recall(&self) -> Option<f64> {
        ratio(self.junk_right, self.junk_wanted)
    }

    /// Of what is called wanted among the junk, what is.
    pub fn junk_precision(&self) -> Option<f64> {
        ratio(self.junk_right, self.junk_right + self.junk_wrong)
    }

    /// Precision, recall and F1 of a kind in the floods, and how many there are.
    pub fn kind(&self, kind: Kind) -> (f64, f64, f64, usize) {
        let sum = |of: &dyn Fn(&(Kind, Kind)) -> bool| self.kinds.iter().filter(|(k, _)| of(k)).map(|(_, n)| n).sum::<usize>();
        let hit = self.kinds.get(&(kind, kind)).copied().unwrap_or(0);
        let (real, said) = (sum(&|k| k.0 == kind), sum(&|k| k.1 == kind));
        let f1 = ratio(2 * hit, real + said).unwrap_or(0.0);
        (ratio(hit, said).unwrap_or(0.0), ratio(hit, real).unwrap_or(0.0), f1, real)
    }

    /// Macro F1 over the kinds that the floods really have.
    pub fn macro_f1(&self) -> Option<f64> {
        let real: BTreeSet<Kind> = self.kinds.keys().map(|(truth, _)| *truth).collect();
        (!real.is_empty()).then(|| real.iter().map(|k| self.kind(*k).2).sum::<f64>() / real.len() as f64)
    }

    pub fn add(&mut self, other: &Self) {
        self.messages += other.messages;
        self.plan += other.plan;
        self.right += other.right;
        self.target += other.target;
        self.wanted += other.wanted;
        self.wanted_in_plan += other.wanted_in_plan;
        self.outside_in_plan += other.outside_in_plan;
        self.mistaken += other.mistaken;
        self.expected += other.expected;
        self.junk_wanted += other.junk_wanted;
        self.junk_right += other.junk_right;
        self.junk_wrong += other.junk_wrong;
        for (kinds, n) in &other.kinds {
            *self.kinds.entry(*kinds).or_default() += n;
        }
        for (lang, other) in &other.langs {
            let lang = self.langs.entry(lang).or_default();
            lang.target += other.target;
            lang.right += other.right;
            lang.confirmations += other.confirmations;
            lang.recognised += other.recognised;
            lang.wanted += other.wanted;
            lang.lost += other.lost;
        }
        self.missed.extend(other.missed.iter().cloned());
        self.extra.extend(other.extra.iter().cloned());
    }

    /// What of the limits is not kept, in words; empty when all are.
    pub fn short_of(&self) -> Vec<String> {
        let mut short = Vec::new();
        let mut less = |what: &str, figure: f64, limit: f64, at_most: bool| {
            if if at_most { figure > limit } else { figure < limit } {
                short.push(format!("{what} {figure:.4}, limit {limit}"));
            }
        };
        less("wanted in plan", self.wanted_in_plan as f64, 0.0, true);
        less("outside the flood in plan", self.outside_share(), 0.001, true);
        less("plan recall", self.recall().unwrap_or(1.0), 0.98, false);
        less("kind macro F1", self.macro_f1().unwrap_or(1.0), 0.95, false);
        less("protected by mistake", self.mistaken_share(), 0.01, true);
        less("found in junk", self.junk_recall().unwrap_or(1.0), 0.95, false);
        less("rightly found in junk", self.junk_precision().unwrap_or(1.0), 1.0, false);
        short.extend(self.missed.iter().map(|(kind, key)| format!("missed {} {key}", kind.as_str())));
        short.extend(self.extra.iter().map(|(kind, key)| format!("false {} {key}", kind.as_str())));
        short
    }
}
