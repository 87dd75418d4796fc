use super::simulate::contains;
use super::{Action, Condition, Rule, sieve};
use crate::mail::MailboxName;

fn rule(condition: Condition) -> Rule {
    Rule {
        title: "flood".to_owned(),
        condition,
        action: Action::FileInto(MailboxName::new("Mail-Sturm")),
        until: "2026-12-14T22:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_string_stays_one_whatever_it_holds() {
    assert_eq!(sieve::quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    assert_eq!(sieve::quoted("a\r\nb\0c\u{85}d"), "\"abcd\"");
}

#[test]
fn a_title_cannot_leave_its_comment() {
    let mut rule = rule(Condition::Report);
    rule.title = "x\r\n\u{2028}discard;\u{b}\u{c}stop; */".to_owned();
    let script = sieve::script(&rule);
    assert_eq!(script.lines().next(), Some("# x discard; stop; */"));
}

#[test]
fn only_what_is_used_is_required() {
    assert!(sieve::script(&rule(Condition::Report)).contains(r#"require ["date", "fileinto", "mailbox", "relational"];"#));
    let nested = Condition::Any(vec![Condition::NullReturnPath.negated()]);
    assert!(sieve::script(&rule(nested)).contains(r#"require ["date", "envelope", "fileinto", "mailbox", "relational"];"#));
}

#[test]
fn the_end_is_a_day() {
    assert!(sieve::script(&rule(Condition::Report)).contains(r#":value "lt" "date" "2026-12-14""#));
}

#[test]
fn only_ascii_folds() {
    assert!(contains("BITTE bestätigen", "bitte BESTäTIGEN"));
    assert!(!contains("bestätigen", "bestÄtigen"));
    assert!(!contains("anything", ""));
    assert!(!contains("short", "longer than that"));
}
