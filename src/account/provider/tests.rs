use super::*;

#[test]
fn every_row_is_understood_and_no_domain_stands_twice() {
    let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    let mut domains = 0;
    for line in &lines {
        let (provider, names) = row(line).unwrap_or_else(|| panic!("not understood: {line}"));
        domains += names.split(' ').count();
        for name in names.split(' ') {
            assert_eq!(find(&format!("max@{name}")), Some(provider), "{name}");
        }
        match provider.password {
            PasswordKind::NoImap => assert_eq!(provider.host, "", "{line}"),
            _ => assert!(provider.source("max@club.example").is_ok(), "{line}"),
        }
    }
    assert_eq!(BY_DOMAIN.len(), domains, "a domain stands twice");
    assert!(BY_DOMAIN.len() > 120);
}

#[test]
fn known_addresses() {
    let gmx = find("Max.Mueller@GMX.de").unwrap();
    assert_eq!((gmx.name, gmx.host, gmx.password), ("GMX", "imap.gmx.net", PasswordKind::EnableImapFirst));
    assert_eq!(gmx.source("Max.Mueller@gmx.de").unwrap().to_string(), "imaps://Max.Mueller%40gmx.de@imap.gmx.net");
    assert_eq!(find("max@wp.pl").unwrap().source(" max@wp.pl ").unwrap().to_string(), "imaps://max@imap.wp.pl");
    assert_eq!(find("max@gmail.com").unwrap().password, PasswordKind::AppPassword);
    assert_eq!(find("max@hotmail.com").unwrap().password, PasswordKind::OAuth);
    assert_eq!(find("max@tuta.com").unwrap().password, PasswordKind::NoImap);
    assert_eq!(
        find("max@proton.me").unwrap().source("max@proton.me").unwrap().to_string(),
        "imap+starttls://max%40proton.me@127.0.0.1:1143"
    );
    assert_eq!(by_host("IMAP.gmx.net").map(|p| p.id), Some("gmx"));
    assert_eq!(by_host(""), None);
}

#[test]
fn unknown_addresses() {
    for address in ["max@club.example", "max", "", "@", "max@", "max@@", "max@ gmx.de.", "max@localhost", "max@\u{0}.de"] {
        assert_eq!(find(address), None, "{address:?}");
    }
}

#[test]
fn guesses() {
    assert_eq!(guess("max@club.example"), ["imap.club.example", "mail.club.example", "club.example"]);
    assert_eq!(guess("max@Bücher.example").first().unwrap(), "imap.xn--bcher-kva.example");
    assert_eq!(guess("club.example").len(), 3);
    for nonsense in ["", "max", "max@", "max@a b.example", "max@host/../x.example"] {
        assert!(guess(nonsense).is_empty(), "{nonsense}");
    }
}

#[test]
fn rows_are_in_order_inside_and_of_one_spelling() {
    for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let (provider, names) = row(line).unwrap();
        let names: Vec<&str> = names.split(' ').collect();
        assert!(names.is_sorted(), "{line}");
        assert!(names.iter().all(|name| ascii_domain(name).as_deref() == Some(name)), "{line}");
        assert!(provider.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !provider.name.is_empty(), "{line}");
        assert_eq!(provider.host, provider.host.to_lowercase());
    }
    assert!(BY_DOMAIN.len() > 800);
}
