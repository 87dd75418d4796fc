use super::*;
use crate::mail::text::first_chars;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What one automaton of all phrases meets that looks everywhere.
fn met_anywhere(text: &str) -> Vec<Met> {
    static ALL: OnceLock<AhoCorasick> = OnceLock::new();
    let all = ALL.get_or_init(|| AhoCorasick::new(book().phrases.iter().map(|p| &p.text)).unwrap());
    let found = all.find_overlapping_iter(text).map(|found| (found, &book().phrases[found.pattern().as_usize()]));
    let whole = found.filter(|(found, phrase)| {
        let (before, behind) = (text.get(..found.start()).unwrap(), text.get(found.end()..).unwrap());
        let begins = phrase.open_start || begins_word(before, &phrase.text);
        begins && (phrase.open_end || !behind.chars().next().is_some_and(in_word))
    });
    whole.map(|(found, _)| Met { end: found.end(), start: found.start(), phrase: found.pattern().as_usize() }).collect()
}

proptest! {
    #[test]
    fn phrases_are_met_as_if_looked_for_everywhere(
        parts in vec(
            (any::<prop::sample::Index>(), 1_usize..40, prop_oneof!["[ .,x]", Just(String::new()), "\\PC", "[והבלו]{1,2}"]),
            1..12,
        ),
    ) {
        let phrases = &book().phrases;
        let phrase = |at: &prop::sample::Index| &*phrases[at.index(phrases.len())].text;
        let parts: Vec<&str> = parts.iter().flat_map(|(at, cut, then)| [first_chars(phrase(at), *cut), then]).collect();
        let text = fold(&parts.concat(), BODY);
        prop_assert_eq!(book().finder.find(&text, phrases), met_anywhere(&text));
    }
}

const CLASSES: [Class; 18] = [
    Class::Confirmation,
    Class::Welcome,
    Class::Newsletter,
    Class::AutoReply,
    Class::Bounce,
    Class::TakeMeOff,
    Class::Apology,
    Class::Money,
    Class::Security,
    Class::Order,
    Class::Travel,
    Class::Appointment,
    Class::Code,
    Class::Ask,
    Class::SignUp,
    Class::Lure,
    Class::Link,
    Class::Reached,
];

/// Language, class and phrase of every line.
fn lines() -> Vec<(&'static str, Class, &'static str)> {
    let mut lines = Vec::new();
    for (lang, file) in FILES {
        let mut class = None;
        for line in file.lines().map(str::trim).filter(|l| !l.starts_with('#')) {
            assert!(!line.is_empty(), "{lang}: an empty line");
            if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = Class::of_section(section);
                assert!(class.is_some(), "{lang}: [{section}]");
                continue;
            }
            assert!(class.is_some(), "{lang}: {line:?} before any section");
            lines.extend(class.map(|class| (*lang, class, line)));
        }
    }
    lines
}

#[test]
fn every_line_of_every_file_is_a_phrase_in_a_known_section() {
    for (lang, _, line) in lines() {
        let bare = line.trim_start_matches(['!', '?']);
        let inner = bare.strip_prefix('*').unwrap_or(bare);
        let inner = inner.strip_suffix('*').unwrap_or(inner);
        assert!(!inner.contains('*') && !inner.is_empty(), "{lang}: a star stands only at an end: {line:?}");
        let folded = fold(inner, 200);
        let short = folded.chars().count() < 3 && !folded.chars().any(|c| joins_words(c) || takes_particles(c));
        assert!(!short && folded.len() >= finder::SHORTEST, "{lang}: too short to mean anything: {line:?}");
    }
}

#[test]
fn no_phrase_stands_twice_in_a_class_of_a_language() {
    let mut seen = BTreeSet::new();
    for (lang, class, line) in lines() {
        let bare = line.trim_start_matches(['!', '?']);
        let folded = fold(bare.trim_matches('*'), 200);
        let key = (lang, class, folded, bare.starts_with('*'), bare.ends_with('*'));
        assert!(seen.insert(key), "{lang}: {line:?} stands twice in {class:?}");
    }
}

#[test]
fn every_class_has_words_in_many_languages() {
    let mut words = BTreeMap::<Class, BTreeMap<&str, usize>>::new();
    for (lang, class, _) in lines() {
        *words.entry(class).or_default().entry(lang).or_default() += 1;
    }
    for class in CLASSES {
        // The words that ask are few stems; all others want a set.
        let least = if matches!(class, Class::Ask) { 4 } else { 5 };
        let languages = words.get(&class).map_or(0, |l| l.values().filter(|n| **n >= least).count());
        let enough = if matches!(class, Class::Lure) { 25 } else { 40 };
        assert!(languages >= enough, "{class:?}: only {languages} languages");
    }
    assert!(book().phrases.len() < 16_000, "{} phrases", book().phrases.len());
}

/// Ordinary sentences of many languages; see the file's head.
const NEUTRAL: &str = include_str!("../../../tests/data/neutral.txt");

