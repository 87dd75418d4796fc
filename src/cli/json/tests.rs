use super::*;

#[test]
fn an_action_says_what_the_journal_knows() {
    let purpose = Purpose::CleanUp { kind: "open_list".to_owned(), key: "mitglieder@verein.example".to_owned() };
    let action = Action { purpose, planned: 10, gone: 1, ..crate::cli::sample::action(8, 1) };
    let json: serde_json::Value = serde_json::to_value(ActionDocument::new(&action)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"version": 1, "action": {
            "id": 3, "source": "max@club.example", "purpose": "clean_up",
            "incident": {"kind": "open_list", "key": "mitglieder@verein.example"}, "undoes": null,
            "begun": "2017-11-30T21:30:00Z", "state": "partly", "to": ["Sturm"],
            "planned": 10, "moved": 8, "gone": 1, "failed": 1, "problem": {"kind": "over_quota", "about": null, "said": "no more"}, "counted": null, "can_undo": true,
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
