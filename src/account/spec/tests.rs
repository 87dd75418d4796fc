use super::*;
use proptest::prelude::*;

fn imap(user: &str, host: &str, port: u16, security: Security) -> SourceSpec {
    SourceSpec::Imap { user: user.to_owned(), host: host.to_owned(), port, security }
}

#[test]
fn accounts() {
    for (text, spec) in [
        ("imaps://max@imap.example", imap("max", "imap.example", 993, Security::Tls)),
        ("imap://max@imap.example", imap("max", "imap.example", 143, Security::Plain)),
        ("imap+starttls://max@imap.example", imap("max", "imap.example", 143, Security::StartTls)),
        ("IMAPS://max@IMAP.Example:1993/", imap("max", "imap.example", 1993, Security::Tls)),
        ("imaps://max%40club.example@imap.example", imap("max@club.example", "imap.example", 993, Security::Tls)),
        ("imaps://max@club.example@imap.example", imap("max@club.example", "imap.example", 993, Security::Tls)),
        ("imaps://a%3Bb%3Ac%20d@imap.example", imap("a;b:c d", "imap.example", 993, Security::Tls)),
        ("imaps://j%C3%B6rg@imap.example", imap("jörg", "imap.example", 993, Security::Tls)),
        ("imaps://jörg@imap.bücher.example", imap("jörg", "imap.xn--bcher-kva.example", 993, Security::Tls)),
        ("imap://max@[::1]:1143", imap("max", "::1", 1143, Security::Plain)),
        ("imap://max@[0:0:0:0:0:0:0:1]", imap("max", "::1", 143, Security::Plain)),
        ("imap://max@127.0.0.1", imap("max", "127.0.0.1", 143, Security::Plain)),
        ("imap://max@localhost", imap("max", "localhost", 143, Security::Plain)),
        ("imaps://max@imap.example.", imap("max", "imap.example", 993, Security::Tls)),
    ] {
        assert_eq!(text.parse(), Ok(spec), "{text}");
    }
}

#[test]
fn paths() {
    for text in ["mail.mbox", "/home/max/Maildir", "./imaps:", "max@club.example", "C:\\Mail", "a b;c%zz"] {
        assert_eq!(text.parse(), Ok(SourceSpec::Path(text.into())), "{text}");
    }
}

#[test]
fn starttls_turns_plain_into_starttls_and_leaves_tls_alone() {
    let read = |text: &str| SourceSpec::from_arg(OsStr::new(text), true).unwrap();
    assert_eq!(read("imap://max@imap.example"), imap("max", "imap.example", 143, Security::StartTls));
    assert_eq!(read("imap://max@imap.example:1143"), imap("max", "imap.example", 1143, Security::StartTls));
    assert_eq!(read("imaps://max@imap.example"), imap("max", "imap.example", 993, Security::Tls));
    assert_eq!(read("mail.mbox"), SourceSpec::Path("mail.mbox".into()));
}

#[test]
fn refused() {
    let s = |text: &str| text.to_owned();
    for (text, error) in [
        ("", SpecError::Empty),
        ("pop3://max@mail.example", SpecError::UnknownScheme(s("pop3"))),
        ("imaps://imap.example", SpecError::NoUser),
        ("imaps://@imap.example", SpecError::NoUser),
        ("imaps://max@", SpecError::NoHost),
        ("imaps://max@:993", SpecError::NoHost),
        ("imaps://max@imap.example:", SpecError::BadPort(s(""))),
        ("imaps://max@imap.example:0", SpecError::BadPort(s("0"))),
        ("imaps://max@imap.example:65536", SpecError::BadPort(s("65536"))),
        ("imaps://max@imap.example:+993", SpecError::BadPort(s("+993"))),
        ("imaps://max@imap example", SpecError::BadHost(s("imap example"))),
        ("imaps://max@imap..example", SpecError::BadHost(s("imap..example"))),
        ("imaps://max@-imap.example", SpecError::BadHost(s("-imap.example"))),
        ("imaps://max@::1", SpecError::BadHost(s("::1"))),
        ("imaps://max@[::1", SpecError::BadHost(s("[::1"))),
        ("imaps://max@[imap.example]", SpecError::BadHost(s("[imap.example]"))),
        ("imaps://max@[::1]993", SpecError::BadHost(s("[::1]993"))),
        ("imaps://max@imap.example/INBOX", SpecError::FolderInAddress),
        ("imaps://max;AUTH=PLAIN@imap.example", SpecError::BadCharacter(s("max;AUTH=PLAIN"))),
        ("imaps://max%4@imap.example", SpecError::BadCharacter(s("max%4"))),
        ("imaps://max%zz@imap.example", SpecError::BadCharacter(s("max%zz"))),
        ("imaps://max%FF@imap.example", SpecError::BadCharacter(s("max%FF"))),
        ("imaps://max%0d%0aA1%20LOGOUT@imap.example", SpecError::BadCharacter(s("max A1 LOGOUT"))),
    ] {
        assert_eq!(text.parse::<SourceSpec>(), Err(error), "{text}");
    }
}

#[test]
fn a_password_in_the_address_is_refused_and_never_repeated() {
    for text in ["imaps://max:geheim@imap.example", "imaps://max:ge@heim@imap.example", "imap://max:geheim/@imap.example"] {
        let error = text.parse::<SourceSpec>().unwrap_err();
        assert_eq!(error, SpecError::PasswordInAddress);
        assert!(!format!("{error} {error:?}").contains("heim"));
    }
    assert!(!format!("{:?}", Secret::new("geheim")).contains("geheim"));
}

#[cfg(unix)]
#[test]
fn what_is_not_utf8_is_a_path() {
    use std::os::unix::ffi::OsStrExt;
    let arg = OsStr::from_bytes(b"mail\xff.mbox");
    assert_eq!(SourceSpec::from_arg(arg, false), Ok(SourceSpec::Path(arg.into())));
}

fn securities() -> impl Strategy<Value = Security> {
    prop_oneof![Just(Security::Tls), Just(Security::StartTls), Just(Security::Plain)]
}

proptest! {
    #[test]
    fn what_is_shown_reads_back(
        user in "[^\\p{Cc}]{1,40}",
        host in prop_oneof![
            "[a-z0-9]{1,20}(\\.[a-z0-9]{1,10}){0,3}\\.example",
            any::<Ipv6Addr>().prop_map(|a| a.to_string()),
            any::<Ipv4Addr>().prop_map(|a| a.to_string()),
        ],
        port in 1u16..,
        security in securities(),
    ) {
        let spec = SourceSpec::imap(&user, &host, port, security).unwrap();
        prop_assert_eq!(spec.to_string().parse(), Ok(spec));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(imaps?://)?.{0,60}") {
        if let Ok(spec) = text.parse::<SourceSpec>() && !matches!(spec, SourceSpec::Path(_)) {
            prop_assert_eq!(spec.to_string().parse(), Ok(spec));
        }
    }
}