#[test]
fn ordinary_sentences_meet_nothing_but_weak_words() {
    let (mut lang, mut languages) = ("", BTreeSet::new());
    for line in NEUTRAL.lines().filter(|l| !l.starts_with('#')) {
        if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            lang = section;
            continue;
        }
        languages.insert(lang);
        let hits = Hits::read(line, line);
        // To ask and what one signs up for are ordinary words; only together they say something.
        for class in CLASSES.into_iter().filter(|c| !matches!(c, Class::Ask | Class::SignUp | Class::Link | Class::Reached)) {
            let hit = hits.of(class);
            assert!(hit.best() < 2, "{lang}: {:?} of {class:?} in {line:?}", hit.phrase());
        }
        let links = [Near::WEAK_LINK, Near::PLAIN_LINK, Near::DONE_LINK];
        assert!(!links.into_iter().any(|near| hits.near().has(near)), "{lang}: asks to click on a link: {line:?}");
        assert!(hits.of(Class::Ask).best() < 2 || hits.of(Class::SignUp).best() < 2, "{lang}: {line:?}");
    }
    assert!(languages.len() >= 45, "{} languages", languages.len());
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
    assert_eq!(best("ABONELİĞİNİZİ ONAYLAYIN", "", Class::Confirmation).0, 3);
    assert_eq!(best("Potvrdte svuj e-mail", "", Class::Confirmation).0, 3);
    assert_eq!(best("Подтвердите ваш email", "", Class::Confirmation).0, 3);
    assert_eq!(best("Счет на оплату", "", Class::Money).0, 3);
    assert_eq!(best("تایید عضویت", "", Class::Confirmation).0, 3);
    assert_eq!(best("\u{202b}תשובה אוטומטית\u{202c}", "", Class::AutoReply).0, 3);
}

#[test]
fn a_word_inside_another_is_not_met() {
    assert_eq!(best("", "the terminal terminated", Class::Appointment), (0, 0));
    assert_eq!(best("Nonstop", "", Class::TakeMeOff), (0, 0));
    assert_eq!(best("STOP", "", Class::TakeMeOff).0, 2);
}

#[test]
fn a_script_without_blanks_ends_a_latin_word() {
    assert_eq!(best("请确认您的Email地址", "", Class::Confirmation).0, 3);
    assert_eq!(best("OTPは123456です", "", Class::Code).0, 3);
}

#[test]
fn asking_and_what_for_are_told_apart() {
    let hits = Hits::read("Bitte bestätigen Sie Ihren Termin", "");
    assert!(hits.of(Class::Appointment).subject == 3 && hits.of(Class::Ask).subject == 2 && hits.of(Class::SignUp).subject == 0);
}

#[test]
fn an_appointment_to_be_confirmed_is_no_sign_up() {
    for (subject, class) in [
        ("Please confirm your appointment", Class::Appointment),
        ("Confirmez votre rendez-vous", Class::Appointment),
        ("Confirme su cita", Class::Appointment),
        ("Potwierdź wizytę", Class::Appointment),
        ("Bevestig uw afspraak", Class::Appointment),
        ("Подтвердите запись", Class::Appointment),
        ("Vahvista varauksesi", Class::Appointment),
        ("Bekreft timen", Class::Appointment),
        ("予約の確認", Class::Appointment),
        ("Ihr Bestätigungscode", Class::Code),
        ("Your verification code", Class::Code),
        ("Votre code de vérification", Class::Code),
        ("Código de verificación", Class::Code),
        ("Kod weryfikacyjny", Class::Code),
        ("Код подтверждения", Class::Code),
        ("인증번호 안내", Class::Code),
        ("Passwort zurücksetzen", Class::Security),
        ("Réinitialisation du mot de passe", Class::Security),
        ("Ihr Kontoauszug", Class::Money),
        ("Votre facture", Class::Money),
    ] {
        assert!(best(subject, "", class).0 >= 2, "{subject}: {class:?}");
        assert_eq!(best(subject, "", Class::Confirmation).0, 0, "{subject}");
    }
}

#[test]
fn a_state_reached_asks_for_nothing() {
    for text in [
        "Your subscription has been confirmed.",
        "Ihre Anmeldung wurde bestätigt.",
        "Twoja subskrypcja jest aktywna.",
        "La tua iscrizione è attiva.",
        "Odběr je aktivní.",
        "구독이 완료되었습니다.",
        "تم تفعيل اشتراكك",
    ] {
        let hits = Hits::read("", text);
        assert!(hits.of(Class::Ask).body < 2 && hits.of(Class::Confirmation).body == 0, "{text}");
        assert!(hits.of(Class::Welcome).body >= 2, "{text}");
    }
    let hits = Hits::read("", "Your account has been created. Please confirm your subscription: it is active then.");
    assert_eq!((hits.of(Class::Confirmation).body, hits.of(Class::Ask).body), (3, 2));
}

#[test]
fn a_newsletter_can_be_ordered() {
    assert!(Hits::read("Objednávka zpravodaje", "").near().has(Near::ORDERED));
    assert!(
        !Hits::read("Vaše objednávka č. 4711", "Zboží odesíláme. Odhlásit odběr novinek můžete zde.").near().has(Near::ORDERED)
    );
}

#[test]
fn says_which_phrase_it_met() {
    assert_eq!(Hits::read("Ihre Überweisung", "").of(Class::Money).phrase(), "überweisung");
}
