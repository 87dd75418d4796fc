use super::*;

fn file(servers: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"club.example\"><domain>club.example</domain>\
         <incomingServer type=\"pop3\"><hostname>pop.club.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>\
         {servers}<outgoingServer type=\"smtp\"><hostname>smtp.club.example</hostname></outgoingServer></emailProvider></clientConfig>"
    )
}

fn imap(host: &str, port: &str, socket: &str, user: &str) -> String {
    format!(
        "<incomingServer type=\"imap\"><hostname>{host}</hostname><port>{port}</port><socketType>{socket}</socketType>\
         <username>{user}</username><authentication>password-cleartext</authentication></incomingServer>"
    )
}

fn found(xml: &str) -> Vec<String> {
    servers(xml, "max.m@club.example").iter().map(ToString::to_string).collect()
}

#[test]
fn servers_in_the_order_of_the_file() {
    let xml = file(
        &[
            imap("imap.club.example", "993", "SSL", "%EMAILADDRESS%"),
            imap(" mail.%EMAILDOMAIN% ", "143", "STARTTLS", "%EMAILLOCALPART%"),
            imap("imap.club.example", "143", "plain", "%EMAILADDRESS%"),
        ]
        .concat(),
    );
    assert_eq!(found(&xml), ["imaps://max.m%40club.example@imap.club.example", "imap+starttls://max.m@mail.club.example"]);
    let short = "<clientConfig><incomingServer type='imap'><hostname>h.example</hostname><socketType>SSL</socketType></incomingServer></clientConfig>";
    assert_eq!(found(short), ["imaps://max.m%40club.example@h.example"]);
}

#[test]
fn what_makes_no_sense_is_left_out() {
    for odd in [
        imap("", "993", "SSL", "%EMAILADDRESS%"),
        imap("a b", "993", "SSL", "%EMAILADDRESS%"),
        imap("imap.club.example/x", "993", "SSL", "%EMAILADDRESS%"),
        imap("imap.club.example", "0", "SSL", "%EMAILADDRESS%"),
        imap("imap.club.example", "99999", "SSL", "%EMAILADDRESS%"),
        imap("imap.club.example", "993", "SSL", "%REALNAME%"),
        imap("imap.club.example", "993", "none", "%EMAILADDRESS%"),
        "<incomingServer type='imap'/>".to_owned(),
    ] {
        assert_eq!(found(&file(&odd)), Vec::<String>::new(), "{odd}");
    }
    for text in ["", "<html><p>404", "<a>", "\u{0}", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"] {
        assert!(found(text).is_empty(), "{text}");
    }
    assert_eq!(found(&file(&imap("imap.club.example", "993", "SSL", "max").repeat(9))).len(), MOST_SERVERS);
    // Deep, too: nothing goes down with it.
    assert!(found(&"<a>".repeat(80_000)).is_empty());
    let deep = format!("{}{}", "<a>".repeat(30_000), "</a>".repeat(30_000));
    assert_eq!(
        found(&file(&format!("{deep}{}", imap("imap.club.example", "993", "SSL", "max")))),
        ["imaps://max@imap.club.example"]
    );
    // Only what stands directly in the server's element is its own.
    let inner = imap("imap.club.example", "993", "SSL", "max")
        .replace("<hostname>", "<x><hostname>")
        .replace("</hostname>", "</hostname></x>");
    assert!(found(&file(&inner)).is_empty());
    assert!(found(&file(&imap("imap.club&amp;.example", "993", "SSL", "max"))).is_empty());
}
