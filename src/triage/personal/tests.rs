use super::shows;

#[test]
fn numbers_and_addresses_are_seen() {
    for text in [
        "Erika Muster, Tel. 0351 123 45 67",
        "téléphone : 01 23 45 67 89",
        "TÉL. 01 23 45 67 89",
        "Móvil: 612 345 678",
        "tel. kom. nie, ale komórka 601 234 567",
        "Sie erreichen mich unter +49 (351) 123456-0.",
        "Hauptstraße 12 a, bitte nicht weitersagen, Zimmer 3",
        "Große Bergstr. 123",
        "wohnhaft Über-den-Höfen-Gasse 1234",
        "12 Long Acre Road, room 100",
        "102, rue Élysée",
        "Calle de Alcalá, n° 123",
        "D-01067 Dresden",
        "in 01067 Öderan",
    ] {
        assert!(shows(text), "{text}");
    }
}

#[test]
fn other_numbers_are_not() {
    for text in [
        "",
        "Rechnung 2017-11-30, Betrag 1234,50 Euro",
        "Im Hotel 123 456 789 gebucht",
        "https://shop.example/confirm?token=1234567890",
        "Zimmer 12345 bitte",
        "Best.-Nr. 12345 67890",
        "Привет, заказ 12345678 готов",
    ] {
        assert!(!shows(text), "{text}");
    }
}
