use super::*;

fn exchange(mechanism: Mechanism, user: &str, secret: &Secret) -> Exchange {
    Exchange::new(mechanism, user, secret, ("mail.example", 993)).unwrap()
}

fn said(base64: &str) -> String {
    String::from_utf8(base64::decode_padded(base64).unwrap()).unwrap()
}

fn asks(text: &str) -> Vec<u8> {
    base64::padded(text.as_bytes()).into_bytes()
}

#[test]
fn simple_mechanisms() {
    let secret = Secret::new("pass word");
    let mut plain = exchange(Mechanism::Plain, "max@club.example", &secret);
    assert_eq!(said(&plain.first().unwrap()), "\0max@club.example\0pass word");
    assert!(plain.answer(b"").is_err() && !plain.can_be_tried_otherwise() && plain.is_proven().is_ok());
    let mut login = exchange(Mechanism::Login, "max", &secret);
    assert_eq!(login.first(), None);
    assert_eq!(
        [said(&login.answer(&asks("Username:")).unwrap()), said(&login.answer(&asks("Password:")).unwrap())],
        ["max", "pass word"]
    );
    assert!(login.answer(b"").is_err());
    assert!(Exchange::new(Mechanism::Plain, "max", &Secret::new("a\0b"), ("", 0)).is_none());
}

#[test]
fn tokens() {
    let secret = Secret::token("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
    assert_eq!(Mechanism::for_secret(&secret), [Mechanism::OAuthBearer, Mechanism::XOAuth2]);
    let mut oauth = exchange(Mechanism::OAuthBearer, "u,ser@example.com", &secret);
    assert_eq!(
        said(&oauth.first().unwrap()),
        "n,a=u=2Cser@example.com,\x01host=mail.example\x01port=993\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01"
    );
    // RFC 7628 section 3.2.3: the error is acknowledged, once.
    assert_eq!(said(&oauth.answer(&asks("{\"status\":\"invalid_token\"}")).unwrap()), "\x01");
    assert!(oauth.answer(b"").is_err());
    let mut old = exchange(Mechanism::XOAuth2, "user@example.com", &secret);
    assert_eq!(
        said(&old.first().unwrap()),
        "user=user@example.com\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01"
    );
    assert_eq!(old.answer(&asks("{}")).unwrap(), "");
    assert!(old.answer(b"").is_err());
    for bad in ["", "a b", "a\x01auth=Bearer b", "ä"] {
        assert!(Exchange::new(Mechanism::OAuthBearer, "max", &Secret::token(bad), ("", 0)).is_none(), "{bad:?}");
    }
}

/// The example of RFC 7677 section 3.
fn example() -> Exchange {
    let scram = Scram::with_nonce("user", "pencil", "rOprNGfwEbeRWgbNEkqO".into());
    Exchange { mechanism: Mechanism::ScramSha256, next: VecDeque::new(), scram, shown: false }
}

const FIRST: &str = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

#[test]
fn scram_as_the_standard_shows_it() {
    let mut scram = example();
    assert_eq!(said(&scram.first().unwrap()), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    assert!(scram.can_be_tried_otherwise());
    assert_eq!(
        said(&scram.answer(&asks(FIRST)).unwrap()),
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    );
    assert!(!scram.can_be_tried_otherwise());
    // Whoever says that it worked before it has proved itself is not believed.
    assert!(scram.is_proven().is_err());
    assert_eq!(scram.answer(&asks("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).unwrap(), "");
    assert!(scram.is_proven().is_ok());
    assert!(scram.answer(&asks("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).is_err());
}

#[test]
fn scram_believes_no_server_that_says_odd_things() {
    for first in [
        "",
        "r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1",
        "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    ] {
        let mut scram = example();
        scram.first().unwrap();
        assert!(scram.answer(&asks(first)).is_err(), "{first}");
        assert!(scram.is_proven().is_err());
    }
    for last in ["", "v=", "v=AAAA", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", "x=1"] {
        let mut scram = example();
        scram.first().unwrap();
        scram.answer(&asks(FIRST)).unwrap();
        assert!(scram.answer(&asks(last)).is_err(), "{last}");
        assert!(scram.is_proven().is_err());
    }
    let mut refused = example();
    refused.first().unwrap();
    refused.answer(&asks(FIRST)).unwrap();
    assert_eq!(refused.answer(&asks("e=invalid-proof")).unwrap(), "");
    assert!(refused.is_proven().is_err() && !refused.can_be_tried_otherwise());
    assert!(example().answer(b"no base64!").is_err());
    assert!(example().answer(&asks(FIRST)).is_err(), "nothing was said yet");
}

#[test]
fn names_and_passwords_are_prepared() {
    let scram = Scram::with_nonce("a=b,c\u{ad}", "I\u{a0}X \u{2168}", "n".into());
    let mut exchange = Exchange { mechanism: Mechanism::ScramSha256, next: VecDeque::new(), scram, shown: false };
    assert_eq!(said(&exchange.first().unwrap()), "n,,n=a=3Db=2Cc,r=n");
    for (user, password) in [("", "x"), ("x", ""), ("x", "a\0b"), ("a\u{1}", "x")] {
        assert!(Exchange::new(Mechanism::ScramSha256, user, &Secret::new(password), ("", 0)).is_none());
    }
}
