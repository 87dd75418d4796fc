use super::normal;
use proptest::prelude::*;

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
