use super::*;

fn form(subject: &str, text: &str) -> Form {
    let form = Form::of(text, &["lüders", "sabine"].iter().map(|n| fold(n, 50)).collect());
    Form { matter: form.matter || has_matter(subject), ..form }
}

#[test]
fn a_form_s_mail_shows_a_link_and_nothing_of_the_member() {
    let seen =
        form("Ještě jeden krok", "Děkujeme. Ověřte adresu: https://klub.example/verify?t=8f3ac91d77e04b21aa Klub 12345, Praha");
    assert_eq!(seen, Form { link: true, token: true, matter: false, named: false });
    assert!(!form("x", "Mehr: https://shop.example/neue-herbst-kollektion-fuer-sie-2024 Ciao").token);
    assert!(form("x", "Klik: https://a.example/k/QmZx81kLp0aR7Tt2uVw4 Dag").token);
    assert!(!form("x", "Nur Worte.").link);
}

#[test]
fn what_is_about_a_matter_shows_numbers() {
    for text in [
        "Rezervácia od 12.05.2024 https://a.example/",
        "Klo 10:20 https://a.example/",
        "Summa 47,90 € https://a.example/",
        "Kupno za 12,00 zł https://a.example/",
        "合計 4700 円 https://a.example/",
        "ご予約 2024年5月12日 https://a.example/",
        "Il codice è 482913 https://a.example/",
        "Čas: 2024-05-12 https://a.example/",
        "You paid £12.00 https://a.example/",
    ] {
        assert!(form("Tere", text).matter, "{text}");
    }
    assert!(form("Tellimus 4711-0815", "Aitäh https://a.example/").matter);
    for text in [
        "Der Link gilt 48 Stunden: https://a.example/ Klub, Gasse 7, 12345 Wien, Tel. 0123 456789",
        "Anfrage von 198.51.100.20 https://a.example/",
        "10 % auf alles https://a.example/ seit 1998",
    ] {
        assert!(!form("Ein Klick 24", text).matter, "{text}");
    }
}

#[test]
fn a_name_is_seen_as_a_word() {
    assert!(form("x", "Vážená paní Lüders, https://a.example/").named);
    assert!(!form("x", "Sabinenhof, Wien https://a.example/").named);
    assert!(!Form::of("Vážená paní Lüders", &BTreeSet::new()).named);
}

#[test]
fn days_and_hours_are_told_from_prices() {
    for text in
        ["am 12.05.2024", "on 2024-05-12,", "12/05/2024 at ten", "um 8:45 Uhr", "à 8h45", "saat 8.45'te", "5月12日に", "(10:20)"]
    {
        assert!(when(text), "{text}");
    }
    for text in [
        "950 €",
        "12.50€",
        "€12.50",
        "12,50 EUR",
        "24/7",
        "10.20.30.99",
        "Nr. 4711",
        "https://a.example/12.05.2024",
        "a@10.20",
        "19.99",
    ] {
        assert!(!when(text), "{text}");
    }
}
