//! `deich watch`: a line for whatever comes in, and what of a followed flood comes is moved away.

use crate::support::{Place, count};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Child;

/// Ends the program however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_comes_in_is_told_line_by_line() {
    let place = Place::new();
    let flood = place.flood(600);
    // The newest messages have not come yet.
    let files = ["cur", "new"].into_iter().flat_map(|part| std::fs::read_dir(flood.join(part)).unwrap());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|file| file.file_name().unwrap().to_owned());
    let held = files.split_off(files.len() - 60);
    let aside = place.path("aside");
    std::fs::create_dir(&aside).unwrap();
    for file in &held {
        std::fs::rename(file, aside.join(file.file_name().unwrap())).unwrap();
    }
    let source = flood.to_str().unwrap();
    let words = ["watch", source, "--me", deich::demo::ME, "--follow", "1", "--to", "Sturm", "--json"];
    let mut running = Running(place.command(words).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<serde_json::Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first = next();
    assert_eq!((&first["version"], &first["event"], &first["state"]), (&1.into(), &"watch".into(), &"on".into()));
    let before = count(&flood, "");
    for file in &held {
        std::fs::rename(aside.join(file.file_name().unwrap()), file).unwrap();
    }
    let (mut new, mut swept) = (0, 0);
    while new + swept < held.len() {
        let line = next();
        match line["event"].as_str().unwrap() {
            "new" => {
                assert!(line["incident"].is_null() || line["protected"].is_string(), "{line}");
                new += 1;
            }
            "swept" => {
                assert_eq!((&line["action"]["state"], &line["action"]["to"][0]), (&"done".into(), &"Sturm".into()), "{line}");
                swept += usize::try_from(line["action"]["moved"].as_u64().unwrap()).unwrap();
            }
            other => panic!("{other}"),
        }
    }
    assert!(swept > 10, "{new} {swept}");
    assert_eq!((count(&flood, ""), count(&flood, ".Sturm")), (before + new, swept));
    drop(running);
    // Killed, and yet all of it is in the journal.
    let history = place.run(["history", "--json"]).expect(0).json();
    let moved: u64 = history["actions"].as_array().unwrap().iter().map(|action| action["moved"].as_u64().unwrap()).sum();
    assert_eq!(moved, swept as u64);
    // The order holds until it is taken back; and an mbox file cannot be watched.
    let mbox = place.path("a.mbox");
    std::fs::write(&mbox, "From a@b.example Thu Nov 30 22:30:00 2017\nSubject: x\n\ny\n").unwrap();
    place.run(["watch", mbox.to_str().unwrap()]).expect(1);
    assert!(place.run(["watch", source, "--follow", "9"]).expect(1).err.contains('9'));
}

/// Ended by the member or the system, it says what it saw, and that is no failure.
#[test]
fn asked_to_end_it_ends_in_order() {
    for (signal, json) in [("TERM", true), ("INT", false)] {
        let place = Place::new();
        let flood = place.flood(60);
        let source = flood.to_str().unwrap();
        let mut words = vec!["watch", source, "--me", deich::demo::ME];
        words.extend(json.then_some("--json"));
        let mut running = Running(place.command(&words).spawn().unwrap());
        let mut out = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut said = BufReader::new(running.0.stderr.take().unwrap()).lines().map(Result::unwrap);
        // It watches.
        if json {
            assert!(out.next().unwrap().contains("\"on\""));
        } else {
            assert!(said.any(|line| line.contains("watched")));
        }
        std::fs::write(flood.join("new/1512133200.one.example"), "From: a@b.example\nSubject: one\n\nx\n").unwrap();
        assert!(out.next().unwrap().contains("one"));
        let pid = running.0.id().to_string();
        assert!(std::process::Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
        let last = if json { out.last() } else { said.last() }.unwrap();
        assert_eq!(running.0.wait().unwrap().code(), Some(0), "{last}");
        if json {
            let last: serde_json::Value = serde_json::from_str(&last).unwrap();
            let expected = serde_json::json!({ "version": 1, "event": "ended", "new": 1, "gone": 0, "moved": 0 });
            assert_eq!(last, expected);
        } else {
            assert!(last.contains("One message came in"), "{last}");
        }
    }
}
