//! Learns the weights of triage: `cargo run --release --example train -- [--full] [--write] [--rounds N] [--only NAME] [--section NAME]
//! [DIR...]`
//!
//! It learns from the boxes of tests/floods with the training seeds (those whose name contains `--only`), and from every DIR
//! (mail.mbox, truth.tsv, meta.json). It begins with assets/weights.tsv and keeps what makes it cheaper (tests/quality/train.rs
//! says how, and what a mistake costs); with `--section` it tries the numbers of that section only. `--write` puts the table in its
//! place where the cost fell; without it only the figures are shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../tests/floods/mod.rs"]
mod floods;
#[path = "../tests/quality/mod.rs"]
mod quality;

use quality::case::Case;
use quality::train::{Labelled, TABLE, Table, cost, descend, regress};
use std::path::Path;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/weights.tsv");

fn main() {
    let (mut write, mut size, mut rounds, mut dirs) = (false, floods::Size::Small, 2, Vec::new());
    let (mut only, mut section) = (String::new(), String::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--write" => write = true,
            "--full" => size = floods::Size::Full,
            "--rounds" => rounds = words.next().and_then(|n| n.parse().ok()).expect("--rounds N"),
            "--only" => only = words.next().unwrap_or_default(),
            "--section" => section = words.next().unwrap_or_default(),
            _ => dirs.push(word),
        }
    }
    let names: Vec<&str> = floods::names().into_iter().filter(|name| name.contains(&only)).collect();
    let made = (1..=3).flat_map(|seed| names.iter().map(move |name| floods::make(name, seed, size)));
    let mut boxes: Vec<Labelled> = made.map(|made| Labelled::of(Case::of(&made))).collect();
    boxes.extend(dirs.iter().map(|dir| Labelled::of(Case::read(Path::new(dir)))));
    let messages: usize = boxes.iter().map(|b| b.case.messages.len()).sum();
    let mut table = Table::read(TABLE);
    let first = cost(&mut boxes, &table.weights());
    println!("{} boxes, {messages} messages; the table as it stands costs {}", boxes.len(), first / 1_000);

    if section.is_empty() || section == "kind" {
        let mut learned = table.clone();
        regress(&mut learned, &boxes);
        let regressed = cost(&mut boxes, &learned.weights());
        println!("with regressed weights of kinds: {}", regressed / 1_000);
        if regressed < first {
            table = learned;
        }
    }
    let last = descend(&mut table, &mut boxes, rounds, &section);
    println!("at the end: {}", last / 1_000);
    if write && last < first {
        std::fs::write(PATH, table.text()).expect("the table can be written");
        println!("written: {PATH}");
    }
}
