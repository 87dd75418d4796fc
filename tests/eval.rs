//! Triage on labelled mailboxes (what score.py computes, computed here) and on real mail where nothing may be found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "eval/boxes.rs"]
mod boxes;

use deich::mail::Envelope;
use deich::triage::{Context, Findings, Triage};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! not_run {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let mut out = std::io::stderr();
        writeln!(out, $($words)*).unwrap();
    }};
}

fn triage(messages: &[Arc<Envelope>], me: &[&str]) -> Findings {
    let mut context = Context::new(Timestamp::UNIX_EPOCH);
    context.me.extend(me.iter().map(|a| (*a).to_owned()));
    deich::triage::triage(messages, &context)
}

/// One line of truth.tsv.
struct Truth {
    kind: String,
    flood: bool,
    wanted: bool,
}

fn truth(dir: &Path) -> BTreeMap<String, Truth> {
    let text = std::fs::read_to_string(dir.join("truth.tsv")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].to_owned(), Truth { kind: cells[1].to_owned(), flood: cells[2] != "-", wanted: cells[3] == "1" })
    };
    text.lines().skip(1).map(row).collect()
}

#[derive(Debug)]
struct Score {
    wanted_in_plan: usize,
    precision: f64,
    recall: f64,
    kind_f1: f64,
    incidents: BTreeSet<(String, String)>,
}

fn score(truth: &BTreeMap<String, Truth>, messages: &[Arc<Envelope>], findings: &Findings) -> Score {
    let got: BTreeMap<&str, _> = messages.iter().zip(&findings.verdicts).map(|(m, v)| (&*m.message_id, v)).collect();
    assert!(truth.keys().all(|id| got.contains_key(id.as_str())), "every labelled message is there");
    let offered = |id: &str| got[id].offered();
    let trigger = |t: &Truth| t.kind == "trigger";
    let plan: Vec<&Truth> = truth.iter().filter(|(id, t)| offered(id) && !trigger(t)).map(|(_, t)| t).collect();
    let target: Vec<&String> = truth.iter().filter(|(_, t)| t.flood && !t.wanted && !trigger(t)).map(|(id, _)| id).collect();
    let right = target.iter().filter(|id| offered(id)).count() as f64;
    let kinds: BTreeSet<&str> = truth.values().filter(|t| t.flood).map(|t| t.kind.as_str()).collect();
    let f1 = |kind: &str| {
        let flood = || truth.iter().filter(|(_, t)| t.flood);
        let real = flood().filter(|(_, t)| t.kind == kind).count();
        let said = flood().filter(|(id, _)| got[id.as_str()].kind.as_str() == kind).count();
        let hit = flood().filter(|(id, t)| t.kind == kind && got[id.as_str()].kind.as_str() == kind).count();
        2.0 * hit as f64 / ((said + real) as f64).max(1.0)
    };
    Score {
        wanted_in_plan: plan.iter().filter(|t| t.wanted).count(),
        precision: if plan.is_empty() { 1.0 } else { right / plan.len() as f64 },
        recall: if target.is_empty() { 1.0 } else { right / target.len() as f64 },
        kind_f1: if kinds.is_empty() { 1.0 } else { kinds.iter().map(|k| f1(k)).sum::<f64>() / kinds.len() as f64 },
        incidents: findings.incidents.iter().map(|i| (i.kind.as_str().to_owned(), i.key.to_string())).collect(),
    }
}

/// Runs one labelled box with its text, without (as IMAP gives it at first), and without being told the member's address.
fn labelled(name: &str) {
    let Some(shared) = boxes::shared() else {
        not_run!("NOT RUN: the labelled mailbox {name}: there is no ../shared beside the repository (or set DEICH_SHARED)");
        return;
    };
    let dir = shared.join("eval").join(name);
    let meta: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(dir.join("meta.json")).unwrap()).unwrap();
    let me = meta["me"].as_str().unwrap();
    let word = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let want: BTreeSet<_> = meta["incidents"].as_array().unwrap().iter().map(|i| (word(i, "kind"), word(i, "key"))).collect();
    let truth = truth(&dir);
    let messages = boxes::mbox(&dir.join("mail.mbox"));
    let bare: Vec<Arc<Envelope>> = messages.iter().map(|m| Arc::new(Envelope { excerpt: None, ..(**m).clone() })).collect();
    for (how, messages, me, recall, kinds) in [
        ("with text", &messages, &[me][..], 0.98, 0.95),
        ("address learned", &messages, &[], 0.98, 0.95),
        ("headers only", &bare, &[me], 0.90, 0.85),
    ] {
        let score = score(&truth, messages, &triage(messages, me));
        eprintln!("{name}, {how}: {score:?}");
        assert_eq!(score.wanted_in_plan, 0, "{name}, {how}: a wanted message is in the plan");
        assert!(score.precision >= 0.99, "{name}, {how}: precision {}", score.precision);
        assert!(score.recall >= recall, "{name}, {how}: recall {}", score.recall);
        assert!(score.kind_f1 >= kinds, "{name}, {how}: kinds {}", score.kind_f1);
        assert_eq!(score.incidents, want, "{name}, {how}: incidents");
    }
    // As the engine reads an IMAP mailbox: the headers, then the texts that triage asks for.
    let (score, asked) = asked(&truth, &bare, &messages, me);
    eprintln!("{name}, {asked} of {} texts asked for: {score:?}", messages.len());
    assert_eq!((score.wanted_in_plan, &score.incidents), (0, &want), "{name}, {asked} texts asked for");
    assert!(score.recall >= 0.98 && score.kind_f1 >= 0.95, "{name}, {asked} texts asked for: {score:?}");
    assert!(asked * 2 <= messages.len(), "{name}: {asked} of {} texts are too many", messages.len());
}

