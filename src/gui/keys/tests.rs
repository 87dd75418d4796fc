use super::*;

fn named(named: Named, modifiers: Modifiers) -> Option<Shortcut> {
    shortcut(&Key::Named(named), modifiers)
}

#[test]
fn escape_goes_back_and_nothing_else() {
    assert_eq!(named(Named::Escape, Modifiers::empty()), Some(Shortcut::Back));
}

#[test]
fn no_key_moves_or_deletes() {
    // Delete, Backspace and a commanding Enter have no meaning anywhere.
    for key in [Named::Delete, Named::Backspace] {
        for modifiers in [Modifiers::empty(), Modifiers::SHIFT, Modifiers::COMMAND] {
            assert_eq!(named(key, modifiers), None, "{key:?} {modifiers:?}");
        }
    }
    assert_eq!(named(Named::Enter, Modifiers::COMMAND), None);
    assert_eq!(named(Named::Enter, Modifiers::empty()), Some(Shortcut::Read));
}

#[test]
fn shift_extends_and_tab_turns_round() {
    assert_eq!(named(Named::ArrowDown, Modifiers::SHIFT), Some(Shortcut::Move { by: Step::Down, extend: true }));
    assert_eq!(named(Named::ArrowDown, Modifiers::empty()), Some(Shortcut::Move { by: Step::Down, extend: false }));
    assert_eq!(named(Named::Tab, Modifiers::SHIFT), Some(Shortcut::PreviousField));
    assert_eq!(named(Named::Tab, Modifiers::empty()), Some(Shortcut::NextField));
}

#[test]
fn letters_work_alone_and_with_the_commanding_key() {
    let letter = |c: &str, modifiers| shortcut(&Key::Character(c.into()), modifiers);
    assert_eq!(letter("k", Modifiers::empty()), Some(Shortcut::Keep));
    assert_eq!(letter("u", Modifiers::empty()), Some(Shortcut::Release));
    assert_eq!(letter("k", Modifiers::COMMAND), None);
    assert_eq!(letter("f", Modifiers::COMMAND), Some(Shortcut::Search));
    assert_eq!(letter("a", Modifiers::COMMAND), Some(Shortcut::SelectAll));
    assert_eq!(letter("q", Modifiers::empty()), None);
}
