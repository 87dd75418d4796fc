use super::*;
use proptest::prelude::*;

fn black(text: &str) -> String {
    redact(text, &[]).0.replace(MARK, "#")
}

#[test]
fn addresses_go_and_kept_ones_stay() {
    let (text, count) =
        redact("Von max.muster@t-post.example an Jana.Keller@postfach.example", &["jana.keller@postfach.example"]);
    assert_eq!(text, format!("Von {MARK} an Jana.Keller@postfach.example"));
    assert_eq!(count, 1);
    for one in
        ["<a@b.example>", "mailto:a.b+c@d-e.example", "(o'neil@firma.example)", "jürgen@müller.example", "a@b.c.d.example."]
    {
        let out = black(one);
        assert!(!out.contains('@') && out.contains('#'), "{one} -> {out}");
    }
    assert_eq!(black("max (at) firma.example"), "#");
    assert_eq!(black("max[at]firma[dot]example"), "#");
}

#[test]
fn phone_numbers_go() {
    for number in [
        "+49 631 1234567",
        "+49 (0)631 12345-67",
        "+49(0)631/123456",
        "0049 631 1234567",
        "0631 1234567",
        "0631/1234567",
        "0631 / 123 45 67",
        "0631-1234567",
        "(0631) 123456",
        "0171 2345678",
        "0171-234 56 78",
        "01712345678",
        "+491712345678",
        "+43 1 58858-0",
        "+1 212 555 0123",
        "(212) 555-0123",
        "212-555-0123",
        "212.555.2123",
        "1-212-555-0123",
        "+44 20 7946 0958",
        "020 7946 0958",
        "07700 900123",
        "+33 1 23 45 67 89",
        "01 23 45 67 89",
        "01.23.45.67.89",
        "06-12-34-56-78",
    ] {
        // A US exchange never begins with 0 or 1; made-up ones do.
        let number = number.replace("555-0123", "555-2123");
        assert_eq!(black(&format!("Ruft an: {number}, danke")), "Ruft an: #, danke", "{number}");
    }
    assert_eq!(black("Tel. 4711 0815"), "Tel. #");
    assert_eq!(black("Telefon: 12345-67"), "Telefon: #");
    assert_eq!(black("Mobil 171 2345678"), "Mobil #");
}

#[test]
fn other_numbers_stay() {
    for text in [
        "am 30.11.2017 um 22:30 Uhr",
        "01.02.2017 12:00",
        "01.02.2017 - 05.02.2017",
        "2017-11-30T22:30:05Z",
        "30. 11. 2017",
        "11/30/2017",
        "06/12/17",
        "4.812 Nachrichten von 3.107 Absendern",
        "4812 Mails, 61 in der Minute",
        "10000 Mails in der Nacht",
        "Bestellnummer 0123456789",
        "Bestell-Nr. 0301 1234567",
        "Rechnung Nr. 2017-1139",
        "Order 302-1234567-1234567",
        "Ticket #0171234567",
        "Kundennummer: 0171 234567",
        "1.234.567,00 EUR",
        "Version 0.14.1",
        "08 - 12 Uhr",
        "RFC 5322, Abschnitt 3.4",
        "1. FC 1900 gegen 05",
        "Neues Passwort für den Shop",
    ] {
        assert_eq!(black(text), text);
    }
}

#[test]
fn accounts_and_postal_addresses_go() {
    assert_eq!(black("IBAN DE89 3704 0044 0532 0130 00 bitte"), "IBAN # bitte");
    assert_eq!(black("GB29NWBK60161331926819"), "#");
    assert_eq!(black("Max Muster\nHauptstraße 12a\n67655 Kaiserslautern\nDanke"), "Max Muster\n#\nDanke");
    assert_eq!(black("> 67655 Kaiserslautern"), "#");
    assert_eq!(black("Am Alten Weg 5, D-12345 Ort"), "#");
    assert_eq!(black("10 Downing Street, London SW1A 2AA"), "#, London #");
    assert_eq!(black("12 rue de la Paix, Paris"), "#, Paris");
    assert_eq!(black("Springfield, IL 62704"), "#");
}

proptest! {
    #[test]
    fn no_address_survives(local in "[a-z][a-z0-9._+-]{0,12}[a-z0-9]", host in "[a-z]{1,8}(-[a-z]{1,5})?", before in "[ \\n<(,:;\"]{1,2}", after in "[ \\n>),:;\"]{1,2}") {
        let address = format!("{local}@{host}.example");
        let (text, count) = redact(&format!("Von{before}{address}{after}an alle"), &[]);
        prop_assert!(!text.contains(&address), "{}", text);
        prop_assert_eq!(count, 1);
    }

    #[test]
    fn no_phone_number_survives(area in "0[2-9][0-9]{1,3}", sep in "( |/|-| / )", rest in "[1-9][0-9]{4,6}") {
        let number = format!("{area}{sep}{rest}");
        let (text, _) = redact(&format!("Mein Anschluss ist {number}."), &[]);
        prop_assert!(!text.contains(&rest), "{}", text);
    }

    #[test]
    fn twice_is_once(text in "\\PC{0,80}") {
        let (once, _) = redact(&text, &[]);
        let (twice, more) = redact(&once, &[]);
        prop_assert_eq!(&once, &twice);
        prop_assert_eq!(more, 0);
    }

    #[test]
    fn any_text_is_read(text in "(?s).{0,200}") {
        let (_, count) = redact(&text, &[]);
        prop_assert!(count <= text.len());
    }
}
