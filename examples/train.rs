//! Learns the weights of triage: `cargo run --release --example train -- [--full] [--write] [--rounds N] [--seeds N] [--only NAME]
//! [--section NAME]... [DIR...]`
//!
//! It learns from the boxes of tests/floods with the training seeds 1 to N (those whose name contains `--only`), and from every DIR
//! (mail.mbox, truth.tsv, meta.json). It begins with assets/weights.tsv and keeps what makes it cheaper (tests/quality/train.rs
//! says how, what a mistake costs, and what keeps it from learning these boxes by heart); with `--section`, which may repeat, it
//! tries only the numbers whose name begins so. `--write` puts the table in its place where the cost fell; without it only the
//! figures are shown. The same command on the same tree gives the same table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../tests/floods/mod.rs"]
mod floods;
#[path = "../tests/quality/mod.rs"]
mod quality;

use quality::case::Case;
use quality::train::{Labelled, TABLE, Table, cost, costs, descend, regress, veiled};
use std::path::Path;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/weights.tsv");

fn main() {
    let (mut write, mut size, mut rounds, mut seeds, mut dirs) = (false, floods::Size::Small, 4, 3, Vec::new());
    let (mut only, mut sections) = (String::new(), Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--write" => write = true,
            "--full" => size = floods::Size::Full,
            "--rounds" => rounds = words.next().and_then(|n| n.parse().ok()).expect("--rounds N"),
            "--seeds" => {
                seeds = words.next().and_then(|n| n.parse().ok()).filter(|n| (1..=9).contains(n)).expect("--seeds 1 to 9");
            }
            "--only" => only = words.next().unwrap_or_default(),
            "--section" => sections.extend(words.next()),
            _ => dirs.push(word),
        }
    }
    let names: Vec<&str> = floods::training_names().into_iter().filter(|name| name.contains(&only)).collect();
    let made = (1..=seeds).flat_map(|seed| names.iter().map(move |name| (floods::make(name, seed, size), seed as usize - 1)));
    let mut cases: Vec<(Case, usize)> = made.map(|(made, part)| (Case::of(&made), part)).collect();
    cases.extend(dirs.iter().map(|dir| (Case::read(Path::new(dir)), 0)));
    let twice = cases.into_iter().flat_map(|(case, part)| [(veiled(&case), part), (case, part)]);
    let mut boxes: Vec<Labelled> = twice.map(|(case, part)| Labelled::of(case, part)).collect();
    let messages: usize = boxes.iter().map(|b| b.case.messages.len()).sum();
    let mut table = Table::read(TABLE);
    let parts = costs(&mut boxes, &table);
    let first: u64 = parts.iter().sum();
    println!("{} boxes, {messages} messages; the table as it stands costs {} {parts:?}", boxes.len(), first / 1_000);

    if sections.is_empty() || sections.iter().any(|section| section == "kind") {
        let mut learned = table.clone();
        regress(&mut learned, &boxes);
        let regressed = cost(&mut boxes, &learned);
        println!("with regressed weights of kinds: {}", regressed / 1_000);
        if regressed < first {
            table = learned;
        }
    }
    let last = descend(&mut table, &mut boxes, rounds, &sections);
    println!("at the end: {} {:?}", last / 1_000, costs(&mut boxes, &table));
    if write && last < first {
        std::fs::write(PATH, table.text()).expect("the table can be written");
        println!("written: {PATH}");
    }
}
