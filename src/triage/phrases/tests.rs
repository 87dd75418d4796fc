use super::*;

#[test]
fn every_line_of_every_file_is_a_phrase_in_a_known_section() {
    for (lang, file) in FILES {
        let mut class = None;
        for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = Class::of_section(section);
                assert!(class.is_some(), "{lang}: [{section}]");
                continue;
            }
            assert!(class.is_some(), "{lang}: {line:?} before any section");
            let bare = line.trim_start_matches(['!', '?']);
            let inner = bare.strip_prefix('*').unwrap_or(bare);
            let inner = inner.strip_suffix('*').unwrap_or(inner);
            assert!(!inner.contains('*') && !inner.is_empty(), "{lang}: a star stands only at an end: {line:?}");
            let short = inner.chars().count() < 2 && !inner.chars().any(joins_words);
            assert!(!short, "{lang}: too short to mean anything: {line:?}");
        }
    }
    assert!(FILES.len() >= 25);
}

fn best(subject: &str, text: &str, class: Class) -> (u8, u8) {
    let hit = Hits::read(subject, text).of(class);
    (hit.subject, hit.body)
}

#[test]
fn meets_phrases_whatever_their_case_accents_and_spelling() {
    assert_eq!(best("NEWSLETTER-ANMELDUNG BESTÄTIGEN", "", Class::Confirmation).0, 3);
    assert_eq!(best("Newsletter-Anmeldung bestaetigen", "", Class::Confirmation).0, 3);
    assert_eq!(best("ΕΠΙΒΕΒΑΙΩΣΗ ΕΓΓΡΑΦΗΣ", "", Class::Confirmation).0, 3);
    assert_eq!(best("Confirmer  votre\u{a0}inscription", "", Class::Confirmation).0, 3);
    assert_eq!(best("", "ご登録ありがとうございます", Class::Welcome).1, 3);
}

#[test]
fn a_word_inside_another_is_not_met() {
    assert_eq!(best("", "the terminal terminated", Class::Appointment), (0, 0));
    assert_eq!(best("Nonstop", "", Class::TakeMeOff), (0, 0));
    assert_eq!(best("STOP", "", Class::TakeMeOff).0, 2);
}

#[test]
fn asking_and_what_for_are_told_apart() {
    let hits = Hits::read("Bitte bestätigen Sie Ihren Termin", "");
    assert!(hits.of(Class::Appointment).subject == 3 && hits.of(Class::Ask).subject == 2 && hits.of(Class::SignUp).subject == 0);
}

#[test]
fn says_which_phrase_it_met() {
    assert_eq!(Hits::read("Ihre Überweisung", "").of(Class::Money).phrase(), "überweisung");
}
