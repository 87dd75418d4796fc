//! Moving asks first, on the terminal; where there is none, only `--yes` moves. util-linux brings the terminals.

use crate::support::{Answer, Place, count, messages};
use std::path::Path;

/// Runs a shell's line with a terminal of its own, at which `typed` is typed. `$DEICH` is the program.
fn at_a_terminal(place: &Place, line: &str, typed: &str) -> Answer {
    place.feed_program("script", ["-qec", line, "/dev/null"], typed)
}

fn line(flood: &Path, more: &str) -> String {
    format!("echo geheim | \"$DEICH\" clean '{}' --incident 1 --to Mail-Sturm --password-stdin {more}", flood.display())
}

#[test]
fn a_taken_standard_input_is_no_yes() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    for typed in ["n\n", "\n", "nein\n", "geheim\n"] {
        let answer = at_a_terminal(&place, &line(&flood, ""), typed).expect(1);
        assert!(answer.out.contains("Nothing was moved"), "{}", answer.out);
        assert_eq!(messages(&flood), before, "{typed:?}");
    }
    let answer = at_a_terminal(&place, &line(&flood, ""), "y\n").expect(0);
    assert!(answer.out.contains("You can undo it. [y/N]"), "{}", answer.out);
    assert!(count(&flood, ".Mail-Sturm") > 100);
}

#[test]
fn without_a_terminal_only_yes_moves() {
    let place = Place::new();
    let flood = place.flood(200);
    let before = messages(&flood);
    // A session of its own has no terminal, even where the tests have one.
    let run = |more: &str| place.feed_program("setsid", ["-w", "sh", "-c", &line(&flood, more)], "y\n");
    let refused = run("").expect(1);
    assert!(refused.err.contains("no terminal to ask at") && refused.err.contains("--yes"), "{}", refused.err);
    assert!(refused.out.contains("to “Mail-Sturm”"), "the preview is shown: {}", refused.out);
    assert_eq!(run("--json").expect(1).json()["error"]["kind"], "nobody_to_ask");
    assert_eq!(messages(&flood), before);
    run("--yes").expect(0);
    assert!(count(&flood, ".Mail-Sturm") > 100);
}
