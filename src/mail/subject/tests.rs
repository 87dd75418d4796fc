use super::normal;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn prefixes_of_many_languages_go() {
    for subject in [
        "Re: Neues Passwort",
        "AW: AW: Neues Passwort",
        "Antw: WG: Neues Passwort",
        "Odp: neues  passwort",
        "SV: Neues Passwort",
        "Re[2]: Re: AW: Neues Passwort",
        "RE(3): Neues Passwort",
        "Re^4: Neues Passwort",
        "R: Neues Passwort",
        "RV: Neues Passwort",
        "TR : Neues Passwort",
        "Vá: Neues Passwort",
        "İlt: Neues Passwort",
        "Отв: Neues Passwort",
        "ΑΠ: Neues Passwort",
        "回复：Neues Passwort",
        "답장: Neues Passwort",
        "[Verein] Re: [Verein] Neues Passwort",
        "Re: Neues Passwort (fwd)",
        "Fwd: Neues Passwort (2)",
        "Réponse automatique : Neues Passwort",
        "Automatische Antwort: AW: Neues Passwort",
        "Out of Office: Re[2]: Neues Passwort",
        "Ynt: Neues Passwort",
        "VS: Neues Passwort",
    ] {
        assert_eq!(normal(subject).base, "neues passwort", "{subject}");
    }
}

#[test]
fn says_what_it_took_away() {
    assert!(normal("AW: x").reply && !normal("AW: x").forward);
    assert!(normal("WG: x").forward);
    assert!(normal("Abwesenheitsnotiz: x").auto);
    let plain = normal("Rechnung: Nr. 12");
    assert_eq!((plain.base.as_str(), plain.reply, plain.forward, plain.auto), ("rechnung: nr. 12", false, false, false));
}

#[test]
fn answers_forwards_and_machines_of_thirty_languages() {
    let (mut section, mut languages) = ("", std::collections::BTreeMap::<&str, std::collections::BTreeSet<&str>>::new());
    for line in super::PREFIXES.lines().filter(|l| !l.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
            continue;
        }
        let (tags, words) = line.split_once(": ").unwrap();
        languages.entry(section).or_default().extend(tags.split(", "));
        for word in words.split(", ") {
            let plain = word.nfkc().collect::<String>().to_lowercase();
            assert!(!word.is_empty() && word == word.trim() && word == plain, "{line}: {word}");
            let told = normal(&format!("{}: Gartenfest", word.to_uppercase()));
            let told = (told.base.as_str(), told.reply || told.forward || told.auto);
            // Capitals of some scripts do not lead back (Turkish, Greek accents); as it is written a prefix must be met.
            if told != ("gartenfest", true) {
                let told = normal(&format!("{word}: Gartenfest"));
                assert!(told.base == "gartenfest" && (told.reply || told.forward || told.auto), "{line}: {word}");
            }
        }
    }
    assert!(languages.len() == 3 && languages.values().all(|l| l.len() >= 30), "{languages:?}");
}

#[test]
fn says_which_of_the_three_a_prefix_is() {
    for (subject, reply, forward, auto) in [
        ("Отг: x", true, false, false),
        ("Odpověď: x", true, false, false),
        ("پاسخ: x", true, false, false),
        ("TL: x", true, false, false),
        ("Препр: x", false, true, false),
        ("VB: x", false, true, false),
        ("轉寄: x", false, true, false),
        ("Sjálfvirkt svar: x", false, false, true),
        ("Auto: x", false, false, false),
        ("Ausência: x", false, false, false),
        ("Ответ: Автоответ: x", true, false, false),
    ] {
        let told = normal(subject);
        assert_eq!((told.reply, told.forward, told.auto), (reply, forward, auto), "{subject}");
    }
}

#[test]
fn a_tag_alone_stays() {
    assert_eq!(normal("[wichtig]").base, "[wichtig]");
    assert_eq!(normal("(2)").base, "(2)");
    assert_eq!(normal("").base, "");
    assert_eq!(normal("Re:").base, "");
}

#[test]
fn a_megabyte_of_prefixes_ends() {
    assert!(normal(&"Re: ".repeat(300_000)).base.len() < 1000);
}

proptest! {
    #[test]
    fn what_is_normal_stays_normal(subject in "\\PC{0,60}") {
        let once = normal(&subject).base;
        prop_assert!(once.chars().count() <= 20_000);
        // One more reply changes nothing.
        prop_assert_eq!(normal(&format!("Re: {subject}")).base, once);
    }
}
