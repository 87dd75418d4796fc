use super::*;
use proptest::prelude::*;

fn done(octets: &str) -> (Condition, Code, String) {
    match read(octets.as_bytes()) {
        Ok(Line::Done(condition, said)) => (condition, said.code, said.text),
        other => panic!("{octets}: {other:?}"),
    }
}

#[test]
fn codes_are_told_apart() {
    for (line, code) in [
        ("OK", Code::None),
        ("ok \"done\"", Code::None),
        ("NO (AUTH-TOO-WEAK) \"x\"", Code::AuthTooWeak),
        ("NO (encrypt-needed)", Code::EncryptNeeded),
        ("NO (QUOTA) \"x\"", Code::Quota(Quota::Unnamed)),
        ("NO (QUOTA/MAXSCRIPTS)", Code::Quota(Quota::Scripts)),
        ("NO (QUOTA/MAXSIZE) \"too large\"", Code::Quota(Quota::Size)),
        ("NO (QUOTA/NEW)", Code::Quota(Quota::Unnamed)),
        ("BYE (REFERRAL \"sieve://other.example\") \"moved\"", Code::Referral("sieve://other.example".into())),
        ("OK (SASL \"cnNwYXV0aD0=\")", Code::Sasl("cnNwYXV0aD0=".into())),
        ("NO (TRANSITION-NEEDED)", Code::TransitionNeeded),
        ("BYE (TRYLATER) \"later\"", Code::TryLater),
        ("NO (ACTIVE) \"x\"", Code::Active),
        ("NO (NONEXISTENT) \"x\"", Code::NonExistent),
        ("NO (ALREADYEXISTS) \"x\"", Code::AlreadyExists),
        ("OK (TAG {4}\r\na\"b\\) \"x\"", Code::Tag("a\"b\\".into())),
        ("OK (WARNINGS) \"x\"", Code::Warnings),
        ("OK (X-NEW 1 (2 \"a\" (b)) \"c\") \"x\"", Code::Other("X-NEW".into())),
    ] {
        assert_eq!(done(line).1, code, "{line}");
    }
}

#[test]
fn words_for_people_keep_their_lines_and_nothing_worse() {
    let (condition, code, text) = done("NO {30}\r\nline 1: bad\r\n\x1b[2Jline 2: worse");
    assert_eq!((condition, code, text.as_str()), (Condition::No, Code::None, "line 1: bad\n[2Jline 2: worse"));
    assert_eq!(Said { code: Code::None, text }.line(), "line 1: bad [2Jline 2: worse");
    let (_, _, text) = done(&format!("NO \"{}\"", "ü".repeat(10_000)));
    assert_eq!(text.chars().count(), 4_000);
    assert_eq!(Said { code: Code::None, text }.line().chars().count(), 300);
}

#[test]
fn data_is_a_string_and_perhaps_more() {
    let data = |octets: &[u8]| read(octets).unwrap();
    assert_eq!(data(b"\"a \\\"b\\\" \\\\\" ACTIVE"), Line::Data(b"a \"b\" \\".to_vec(), Some(Word::Atom(b"ACTIVE".to_vec()))));
    assert_eq!(data(b"\"SASL\" \"PLAIN\""), Line::Data(b"SASL".to_vec(), Some(Word::Text(b"PLAIN".to_vec()))));
    assert_eq!(data(b"{4}\r\n\r\n\xff\0"), Line::Data(b"\r\n\xff\0".to_vec(), None));
    assert_eq!(data(b"{0}\r\n \"\""), Line::Data(Vec::new(), Some(Word::Text(Vec::new()))));
}

#[test]
fn what_is_no_line_is_refused() {
    for line in [
        "",
        " ",
        "* OK IMAP4rev1 ready",
        "+OK POP3 ready",
        "220 mail.example ESMTP",
        "OK done",
        "OKAY",
        "OK (",
        "OK ()",
        "OK (TAG \"a\"",
        "NO \"half",
        "NO \"a\\",
        "NO \"a\\n\"",
        "\"a\" \"b\" \"c\"",
        "\"a\"b\"",
        "\"a\0\"",
        "\"a\r\nb\"",
        "{9}\r\nshort",
        "{}\r\n",
        "{-1}\r\n",
        "{18446744073709551616}\r\n",
        "{1}x",
        "\"a\" (x)",
    ] {
        assert_eq!(read(line.as_bytes()), Err(Malformed), "{line:?}");
    }
}

#[test]
fn nesting_costs_nothing() {
    assert_eq!(read(format!("OK (X {}", "(".repeat(500_000)).as_bytes()), Err(Malformed));
    let (open, close) = ("(".repeat(200_000), ")".repeat(200_000));
    assert_eq!(done(&format!("OK (X {open}{close}) \"x\"")).1, Code::Other("X".into()));
}

proptest! {
    #[test]
    fn any_octets_never_panic(octets in prop::collection::vec(prop_oneof![
        prop::sample::select(b"\"\\{}()+ \r\n019OKNBYE".to_vec()),
        any::<u8>(),
    ], 0..80)) {
        let _ = read(&octets);
    }
}
