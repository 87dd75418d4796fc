//! The figures that were recorded last, tests/quality/*.json: nothing may become worse unnoticed.

use super::score::{Score, ratio};
use deich::triage::Kind;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Figures by box (or kind, or language) and name. Those whose name begins with `-` are better when they are smaller.
pub type Figures = BTreeMap<String, BTreeMap<String, f64>>;

/// Differences below this are rounding.
const SAME: f64 = 0.0005;

fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}

pub fn of_box(score: &Score) -> BTreeMap<String, f64> {
    let mut figures = BTreeMap::new();
    let mut put = |name: &str, figure: Option<f64>| {
        if let Some(figure) = figure {
            figures.insert(name.to_owned(), rounded(figure));
        }
    };
    put("-wanted in plan", Some(score.wanted_in_plan as f64));
    put("-outside in plan", Some(score.outside_in_plan as f64));
    put("-missed incidents", Some(score.missed.len() as f64));
    put("-false incidents", Some(score.extra.len() as f64));
    put("-protected by mistake", Some(score.mistaken_share()));
    put("plan recall", score.recall());
    put("kind F1", score.macro_f1());
    put("junk recall", score.junk_recall());
    put("junk precision", score.junk_precision());
    figures
}

/// Of all boxes together: kinds and languages.
pub fn of_all(all: &Score) -> Figures {
    let mut figures = Figures::new();
    for kind in Kind::ALL {
        let (precision, recall, _, real) = all.kind(kind);
        if real > 0 {
            let pair = BTreeMap::from([("precision".to_owned(), rounded(precision)), ("recall".to_owned(), rounded(recall))]);
            figures.insert(format!("kind {}", kind.as_str()), pair);
        }
    }
    for (name, lang) in &all.langs {
        let mut pair = BTreeMap::new();
        if let Some(recall) = ratio(lang.recognised, lang.confirmations) {
            pair.insert("confirmation recall".to_owned(), rounded(recall));
        }
        if let Some(recall) = ratio(lang.right, lang.target) {
            pair.insert("plan recall".to_owned(), rounded(recall));
        }
        if !pair.is_empty() {
            figures.insert(format!("lang {name}"), pair);
        }
    }
    figures
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality").join(format!("{name}.json"))
}

pub fn load(name: &str) -> Option<Figures> {
    let text = std::fs::read_to_string(path(name)).ok()?;
    Some(serde_json::from_str(&text).expect("recorded figures are JSON"))
}

pub fn save(name: &str, figures: &Figures) {
    let text = serde_json::to_string_pretty(figures).unwrap();
    std::fs::write(path(name), text + "\n").unwrap();
}

/// What fell, and what rose, in words.
pub fn compare(before: &Figures, now: &Figures) -> (Vec<String>, Vec<String>) {
    let (mut fell, mut rose) = (Vec::new(), Vec::new());
    for (place, figures) in now {
        for (name, figure) in figures {
            let Some(old) = before.get(place).and_then(|f| f.get(name)) else { continue };
            let gain = if name.starts_with('-') { old - figure } else { figure - old };
            let line = || format!("{place}: {} {old} -> {figure}", name.trim_start_matches('-'));
            if gain < -SAME {
                fell.push(line());
            } else if gain > SAME {
                rose.push(line());
            }
        }
    }
    // A box that is gone hides what it would say.
    fell.extend(before.keys().filter(|place| !now.contains_key(*place)).map(|place| format!("{place}: not measured any more")));
    (fell, rose)
}
