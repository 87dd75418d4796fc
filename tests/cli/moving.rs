//! `deich clean`, `undo`, `finish`, `history`: what moves, and that it comes back.

use crate::support::{Place, count, mbox_of, messages};
use std::ffi::OsStr;
use std::path::Path;

fn clean<'a>(flood: &'a Path, more: &'a [&'a str]) -> Vec<&'a OsStr> {
    let mut line = vec![OsStr::new("clean"), flood.as_os_str(), "--incident".as_ref(), "1".as_ref(), "--yes".as_ref()];
    line.extend(more.iter().map(OsStr::new));
    line
}

#[test]
fn a_dry_run_moves_nothing() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    let words = place.run(clean(&flood, &["--dry-run", "--to", "Mail-Sturm"])).expect(0);
    assert!(words.out.contains("to “Mail-Sturm”") && words.out.contains("is created"), "{}", words.out);
    assert_eq!(messages(&flood), before);
    let json = place.run(clean(&flood, &["--dry-run", "--json", "--to", "Mail-Sturm"])).expect(0).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["incident"], 1);
    assert_eq!(json["create"], serde_json::json!(["Mail-Sturm"]));
    let planned: usize = json["moves"].as_array().unwrap().iter().map(|m| m["messages"].as_array().unwrap().len()).sum();
    assert!(planned > 100, "{planned}");
    assert!(json["moves"].as_array().unwrap().iter().all(|m| m["messages"].as_array().unwrap().len() <= 500));
    assert!(!json["stays"].as_array().unwrap().is_empty());
    assert_eq!(messages(&flood), before);
    place.run(["history"]).expect(1);
}

#[test]
fn clean_then_undo_restores_every_message() {
    let place = Place::new();
    let flood = place.flood(1200);
    let (before, inbox) = (messages(&flood), count(&flood, ""));
    let preview = place.run(clean(&flood, &["--dry-run", "--json", "--to", "Mail-Sturm"])).expect(0).json();
    let planned: usize = preview["moves"].as_array().unwrap().iter().map(|m| m["messages"].as_array().unwrap().len()).sum();

    let done = place.run(clean(&flood, &["--to", "Mail-Sturm", "--json"])).expect(0).json();
    let action = &done["action"];
    assert_eq!(action["state"], "done");
    assert_eq!(action["moved"], planned, "what the preview shows is what happens");
    assert_eq!(action["failed"], 0);
    assert_eq!(action["counted"]["to_after"], planned);
    assert_eq!(count(&flood, ".Mail-Sturm"), planned);
    assert_eq!(count(&flood, "") + planned, inbox);

    let history = place.run(["history", "--json"]).expect(0).json();
    assert_eq!(history["actions"][0], *action);
    assert!(place.run(["history"]).expect(0).out.contains("flood cleaned up"));

    let undone = place.run(["undo"]).expect(0);
    assert!(undone.out.contains("messages brought back"), "{}", undone.out);
    assert_eq!(messages(&flood), before);
    assert!(place.run(["undo"]).expect(1).err.contains("nothing to undo"));
    let states = place.run(["history", "--json"]).expect(0).json();
    assert_eq!(states["actions"].as_array().unwrap().len(), 2);
    assert_eq!(states["actions"][1]["state"], "undone");
    assert_eq!(states["actions"][0]["undoes"], states["actions"][1]["id"]);
}

#[test]
fn an_undo_that_misses_messages_is_no_success() {
    let place = Place::new();
    let flood = place.flood(200);
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(0);
    let moved = ["cur", "new"].iter().flat_map(|part| std::fs::read_dir(flood.join(".Mail-Sturm").join(part)).unwrap());
    let files: Vec<_> = moved.map(|entry| entry.unwrap().path()).collect();
    std::fs::remove_file(&files[0]).unwrap();
    let undone = place.run(["undo"]).expect(1);
    assert!(undone.out.contains("One could not be found"), "{}", undone.out);
    assert_eq!(count(&flood, ".Mail-Sturm"), 0);
    let actions = place.run(["history", "--json"]).expect(0).json()["actions"].clone();
    assert_eq!((&actions[0]["gone"], &actions[0]["state"], &actions[1]["state"]), (&1.into(), &"partly".into(), &"done".into()));
}

#[test]
fn undo_by_number_and_from_the_trash() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    let done = place.run(clean(&flood, &["--json"])).expect(0).json();
    assert_eq!(done["action"]["to"].as_array().unwrap().len(), 1);
    let id = done["action"]["id"].to_string();
    let undone = place.run(["undo".as_ref(), OsStr::new(&id), "--source".as_ref(), flood.as_os_str(), "--json".as_ref()]);
    assert_eq!(undone.expect(0).json()["action"]["purpose"], "undo");
    assert_eq!(messages(&flood), before);
}

