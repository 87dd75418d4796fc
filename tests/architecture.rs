//! The import rule of `src/lib.rs`, as a test: which room may use which, and what the pure rooms may not touch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every room, and the rooms it may use besides itself.
fn rooms() -> BTreeMap<&'static str, &'static [&'static str]> {
    const PURE: &[&str] = &["mail", "triage", "plan", "rule", "report", "demo"];
    // L2 rooms may also use the nouns of accounts (where a mailbox is, its secret): data, no work.
    const OUTER: &[&str] = &[
        "mail",
        "triage",
        "plan",
        "rule",
        "report",
        "demo",
        "account::spec",
        "account::Secret",
        "account::Security",
        "account::SourceSpec",
    ];
    // Rooms that speak a protocol stand on the one line to a server there is.
    const ON_A_WIRE: &[&str] = &[
        "mail",
        "triage",
        "plan",
        "rule",
        "report",
        "demo",
        "account::spec",
        "account::Secret",
        "account::Security",
        "account::SourceSpec",
        "wire",
    ];
    BTreeMap::from([
        ("mail", [].as_slice()),
        ("triage", PURE),
        ("plan", PURE),
        ("rule", PURE),
        ("report", PURE),
        ("demo", PURE),
        ("wire", &["mail", "account::spec", "account::Security", "account::Secret"]),
        ("source", ON_A_WIRE),
        ("store", OUTER),
        ("sieve", ON_A_WIRE),
        ("account", OUTER),
        ("send", OUTER),
        ("engine", &["mail", "triage", "plan", "rule", "report", "demo", "source", "store", "sieve", "account", "send"]),
        // What words are made of: every error the engine can show.
        (
            "lang",
            &[
                "mail",
                "triage",
                "plan",
                "rule",
                "report",
                "engine",
                "source::error",
                "source::SourceError",
                "source::CertificateProblem",
                "account::provider",
                "account::Provider",
                "account::PasswordKind",
                "account::SpecError",
            ],
        ),
        ("gui", &["mail", "triage", "plan", "rule", "report", "engine", "lang"]),
        ("cli", &["mail", "triage", "plan", "rule", "report", "engine", "lang", "gui"]),
    ])
}

/// What no pure room may name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "Timestamp::now",
    "Zoned::now",
    "HashMap",
    "HashSet",
    "rusqlite",
    "rustls",
    "iced",
    "keyring",
    "imap_proto",
    "rayon",
    "rand::",
];

fn files(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The code of a file without comments, text literals and its test module: rough, and enough for a rule about `use`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str().to_str().is_some_and(|s| s == "tests" || s == "tests.rs"))
}

/// Every path below `crate` that a file names, groups taken apart: `crate::a::{b, c::{d, e}}` names `a::b`, `a::c::d`, `a::c::e`.
fn uses(code: &str) -> BTreeSet<String> {
    code.split("crate::").skip(1).flat_map(|rest| paths("", rest).0).collect()
}

/// The paths at the beginning of `text`, each after `prefix`, and how many octets they take.
fn paths(prefix: &str, text: &str) -> (Vec<String>, usize) {
    let word = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let path = format!("{prefix}{}", &text[..word]);
    if !(path.ends_with("::") || path.is_empty()) || !text[word..].starts_with('{') {
        return (vec![path.trim_end_matches(':').to_owned()], word);
    }
    let (mut found, mut at) = (Vec::new(), word + 1);
    loop {
        at += text[at..].find(|c: char| !(c.is_whitespace() || c == ',')).unwrap_or(text.len() - at);
        if text[at..].is_empty() || text[at..].starts_with('}') {
            return (found, (at + 1).min(text.len()));
        }
        let (inner, taken) = paths(&path, &text[at..]);
        found.extend(inner);
        at += taken.max(1);
    }
}

#[test]
fn groups_are_taken_apart() {
    let found = uses("use crate::{mail::{Address, text::one_line}, plan}; x(crate::rule::Sieve::new());");
    let want = ["mail::Address", "mail::text::one_line", "plan", "rule::Sieve::new"];
    assert_eq!(found, want.into_iter().map(str::to_owned).collect());
}

