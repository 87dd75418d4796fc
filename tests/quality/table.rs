//! The figures for the eye.

use super::score::{Score, ratio};
use deich::triage::Kind;
use std::fmt::Write;

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |f| format!("{f:.4}"))
}

/// One line a box.
pub fn boxes(rows: &[(String, Score)]) -> String {
    let mut out = format!(
        "{:<34} {:>6} {:>6} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}  incidents\n",
        "box", "mails", "flood", "wanted", "W.plan", "outside", "precis.", "recall", "kindF1", "mistake"
    );
    for (name, score) in rows {
        let found = score.expected - score.missed.len().min(score.expected);
        writeln!(
            out,
            "{name:<34} {:>6} {:>6} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}  {found}/{}{}",
            score.messages,
            score.target,
            score.wanted,
            score.wanted_in_plan,
            score.outside_in_plan,
            shown(score.precision()),
            shown(score.recall()),
            shown(score.macro_f1()),
            shown(Some(score.mistaken_share())),
            score.expected,
            if score.extra.is_empty() { String::new() } else { format!(" and {} false", score.extra.len()) }
        )
        .unwrap();
    }
    out
}

/// One line a kind, over all floods, and what it was taken for.
pub fn kinds(all: &Score) -> String {
    let mut out = format!("{:<14} {:>7} {:>7} {:>7} {:>7}  taken for\n", "kind", "mails", "precis.", "recall", "F1");
    for kind in Kind::ALL {
        let (precision, recall, f1, real) = all.kind(kind);
        if real == 0 {
            continue;
        }
        let other = all.kinds.iter().filter(|((truth, said), _)| *truth == kind && *said != kind);
        let other: Vec<String> = other.map(|((_, said), n)| format!("{} {n}", said.as_str())).collect();
        writeln!(out, "{:<14} {real:>7} {precision:>7.4} {recall:>7.4} {f1:>7.4}  {}", kind.as_str(), other.join(", ")).unwrap();
    }
    out
}

/// One line a language.
pub fn langs(all: &Score) -> String {
    let mut out =
        format!("{:<5} {:>7} {:>7} {:>8} {:>8} {:>7} {:>7}\n", "lang", "flood", "recall", "confirm.", "recall", "wanted", "lost");
    for (name, lang) in &all.langs {
        writeln!(
            out,
            "{name:<5} {:>7} {:>7} {:>8} {:>8} {:>7} {:>7}",
            lang.target,
            shown(ratio(lang.right, lang.target)),
            lang.confirmations,
            shown(ratio(lang.recognised, lang.confirmations)),
            lang.wanted,
            lang.lost
        )
        .unwrap();
    }
    out
}