#[test]
fn no_such_incident() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    let line = ["clean".as_ref(), flood.as_os_str(), "--incident".as_ref(), "9".as_ref(), "--yes".as_ref()];
    assert!(place.run(line).expect(1).err.contains("no flood number 9"));
    assert_eq!(messages(&flood), before);
}

#[test]
fn a_second_clean_up_finds_nothing_to_move() {
    let place = Place::new();
    let flood = place.flood(200);
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(0);
    let after = messages(&flood);
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(1);
    assert_eq!(messages(&flood), after);
}

#[test]
fn a_folder_that_cannot_be_leaves_nothing_open() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    for name in ["cur", "a/../../b"] {
        let answer = place.run(clean(&flood, &["--to", name])).expect(2);
        assert!(answer.err.contains("No messages can be put into"), "{}", answer.err);
        place.run(["history"]).expect(1);
    }
    place.run(clean(&flood, &["--to", ""])).expect(2);
    assert_eq!(messages(&flood), before);
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(0);
}

#[test]
fn what_is_given_up_before_anything_moved_is_a_document_too() {
    let place = Place::new();
    let flood = place.flood(200);
    let error = |line: Vec<&OsStr>, code: i32| {
        let answer = place.run(line).expect(code);
        let json = answer.json();
        assert_eq!((&json["version"], &json["error"]["exit"]), (&1.into(), &code.into()), "{json}");
        for part in ["happened", "means", "to_do"] {
            let words = json["error"][part].as_str().unwrap();
            assert!(!words.is_empty() && answer.err.contains(words), "{part}: {json} {}", answer.err);
        }
        json["error"]["kind"].as_str().unwrap().to_owned()
    };
    let no_such = [OsStr::new("clean"), flood.as_os_str(), "--incident".as_ref(), "9".as_ref(), "--json".as_ref()];
    assert_eq!(error(no_such.to_vec(), 1), "no_such_incident");
    assert_eq!(error(clean(&flood, &["--json", "--to", "cur"]), 2), "not_for_messages");
    assert_eq!(error(clean(Path::new("no-such-box"), &["--json"]), 3), "io_not_found");
    assert_eq!(error(clean(Path::new("pop3://a@b"), &["--json"]), 2), "bad_source");
    for (line, kind, code) in [
        (vec!["undo", "--json"], "nothing_to_undo", 1),
        (vec!["undo", "7", "--json"], "no_such_action", 1),
        (vec!["finish", "--json"], "nothing_open", 1),
        (vec!["finish", "7", "--json"], "no_such_action", 1),
        (vec!["undo", "first", "--json"], "usage", 2),
        (vec!["scan", "no-such-box", "--json"], "io_not_found", 3),
        (vec!["scan", "imap://max@127.0.0.1:9", "--json", "--password-stdin"], "no_password", 2),
    ] {
        assert_eq!(error(line.iter().map(OsStr::new).collect(), code), kind, "{line:?}");
    }
}

#[test]
fn an_mbox_is_only_read() {
    let place = Place::new();
    let flood = place.flood(200);
    let mbox = place.path("flood.mbox");
    mbox_of(&flood, &mbox);
    let before = std::fs::read(&mbox).unwrap();
    let answer = place.run(clean(&mbox, &["--to", "Mail-Sturm"])).expect(1);
    assert!(answer.err.contains("cannot be done with this kind of mailbox"), "{}", answer.err);
    assert_eq!(std::fs::read(&mbox).unwrap(), before);
}

#[test]
fn killed_in_the_middle_it_can_be_finished_and_undone() {
    let place = Place::new();
    let flood = place.flood(1200);
    let before = messages(&flood);
    for way_on in ["finish", "undo"] {
        let mut child = place.command(clean(&flood, &["--to", "Mail-Sturm"])).spawn().unwrap();
        // As soon as something moves, or never when it was quicker than we looked.
        while count(&flood, ".Mail-Sturm") == 0 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let newest = place.run(["history", "--json"]).expect(0).json()["actions"][0].clone();
        if newest["state"] == "open" {
            let refused = place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(1);
            assert!(refused.err.contains("has not come to its end"), "{}", refused.err);
            let scan = place.run(["scan".as_ref(), flood.as_os_str()]);
            assert!(scan.err.contains("deich finish"), "{}", scan.err);
            place.run([way_on]).expect(0);
        }
        if way_on == "finish" || newest["state"] != "open" {
            assert_eq!(count(&flood, ".Mail-Sturm"), usize::try_from(newest["planned"].as_u64().unwrap()).unwrap());
            place.run(["undo"]).expect(0);
        }
        assert_eq!(messages(&flood), before, "after {way_on}");
    }
}

