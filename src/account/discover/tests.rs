use super::*;

fn service(host: &str, port: u16) -> Service {
    Service { priority: 0, weight: 0, port, host: host.into() }
}

fn shown(all: &[Candidate]) -> Vec<String> {
    all.iter().map(|c| format!("{} {}{}", c.how.as_str(), c.source, if c.outside { " outside" } else { "" })).collect()
}

#[test]
fn the_likeliest_first_and_each_once() {
    let address = "max@club.example";
    let file = vec!["imaps://max@mail.club.example".parse().unwrap()];
    let services = [
        vec![service("imap.hoster.example", 993), service("mail.club.example", 993)],
        vec![service("imap.club.example", 143), service("bad host", 143)],
    ];
    let all = in_order(address, "club.example", file, &services, &["aspmx.l.google.com".into()]);
    assert_eq!(
        shown(&all),
        [
            "autoconfig imaps://max@mail.club.example",
            "srv imaps://max%40club.example@imap.hoster.example outside",
            "srv imap+starttls://max%40club.example@imap.club.example",
            "exchanger imaps://max%40club.example@imap.gmail.com",
            "guess imaps://max%40club.example@imap.club.example",
            "guess imaps://max%40club.example@club.example",
            "guess imap+starttls://max%40club.example@mail.club.example",
        ]
    );
    assert_eq!(all.iter().find(|c| c.how == How::Exchanger).and_then(|c| c.provider).map(|p| p.id), Some("gmail"));
    let many = vec![(0..50).map(|n| service(&format!("i{n}.example"), 993)).collect::<Vec<_>>()];
    assert_eq!(in_order(address, "club.example", Vec::new(), &many, &[]).len(), MOST);
}

#[test]
fn exchangers_of_providers() {
    let id = |host: &str| by_exchanger(host).map(|p| p.id);
    assert_eq!(id("aspmx.l.google.com"), Some("gmail"));
    assert_eq!(id("club-example.mail.protection.outlook.com"), Some("outlook"));
    assert_eq!(id("mx00.kundenserver.de"), Some("ionos"));
    assert_eq!(id("notgoogle.com"), None);
    assert_eq!(id("google.com.evil.example"), None);
    let rows: Vec<&str> = EXCHANGERS.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    assert!(rows.is_sorted() && rows.len() > 10);
    for row in rows {
        let (suffix, domain) = row.split_once('\t').unwrap();
        assert!(!suffix.is_empty() && provider::find(domain).is_some_and(|p| !p.login_local && !p.host.is_empty()), "{row}");
        assert!(id(&format!("mx1.{suffix}")).is_some(), "{row}");
    }
}

#[test]
fn whose_host_it_is() {
    assert!(is_within("imap.club.example", "club.example"));
    assert!(is_within("mail.verein.co.uk", "mitglied.verein.co.uk"));
    assert!(!is_within("mail.other.co.uk", "verein.co.uk"));
    assert!(!is_within("club.example.evil.example", "club.example"));
}
