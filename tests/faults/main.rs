//! A real Dovecot behind a line that breaks in every way, at every point of a scan, of a clean-up and of its undo; and the program
//! killed there. However a run goes, it ends with every message exactly once, and with a journal that is true.
//!
//! A few runs of each are part of every test run. All of them: `DEICH_FAULTS=2000 DEICH_KILLS=200 cargo test --test faults`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../engine/support.rs"]
mod desk;
mod kills;
mod member;
#[allow(dead_code, reason = "the tests of single servers use more of it")]
mod proxy;
#[path = "../dovecot/support.rs"]
mod support;

use member::{Member, Servers, Way};
use proxy::{Fault, Kind};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What a run does when the line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Scan,
    Execute,
    Undo,
}

#[derive(Debug, Clone, Copy)]
struct Case {
    way: Way,
    phase: Phase,
    fault: Fault,
}

/// How many runs of a kind: by an environment variable, else these few.
fn wanted(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{variable} is not a number: {text}")))
}

/// Commands and responses of each phase, where nothing breaks.
fn points(servers: &Servers, way: Way) -> BTreeMap<Phase, (usize, usize)> {
    let mut member = Member::new(servers, way, "undisturbed");
    let mut points = BTreeMap::new();
    member.scan(None);
    points.insert(Phase::Scan, member.line.passed());
    member.clean_up(None);
    points.insert(Phase::Execute, member.line.passed());
    member.undo(None);
    points.insert(Phase::Undo, member.line.passed());
    member.check();
    points
}

/// Every kind of fault at every point of everything.
fn cases(servers: &Servers) -> Vec<Case> {
    let mut cases = Vec::new();
    for way in Way::ALL {
        for (phase, (commands, responses)) in points(servers, way) {
            for kind in Kind::ALL {
                let count = if kind.is_of_commands() { commands } else { responses };
                cases.extend((0..count).map(|after| Case { way, phase, fault: Fault { kind, after, within: 0 } }));
            }
        }
    }
    cases
}

/// A number that looks like chance and is the same in every run.
fn scatter(number: usize) -> usize {
    let mut n = (number as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
    n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((n ^ (n >> 31)) >> 8) as usize
}

/// One run; answers whether the fault happened.
fn run(servers: &Servers, number: usize, case: Case) -> bool {
    let chance = scatter(number);
    let mut member = Member::new(servers, case.way, &format!("m{number}"));
    let fault = Fault { within: chance, ..case.fault };
    let at = |phase| (case.phase == phase).then_some(fault);
    member.scan(at(Phase::Scan));
    let mut hit = case.phase == Phase::Scan && member.hit;
    // Something breaks again while Deich brings in order what the first break left.
    let again = chance.is_multiple_of(3).then(|| {
        let kind = Kind::ALL[chance / 3 % Kind::ALL.len()];
        Fault { kind, after: chance / 64 % 40, within: chance / 7 }
    });
    member.clean_up(at(Phase::Execute));
    hit |= case.phase == Phase::Execute && member.hit;
    member.bring_to_an_end(chance.is_multiple_of(2), chance % 5 < 3, again);
    member.check();
    member.undo(at(Phase::Undo));
    hit |= case.phase == Phase::Undo && member.hit;
    member.bring_to_an_end(true, chance % 5 < 3, again.filter(|_| case.phase == Phase::Undo));
    member.check();
    // An undo that could not begin is asked for again.
    member.undo(None);
    member.check();
    member.check_all_is_back();
    hit
}

/// Does so many runs, some at a time; each answers whether anything broke in it. Fails with all that failed.
fn in_parallel(what: &str, runs: usize, run: impl Fn(usize) -> bool + Sync) {
    let begun = Instant::now();
    let (next, hits, failures) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= runs {
                return;
            }
            match catch_unwind(AssertUnwindSafe(|| run(number))) {
                Ok(hit) => _ = hits.fetch_add(usize::from(hit), Ordering::SeqCst),
                Err(panic) => {
                    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
                    failures.lock().unwrap().push(format!("run {number}: {}", said.unwrap_or_default()));
                }
            }
        }
    };
    std::thread::scope(|scope| (0..4).for_each(|_| _ = scope.spawn(work)));
    let (hits, failures) = (hits.into_inner(), failures.into_inner().unwrap());
    eprintln!("{what}: {runs} runs, {hits} of them broken, in {:?}", begun.elapsed());
    assert!(failures.is_empty(), "{} of {runs} runs failed:\n{}", failures.len(), failures.join("\n"));
    // Some points are only there by chance.
    assert!(hits * 10 >= runs * 8, "in only {hits} of {runs} runs anything broke");
}

#[test]
fn every_point_of_a_sync_and_of_a_move_may_break() {
    let servers = Servers::start();
    let (cases, runs) = (cases(&servers), wanted("DEICH_FAULTS", 80));
    eprintln!("{} points where something can break", cases.len());
    in_parallel("DEICH_FAULTS", runs, |number| {
        // Spread over all of them; more runs than cases begin again, with other second faults.
        let case = cases[if runs < cases.len() { number * cases.len() / runs } else { number % cases.len() }];
        match catch_unwind(AssertUnwindSafe(|| run(&servers, number, case))) {
            Ok(hit) => hit,
            Err(panic) => {
                eprintln!("run {number} of {runs} was {case:?}");
                resume_unwind(panic)
            }
        }
    });
}
