use super::*;
use crate::plan::ActionId;

#[test]
fn an_action_says_what_the_journal_knows() {
    let action = Action {
        id: ActionId(3),
        source: "max@club.example".to_owned(),
        home: crate::engine::SourceSpec::Path("club".into()),
        purpose: Purpose::CleanUp { kind: "open_list".to_owned(), key: "mitglieder@verein.example".to_owned() },
        begun: "2017-11-30T21:30:00Z".parse().unwrap(),
        state: ActionState::Partly,
        to: vec![MailboxName::new("Trash")],
        uses: std::collections::BTreeMap::new(),
        planned: 10,
        moved: 8,
        gone: 1,
        failed: 1,
        problem: Some(Problem::new(crate::plan::ProblemKind::OverQuota, "", "no")),
        counted: None,
        can_undo: true,
    };
    let json: serde_json::Value = serde_json::to_value(ActionDocument::new(&action)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"version": 1, "action": {
            "id": 3, "source": "max@club.example", "purpose": "clean_up",
            "incident": {"kind": "open_list", "key": "mitglieder@verein.example"}, "undoes": null,
            "begun": "2017-11-30T21:30:00Z", "state": "partly", "to": ["Trash"],
            "planned": 10, "moved": 8, "gone": 1, "failed": 1, "problem": {"kind": "over_quota", "about": null, "said": "no"}, "counted": null, "can_undo": true,
        }})
    );
}

#[test]
fn every_state_has_a_text() {
    let lang = crate::lang::Lang::new(crate::lang::Locale::English);
    for state in [ActionState::Open, ActionState::Done, ActionState::Partly, ActionState::Undone] {
        assert!(lang.has(&format!("cli-state-{}", state_word(state))));
    }
}