/// Who cleaned up first can still report the flood and filter what follows, in another run of the program, any time later.
#[test]
fn a_flood_that_was_cleaned_up_is_still_known() {
    let place = Place::new();
    let flood = place.flood(400);
    let scan = |place: &Place| place.run([OsStr::new("scan"), flood.as_os_str(), "--json".as_ref()]).expect(0).json();
    let before = scan(&place);
    let all = before["messages"].as_array().unwrap().len();
    assert_eq!(before["incidents"][0]["moved"], 0);
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(0);
    let moved = count(&flood, ".Mail-Sturm");

    let after = scan(&place);
    assert_eq!(after["incidents"][0]["moved"], moved);
    let without = |document: &serde_json::Value| {
        let mut incidents = document["incidents"].clone();
        incidents[0].as_object_mut().unwrap().remove("moved");
        incidents
    };
    assert_eq!(without(&after), without(&before), "the same flood, with the same facts");
    let read = after["messages"].as_array().unwrap();
    assert_eq!(read.len(), all - moved, "what was moved is not among what was read");
    assert!(!read.iter().any(|m| !m["incident"].is_null() && m["protected"].is_null()), "and nothing is offered");
    let words = place.run([OsStr::new("scan"), flood.as_os_str()]).expect(0).out;
    assert!(
        words.contains(&format!("{moved} of them have been cleaned up already")) && words.contains(" 0 to clean up"),
        "{words}"
    );

    let out = |command: &str, name: &str, more: &[&str]| {
        let file = place.path(name);
        let mut line = vec![OsStr::new(command), flood.as_os_str(), "--incident".as_ref(), "1".as_ref(), "--out".as_ref()];
        line.push(file.as_os_str());
        line.extend(more.iter().map(OsStr::new));
        let said = place.run(line).expect(0).out;
        (said, std::fs::read_to_string(file).unwrap())
    };
    let (_, eml) = out("report", "report.eml", &["--lang", "en"]);
    assert!(eml.contains("message/rfc822"), "the trigger is attached");
    let (said, script) = out("filter", "storm.sieve", &[]);
    assert!(script.contains("fileinto") && !said.contains("would have caught 0"), "{said}");

    // Cleaning up again has nothing to do; and what comes in late still belongs to the flood.
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(1);
    assert_eq!(count(&flood, ".Mail-Sturm"), moved);
    let late = std::fs::read_dir(flood.join(".Mail-Sturm/cur")).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let octets = String::from_utf8_lossy(&std::fs::read(&late).unwrap()).into_owned();
    let (id, another) =
        (octets.lines().find(|l| l.to_lowercase().starts_with("message-id:")).unwrap(), "Message-ID: <late@x.example>");
    let arrived = late.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().parse::<i64>().unwrap() + 1;
    std::fs::write(flood.join(format!("new/{arrived}.late.example")), octets.replace(id, another)).unwrap();
    let with_late = scan(&place);
    let late = with_late["messages"].as_array().unwrap().iter().find(|m| m["message_id"] == "late@x.example").unwrap().clone();
    assert_eq!(late["incident"], 1, "{late}");
    std::fs::remove_file(flood.join(format!("new/{arrived}.late.example"))).unwrap();

    place.run(["undo"]).expect(0);
    let back = scan(&place);
    assert_eq!(back["incidents"], before["incidents"], "put back, it is as it was");
    assert_eq!(back["messages"].as_array().unwrap().len(), all);
    // Another program takes them away and brings them back: they count once.
    place.run(clean(&flood, &["--to", "Mail-Sturm"])).expect(0);
    for entry in std::fs::read_dir(flood.join(".Mail-Sturm/cur")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::rename(&path, flood.join("cur").join(path.file_name().unwrap())).unwrap();
    }
    assert_eq!(scan(&place)["incidents"], before["incidents"]);
}

/// The journal and a connection are enough: nothing is read before, and the program may be started anywhere.
#[test]
fn an_undo_needs_no_scan_and_knows_the_way() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    let folder = flood.file_name().unwrap();
    place.run(["clean".as_ref(), folder, "--incident".as_ref(), "1".as_ref(), "--yes".as_ref()]).expect(0);
    // A message that no scan has seen stays unseen; another mailbox of that name is not taken for it.
    let elsewhere = place.path("elsewhere");
    std::fs::create_dir_all(elsewhere.join(folder).join("cur")).unwrap();
    std::fs::create_dir_all(elsewhere.join(folder).join("new")).unwrap();
    let run = |more: &[&OsStr]| {
        let mut command = place.command([OsStr::new("undo")].into_iter().chain(more.iter().copied()));
        command.current_dir(&elsewhere).output().unwrap()
    };
    let other = run(&["--source".as_ref(), folder]);
    let said = String::from_utf8(other.stderr).unwrap();
    assert_eq!(other.status.code(), Some(1), "{said}");
    assert!(said.contains("This step belongs to another mailbox"), "{said}");
    let undone = run(&[]);
    assert_eq!(undone.status.code(), Some(0), "{}", String::from_utf8_lossy(&undone.stderr));
    let mut after = messages(&flood);
    after.retain(|(folder, _), _| folder != ".Trash");
    assert_eq!(after, before);
}