fn room_of(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

#[test]
fn every_room_uses_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms = rooms();
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in all.iter().filter(|p| !is_test(p)) {
        let room = room_of(path, &src);
        if room == "lib" || room == "main" {
            continue;
        }
        let may = rooms
            .get(room.as_str())
            .unwrap_or_else(|| panic!("room {room} is in no plan: add it to src/lib.rs and to this test"));
        for used in uses(&code(path)) {
            seen += 1;
            let first = used.split("::").next().unwrap();
            let allowed = first == room
                || !rooms.contains_key(first)
                || may.iter().any(|m| used == *m || used.starts_with(&format!("{m}::")));
            if !allowed {
                wrong.push(format!("{}: {room} may not use crate::{used}", path.strip_prefix(&src).unwrap().display()));
            }
        }
    }
    assert!(seen > 50, "found only {seen} uses: the reading of the sources is broken");
    assert!(wrong.is_empty(), "the import rule is broken:\n{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_touch_no_world() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    for path in all.iter().filter(|p| !is_test(p)) {
        if !["mail", "triage", "plan", "rule", "report", "demo"].contains(&room_of(path, &src).as_str()) {
            continue;
        }
        let code = code(path);
        for word in IMPURE.iter().filter(|w| code.contains(*w)) {
            wrong.push(format!("{}: {word}", path.strip_prefix(&src).unwrap().display()));
        }
    }
    assert!(wrong.is_empty(), "pure rooms touch the world:\n{}", wrong.join("\n"));
}

#[test]
fn only_parse_knows_mail_parser() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    for path in all.iter().filter(|p| !is_test(p)) {
        let inside = path.strip_prefix(&src).unwrap();
        assert!(inside.starts_with("mail") || !code(path).contains("mail_parser"), "{} uses mail_parser", inside.display());
    }
}

#[test]
fn raw_colours_live_in_the_theme() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src.join("gui"), &mut all);
    for path in all.iter().filter(|p| !is_test(p)) {
        let inside = path.strip_prefix(&src).unwrap();
        let code = code(path);
        for word in ["Color::from_rgb", "color!(", "Color { r"] {
            assert!(inside.starts_with("gui/theme") || !code.contains(word), "{} holds a raw colour", inside.display());
        }
    }
}

#[test]
fn no_file_has_outgrown_a_head() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("src"), &mut all);
    files(&root.join("tests"), &mut all);
    for path in all {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 700, "{} has {lines} lines: split it by what it knows", path.display());
    }
}

#[test]
fn the_installer_is_in_the_shape_cargo_wix_expects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wxs = fs::read_to_string(root.join("wix/main.wxs")).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    // Fixed for ever: they tie a new version to the installed one.
    for guid in ["6F1C3B52-8E0D-4B67-9D0A-2C7E51A4F9B3", "0E8B61F7-C35A-4D92-B0C4-95F2D7A81E36"] {
        assert!(wxs.contains(guid) && manifest.contains(guid), "{guid}");
    }
    for guid in
        ["B2A9E7D4-1F3C-4C58-A6E1-70D5C94B8E21", "D47C0A96-52BE-4E1B-8F77-3A9B60C1E5F8", "93D5F2A8-7B41-4E0C-9C6F-1E84B7A02D5C"]
    {
        assert!(wxs.contains(guid), "{guid}");
    }
    assert!(
        wxs.contains("Version='$(var.Version)'")
            && wxs.contains(r"$(var.CargoTargetBinDir)\deich.exe")
            && wxs.contains("ProgramMenuFolder")
    );
    assert!(well_formed(&wxs), "wix/main.wxs is not well-formed");
    for file in wxs.split("SourceFile='").skip(1).map(|rest| rest.split('\'').next().unwrap()) {
        assert!(root.join(file.replace('\\', "/")).is_file(), "{file} is missing");
    }
}

/// Elements open and close in order. Enough for a file without CDATA and entities.
fn well_formed(xml: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else { return false };
            rest = &comment[end + 3..];
            continue;
        }
        let Some(end) = rest.find('>') else { return false };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name.trim()) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default().to_owned());
        }
        if !tag.matches('\'').count().is_multiple_of(2) {
            return false;
        }
    }
    open.is_empty()
}