/// Headers first, then the texts that triage asks for: the score, and how many these are.
fn asked(truth: &BTreeMap<String, Truth>, bare: &[Arc<Envelope>], whole: &[Arc<Envelope>], me: &str) -> (Score, usize) {
    let mut context = Context::new(Timestamp::UNIX_EPOCH);
    context.me.insert(me.to_owned());
    let mut triage = Triage::new(context);
    for message in bare {
        triage.push(message);
    }
    let doubtful = triage.doubtful();
    for number in &doubtful {
        triage.replace(*number, &whole[*number]);
    }
    assert!(triage.doubtful().iter().all(|again| !doubtful.contains(again)), "no text is asked for twice");
    (score(truth, whole, &triage.findings()), doubtful.len())
}

#[test]
fn the_bomb() {
    labelled("bomb");
}

#[test]
fn the_open_list() {
    labelled("club_alias");
}

#[test]
fn the_quiet_mailbox() {
    labelled("quiet");
}

/// The judge itself on what the program prints.
#[cfg(feature = "engine")]
#[test]
fn score_py_on_the_programs_own_scan() {
    use std::process::Command;
    let Some(shared) = boxes::shared() else {
        not_run!("NOT RUN: score.py: there is no ../shared beside the repository (or set DEICH_SHARED)");
        return;
    };
    let data = tempfile::tempdir().unwrap();
    for name in ["bomb", "club_alias", "quiet"] {
        let dir = shared.join("eval").join(name);
        let meta: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(dir.join("meta.json")).unwrap()).unwrap();
        let scan = Command::new(env!("CARGO_BIN_EXE_deich"))
            .args(["scan", "--json", "--me", meta["me"].as_str().unwrap()])
            .arg(dir.join("mail.mbox"))
            .env("DEICH_DATA", data.path().join(name))
            .output()
            .unwrap();
        let quiet = meta["incidents"].as_array().unwrap().is_empty();
        assert_eq!(scan.status.code(), Some(i32::from(quiet)), "{}", String::from_utf8_lossy(&scan.stderr));
        let json = data.path().join(format!("{name}.json"));
        std::fs::write(&json, &scan.stdout).unwrap();
        let judge = Command::new("python3").arg(shared.join("eval/score.py")).args([&json, &dir]).output().unwrap();
        let said = String::from_utf8_lossy(&judge.stdout).into_owned();
        assert!(judge.status.success(), "{name}: {said}");
        let score: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!((&score["wanted_in_plan"], &score["missing"]), (&0.into(), &0.into()), "{name}: {said}");
        assert!(score["incidents"]["missed"].as_array().unwrap().is_empty(), "{name}: {said}");
        assert!(score["incidents"]["false"].as_array().unwrap().is_empty(), "{name}: {said}");
        if !quiet {
            assert!(score["plan_precision"].as_f64().unwrap() >= 0.98, "{name}: {said}");
            assert!(score["plan_recall"].as_f64().unwrap() >= 0.90, "{name}: {said}");
        }
    }
}

/// Real mail in which nothing happened may hold no incident.
fn calm(name: &str, read: impl Fn(&Path) -> Vec<Arc<Envelope>>) {
    let Some(path) = boxes::corpora().map(|c| c.join(name)).filter(|p| p.exists()) else {
        not_run!("NOT RUN: {name}: the corpora are not unpacked (../shared/corpora/unpack.sh)");
        return;
    };
    let messages = read(&path);
    assert!(messages.len() > 50, "{name} was read");
    let findings = triage(&messages, &[]);
    let found: Vec<_> = findings.incidents.iter().map(|i| (i.kind, i.messages, i.started)).collect();
    eprintln!("{name}: {} messages, {found:?}", messages.len());
    assert!(found.is_empty(), "{name}: {found:?}");
}

fn all_mboxes(dir: &Path) -> Vec<Arc<Envelope>> {
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files.iter().flat_map(|f| boxes::mbox(f)).collect()
}

#[test]
fn lists_of_2002_are_no_incident() {
    calm("spamassassin/easy-ham-1", boxes::folder);
    calm("spamassassin/easy-ham-2", boxes::folder);
}

#[test]
fn a_mailman_list_is_no_incident() {
    calm("list_usrp_users_mailman", all_mboxes);
}

#[test]
fn a_google_group_with_long_chains_is_no_incident() {
    calm("list_clang_googlegroups", all_mboxes);
}

#[test]
fn one_message_at_a_time_gives_the_same() {
    let Some(shared) = boxes::shared() else {
        not_run!("NOT RUN: no ../shared beside the repository (or set DEICH_SHARED)");
        return;
    };
    let messages = boxes::mbox(&shared.join("eval/club_alias/mail.mbox"));
    let mut step_by_step = Triage::new(Context::new(Timestamp::UNIX_EPOCH));
    let mut by_arrival = messages.clone();
    for (n, message) in messages.iter().enumerate() {
        step_by_step.push(message);
        if n % 300 == 0 {
            assert_eq!(step_by_step.findings().verdicts.len(), n + 1);
        }
    }
    let all = triage(&messages, &[]);
    assert_eq!(step_by_step.findings(), all);
    // The order in which they lie in the file changes nothing but the numbers.
    by_arrival.sort_by_key(|m| (m.received, m.message_id.clone()));
    let sorted = triage(&by_arrival, &[]);
    let facts =
        |f: &Findings| f.incidents.iter().map(|i| (i.kind, i.key.clone(), i.messages, i.kinds.clone())).collect::<Vec<_>>();
    assert_eq!(facts(&sorted), facts(&all));
}
