//! How good triage is: `cargo run --release --example quality -- [--small] [--training] [--record] [--wrong] [--only NAME] [DIR...]`
//!
//! Triages labelled mailboxes as a scan would and prints a table per box, kind and language: the boxes that the project makes
//! itself, those of ../shared/eval where it is there, and every DIR (mail.mbox with truth.tsv and meta.json; without these nothing
//! may be found in it). Compares with the figures recorded last in tests/quality/*.json and fails where one fell; `--record` writes
//! them anew. `--small` takes the sizes of tests/quality.rs, `--training` the boxes that triage may be trained on and no other,
//! `--wrong` shows what went wrong, message by message; `--only` takes boxes whose name contains NAME.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../tests/floods/mod.rs"]
mod floods;
#[path = "../tests/quality/mod.rs"]
mod quality;

use floods::Size;
use quality::case::Case;
use quality::record::{self, Figures};
use quality::road::{Road, findings};
use quality::score::Score;
use quality::table;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Default)]
struct Args {
    small: bool,
    training: bool,
    record: bool,
    wrong: bool,
    only: String,
    dirs: Vec<PathBuf>,
}

fn args() -> Args {
    let mut args = Args::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--small" => args.small = true,
            "--training" => args.training = true,
            "--record" => args.record = true,
            "--wrong" => args.wrong = true,
            "--only" => args.only = words.next().unwrap_or_default(),
            _ => args.dirs.push(word.into()),
        }
    }
    args
}

/// The labelled mailboxes beside the repository (`DEICH_SHARED`, else ../shared), by name; none where there are none.
fn shared() -> Vec<PathBuf> {
    let root =
        std::env::var_os("DEICH_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let entries = std::fs::read_dir(root.join("eval")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut dirs: Vec<PathBuf> = entries.filter(|dir| dir.join("mail.mbox").is_file()).collect();
    dirs.sort();
    dirs
}

/// What went wrong, by sort, with the first few of each.
fn explain(case: &Case, road: Road, wrong: &[quality::score::Wrong], findings: &deich::triage::Findings) {
    let mut sorts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for one in wrong.iter().filter(|one| one.junk) {
        let (m, _, truth) = &case.junk[one.at];
        println!("  {} ({}): {}: [{}] {} | {}", case.name, road.as_str(), one.what, truth.lang, m.from_addr(), m.subject);
    }
    for one in wrong.iter().filter(|one| !one.junk) {
        sorts.entry(&one.what).or_default().push(one.at);
    }
    for (what, all) in sorts {
        println!("  {} ({}): {} x {what}", case.name, road.as_str(), all.len());
        for at in all.iter().take(4) {
            let (m, v) = (&case.messages[*at], &findings.verdicts[*at]);
            let reasons: Vec<String> = v.evidence.iter().take(4).map(|e| format!("{}={}", e.code, e.detail)).collect();
            let lang = case.truth[*at].map_or("?", |t| t.lang);
            println!(
                "      [{lang}] {} | {} | {}",
                m.from_addr(),
                m.subject.chars().take(70).collect::<String>(),
                reasons.join(" ")
            );
        }
    }
}

/// Scores cases and says whether a figure fell.
fn measure(title: &str, record_as: Option<&str>, cases: impl Iterator<Item = Case>, args: &Args) -> bool {
    let mut rows: Vec<(String, Score)> = Vec::new();
    let mut figures = Figures::new();
    let mut all = Score::default();
    for case in cases {
        for road in Road::ALL {
            let found = findings(&case, road);
            let (score, wrong) = Score::of(&case, &found);
            if args.wrong {
                explain(&case, road, &wrong, &found);
            }
            let name = format!("{} ({})", case.name, road.as_str());
            figures.insert(name.clone(), record::of_box(&score));
            all.add(&score);
            rows.push((name, score));
        }
    }
    if rows.is_empty() {
        return true;
    }
    println!("\n== {title}\n{}", table::boxes(&rows));
    println!("{}\n{}", table::kinds(&all), table::langs(&all));
    let short: Vec<String> =
        rows.iter().flat_map(|(name, s)| s.short_of().into_iter().map(move |w| format!("{name}: {w}"))).collect();
    println!(
        "short of the limits: {}",
        if short.is_empty() { "nothing".to_owned() } else { format!("\n  {}", short.join("\n  ")) }
    );
    figures.extend(record::of_all(&all));
    let Some(name) = record_as.filter(|_| args.only.is_empty()) else { return true };
    let before = record::load(name).unwrap_or_default();
    let (fell, rose) = record::compare(&before, &figures);
    println!("against the recorded figures: {} fell, {} rose", fell.len(), rose.len());
    for line in &fell {
        println!("  FELL {line}");
    }
    if args.record {
        record::save(name, &figures);
        println!("recorded as tests/quality/{name}.json");
        return true;
    }
    fell.is_empty()
}

fn main() -> ExitCode {
    let args = args();
    let size = if args.small { Size::Small } else { Size::Full };
    let names = floods::names().into_iter().filter(|name| name.contains(&args.only)).collect::<Vec<_>>();
    let make = |name: &&'static str, seed: u64| Case::of(&floods::make(name, seed, size));
    if args.training {
        let cases = (1..=3).flat_map(|seed| names.iter().map(move |name| (name, seed))).map(|(name, seed)| make(name, seed));
        measure("training boxes", None, cases, &args);
        return ExitCode::SUCCESS;
    }
    let cases = names.iter().map(|name| make(name, floods::measured_seed(name)));
    let mut well = measure("boxes of our own, held out", Some(if args.small { "small" } else { "full" }), cases, &args);
    let shared = shared();
    let wanted = |dir: &&PathBuf| dir.file_name().is_some_and(|name| name.to_string_lossy().contains(&args.only));
    let cases = shared.iter().filter(wanted).map(|dir| Case::read(dir));
    // Folders that are not here are not missed: their figures are of another machine.
    well &= measure("labelled mailboxes beside the repository", Some("shared").filter(|_| !shared.is_empty()), cases, &args);
    let cases = args.dirs.iter().map(|dir| Case::read(dir));
    well &= measure("folders", None, cases, &args);
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
