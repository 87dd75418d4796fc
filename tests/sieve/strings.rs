//! Any string from mail, and any mailbox name: the script is still one, and says nothing but what the rule says.

use crate::pigeonhole::Pigeonhole;
use deich::mail::MailboxName;
use deich::rule::{Action, Condition, Rule, RuleError, StormFilter};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

/// Text as hostile as mail is: quotes, backslashes, comments, line ends, NUL, placeholders, signs of every script.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\"",
        "\\",
        "\\\"",
        "\r\n",
        "\n",
        "\0",
        "#",
        "/*",
        "*/",
        "${hex:22}",
        "${unicode:0022}",
        "${1}",
        "text:\r\n",
        ".\r\n",
        "; discard;",
        "\"; stop; #",
        "]",
        ")",
        "}",
        "\u{2028}",
        "\u{85}",
        "*",
        "?",
        "ä",
        "漢",
        "\u{10ffff}",
    ]);
    prop::collection::vec(prop_oneof![nasty.prop_map(str::to_owned), "(?s).{0,6}", "[a-zA-Z0-9.@_ -]{0,12}"], 1..6)
        .prop_map(|parts| parts.concat())
}

fn condition() -> impl Strategy<Value = Condition> {
    let texts = || prop::collection::vec(text(), 0..6);
    let leaf = prop_oneof![
        text().prop_map(Condition::ListId),
        text().prop_map(Condition::ListPost),
        texts().prop_map(Condition::Recipient),
        texts().prop_map(Condition::Sender),
        texts().prop_map(Condition::SenderDomain),
        texts().prop_map(Condition::SenderName),
        texts().prop_map(Condition::SenderHas),
        texts().prop_map(Condition::Subject),
        texts().prop_map(Condition::Answers),
        Just(Condition::NullReturnPath),
        Just(Condition::Report),
        Just(Condition::Automatic),
        Just(Condition::AutomaticAnswer),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(Condition::negated),
        ]
    })
}

fn rule(title: String, condition: Condition) -> Rule {
    Rule {
        title,
        condition,
        action: Action::FileInto(MailboxName::new("Mail-Sturm")),
        until: "2099-12-14T00:00:00Z".parse().unwrap(),
    }
}

/// The same condition with harmless strings.
fn tame(condition: &Condition) -> Condition {
    let many = |texts: &[String]| texts.iter().map(|_| "x".to_owned()).collect();
    match condition {
        Condition::All(parts) => Condition::All(parts.iter().map(tame).collect()),
        Condition::Any(parts) => Condition::Any(parts.iter().map(tame).collect()),
        Condition::Not(inner) => Condition::Not(Box::new(tame(inner))),
        Condition::ListId(_) => Condition::ListId("x".to_owned()),
        Condition::ListPost(_) => Condition::ListPost("x".to_owned()),
        Condition::Recipient(texts) => Condition::Recipient(many(texts)),
        Condition::Sender(texts) => Condition::Sender(many(texts)),
        Condition::SenderDomain(texts) => Condition::SenderDomain(many(texts)),
        Condition::SenderName(texts) => Condition::SenderName(many(texts)),
        Condition::Subject(texts) => Condition::Subject(many(texts)),
        Condition::Answers(texts) => Condition::Answers(many(texts)),
        Condition::SenderHas(texts) => Condition::SenderHas(many(texts)),
        Condition::NullReturnPath | Condition::Report | Condition::Automatic | Condition::AutomaticAnswer => condition.clone(),
    }
}

/// What a reader of the grammar (RFC 5228 section 8.1) sees besides comments and the insides of strings.
fn skeleton(script: &str) -> String {
    let (mut out, mut chars) = (String::new(), script.chars());
    while let Some(c) = chars.next() {
        match c {
            '#' => drop(chars.by_ref().take_while(|c| *c != '\n').count()),
            '"' => {
                while let Some(inside) = chars.next() {
                    match inside {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                out.push('"');
            }
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

#[test]
fn any_rule_is_a_script_and_no_string_breaks_out() {
    let pigeonhole = Pigeonhole::new();
    let mut runner = TestRunner::new(Config { cases: 160, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(text(), condition()), |(title, condition)| {
        let script = rule(title, condition.clone()).sieve();
        prop_assert!(!script.contains('\0'));
        prop_assert_eq!(skeleton(&script), skeleton(&rule("x".to_owned(), tame(&condition)).sieve()));
        prop_assert!(script.lines().filter(|line| line.starts_with('#')).count() == 2);
        pigeonhole.compile("any", &script).map_err(TestCaseError::fail)?;
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn any_mailbox_name_is_refused_or_taken() {
    let pigeonhole = Pigeonhole::new();
    let (_, flood) = crate::floods::all().swap_remove(0);
    let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&text(), |name| {
        let until = "2099-12-14T00:00:00Z".parse().unwrap();
        match StormFilter::for_incident(&flood.findings, &flood.messages, 1, &BTreeSet::new(), MailboxName::new(&name), until) {
            Ok(filter) => drop(pigeonhole.compile("name", &filter.sieve()).map_err(TestCaseError::fail)?),
            Err(error) => prop_assert_eq!(error, RuleError::BadMailbox(name)),
        }
        Ok(())
    });
    outcome.unwrap();
    for bad in ["", "  ", "a\r\nb", "a\0b", &"x".repeat(201)] {
        let refused = StormFilter::for_incident(
            &flood.findings,
            &flood.messages,
            1,
            &BTreeSet::new(),
            MailboxName::new(bad),
            "2099-12-14T00:00:00Z".parse().unwrap(),
        );
        assert_eq!(refused, Err(RuleError::BadMailbox(bad.to_owned())));
    }
}
