use super::*;
use crate::wire::{Framer, Limits};
use proptest::prelude::*;
use std::path::PathBuf;

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! not_run {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let mut out = std::io::stderr();
        writeln!(out, $($words)*).unwrap();
    }};
}

fn one(octets: &[u8]) -> Response<'_> {
    parse(octets).unwrap()
}

fn fetched(octets: &[u8]) -> Fetch<'_> {
    let Response::Fetch(fetch) = one(octets) else { panic!("no FETCH") };
    *fetch
}

#[test]
fn a_fetch_as_we_ask_for_it() {
    let fetch = fetched(
        b"* 12 FETCH (UID 99 FLAGS (\\Seen \\FLAGGED $Junk) INTERNALDATE \" 7-Jul-2021 02:44:25 -0130\" RFC822.SIZE 5000000000 \
          MODSEQ (4) BODY[HEADER.FIELDS (FROM \"To\")] {9}\r\nFrom: a\r\n X-ODD ((\"a)\" {3}\r\n)))(NIL))) BODY[TEXT]<0> \"say \\\"\\\\\\\"\")",
    );
    assert_eq!(fetch.uid, Some(99));
    assert_eq!(fetch.flags, Some(Flags::SEEN.with(Flags::FLAGGED)));
    assert_eq!(fetch.received, Some("2021-07-07T04:14:25Z".parse().unwrap()));
    assert_eq!(fetch.size, Some(u32::MAX));
    assert_eq!(fetch.header.as_deref(), Some(&b"From: a\r\n"[..]));
    assert_eq!(fetch.text.as_deref(), Some(&br#"say "\""#[..]));
    assert_eq!(fetch.whole, None);
}

/// Servers repeat the list of fields as they like.
#[test]
fn header_fields_in_any_case_order_and_quoting() {
    for section in [
        "BODY[HEADER.FIELDS (FROM SUBJECT)]",
        "body[header.fields (From Subject)]",
        "BODY[HEADER.FIELDS (\"SUBJECT\" \"FROM\")]",
        "BODY[HEADER.FIELDS ( subject  from )]<0>",
        "BODY[HEADER.FIELDS ({7}\r\nSUBJECT {4}\r\nFROM)]",
        "BODY[HEADER]",
    ] {
        for (value, header) in [
            ("{9}\r\nFrom: a\r\n", "From: a\r\n"),
            ("~{4}\r\nx: y", "x: y"),
            ("\"From: \\\"a\\\"\"", "From: \"a\""),
            ("\"\"", ""),
        ] {
            for answer in [
                format!("* 1 FETCH (UID 7 {section} {value} FLAGS (\\Seen))"),
                format!("* 1 FETCH ({section} {value} flags (\\seen) X-NEW (1 (2)) uid 7)"),
                format!("* 1 fetch  (Flags (\\SEEN \\*)  UID 7  {section}  {value} )"),
            ] {
                let fetch = fetched(answer.as_bytes());
                let found = (fetch.uid, fetch.flags, fetch.header.as_deref());
                assert_eq!(found, (Some(7), Some(Flags::SEEN), Some(header.as_bytes())), "{answer}");
            }
        }
    }
}

#[test]
fn labels_are_atoms_strings_and_literals() {
    let labels = |list: &str| {
        let answer = format!("* 1 FETCH (X-GM-LABELS {list} UID 7)");
        let Ok(Response::Fetch(fetch)) = parse(answer.as_bytes()) else { return None };
        assert_eq!(fetch.uid, Some(7), "what follows is read as well");
        Some(fetch.labels?.into_iter().map(|label| String::from_utf8_lossy(&label).into_owned()).collect::<Vec<_>>())
    };
    let some = |labels: &[&str]| Some(labels.iter().map(|label| (*label).to_owned()).collect());
    assert_eq!(labels("()"), some(&[]));
    assert_eq!(labels("(\\Important \"Custom Label\" NIL)"), some(&["\\Important", "Custom Label"]));
    assert_eq!(labels("(\"Test Messages\" \"\\\\Important\")"), some(&["Test Messages", "\\Important"]));
    assert_eq!(labels("( {3}\r\na)b  \"(\\\"\" K&APw-che)"), some(&["a)b", "(\"", "K&APw-che"]));
    let many = format!("({})", "x ".repeat(501));
    for nonsense in ["NIL", "x", "(a (b))", "(\"a)", "({9}\r\na)", &many] {
        assert_eq!(labels(nonsense), None, "{nonsense}");
    }
    assert!(labels(&many.replacen("x ", "", 1)).is_some());
}

#[test]
fn dates_that_are_none_are_none() {
    for date in
        ["NIL", "\"\"", "\"31-Feb-2020 00:00:00 +0000\"", "\"1-Jan-2020 00:00 +0000\"", "\"1-Jan-99999 0:0:0 +9999999999\""]
    {
        assert_eq!(fetched(format!("* 1 FETCH (INTERNALDATE {date})").as_bytes()).received, None, "{date}");
    }
}

#[test]
fn status_responses_and_their_codes() {
    let say = |octets: &[u8]| match one(octets) {
        Response::Status(_, said) | Response::Done(_, _, said) => said.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(say(b"* OK [COPYUID 14 1:2,9 5,8:7] Moved"), Code::CopyUid(vec![(1, 2), (9, 9)], vec![(5, 5), (7, 8)]));
    assert_eq!(say(b"* OK [COPYUID 14 1:*]"), Code::Word("COPYUID".into()));
    assert_eq!(say(b"D1 NO [overquota] full"), Code::Word("OVERQUOTA".into()));
    assert_eq!(say(b"* OK [UIDVALIDITY 7]"), Code::UidValidity(7));
    assert_eq!(say(b"* OK words [not a code]"), Code::None);
    assert_eq!(one(b"* no"), Response::Status(Condition::No, Said::default()));
    let Response::Status(Condition::Bye, said) = one(b"* BYE \x1b[31m\xff\0 go\taway") else { panic!() };
    assert_eq!(said.text, "[31m\u{fffd} go away");
}

#[test]
fn lists_and_searches() {
    let Response::List(listed) = one(b"* XLIST (\\HasNoChildren \\AllMail) \"\\\\\" {3}\r\na\"b") else { panic!() };
    assert_eq!((listed.name.as_ref(), listed.separator), (&b"a\"b"[..], Some('\\')));
    assert_eq!(listed.attributes, ["\\hasnochildren", "\\allmail"]);
    let Response::List(listed) = one(b"* LIST () NIL +Folder (\"CHILDINFO\" (\"SUBSCRIBED\"))") else { panic!() };
    assert_eq!((listed.name.as_ref(), listed.separator), (&b"+Folder"[..], None));
    let found = |octets: &[u8]| match one(octets) {
        Response::Search(set) => set.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(found(b"* SEARCH 9 2 3 (MODSEQ 7)"), "2:3,9");
    assert_eq!(found(b"* SEARCH"), "");
    assert_eq!(found(b"* ESEARCH (TAG \"D1\") UID COUNT 3 ALL 4,2:1"), "1:2,4");
    assert_eq!(found(b"* ESEARCH (TAG \"D1\") UID"), "");
}

#[test]
fn deep_nesting_is_refused_without_recursion() {
    let deep = format!("* 1 FETCH (X {}", "(".repeat(200_000));
    assert_eq!(parse(deep.as_bytes()), Err(Bad::TooDeep));
    let deep = format!("* ESEARCH {}", "(".repeat(200_000));
    assert_eq!(parse(deep.as_bytes()), Err(Bad::TooDeep));
}

proptest! {
    #[test]
    fn hostile_responses_never_panic(
        head in prop_oneof![Just("* 1 FETCH ("), Just("* LIST ("), Just("* ESEARCH "), Just("* OK ["), Just("* SEARCH "), Just("")],
        tail in prop::collection::vec(prop_oneof![
            Just("UID "), Just("FLAGS ("), Just(")"), Just("("), Just("BODY["), Just("]"), Just("<"), Just("\""), Just("\\"), Just("{3}\r\n"),
            Just("INTERNALDATE "), Just(" "), Just("NIL"), Just("4294967296"), Just("1:2,"), Just("COPYUID "), Just("ALL "), Just("X-GM-LABELS "), Just("\u{fe}"), Just("\0"),
        ], 0..20),
    ) {
        let _ = parse(format!("{head}{}", tail.concat()).as_bytes());
    }

    #[test]
    fn any_octets_never_panic(octets in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = parse(&octets);
    }
}

/// Recorded responses of many servers, where they are at hand.
#[test]
fn responses_of_many_servers_are_understood() {
    let dir = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/deich-corpora/mailkit_imap_responses"));
    let Some(servers) = dir.and_then(|dir| std::fs::read_dir(dir).ok()) else {
        not_run!("NOT RUN: the recorded IMAP responses (corpus mailkit_imap_responses) are not unpacked here");
        return;
    };
    let files = servers.flat_map(|server| std::fs::read_dir(server.unwrap().path()).unwrap()).map(|file| file.unwrap().path());
    let (mut understood, mut failed) = (0, Vec::new());
    for path in files.filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        // The files were stored with bare line feeds; the sizes of literals in them count CR LF.
        let text = std::fs::read(&path).unwrap();
        let octets: Vec<u8> = text
            .split_inclusive(|b| *b == b'\n')
            .flat_map(|line| {
                let line = line.strip_suffix(b"\n").map_or(line, |l| l.strip_suffix(b"\r").unwrap_or(l));
                line.iter().copied().chain(*b"\r\n")
            })
            .collect();
        let mut framer = Framer::new(has_free_text);
        framer.push(&octets);
        while let Some(place) = framer.next(&Limits::default()).unwrap() {
            match parse(framer.octets(place)) {
                Ok(_) => understood += 1,
                Err(bad) => failed.push((path.file_name().unwrap().to_owned(), bad)),
            }
        }
    }
    assert!(failed.is_empty(), "{understood} understood, but not: {failed:?}");
    assert!(understood > 0);
}

#[test]
fn what_vanished() {
    let gone = |ranges: &[(u32, u32)]| Response::Vanished(UidSet::from_ranges(ranges.iter().copied()));
    assert_eq!(one(b"* VANISHED (EARLIER) 41,43:116,118"), gone(&[(41, 41), (43, 116), (118, 118)]));
    assert_eq!(one(b"* vanished 7"), gone(&[(7, 7)]));
    for nonsense in [&b"* VANISHED"[..], b"* VANISHED (EARLIER)", b"* VANISHED (EARLIER", b"* VANISHED 1:*", b"* VANISHED x"] {
        assert!(parse(nonsense).is_err(), "{}", String::from_utf8_lossy(nonsense));
    }
    assert_eq!(one(b"* ENABLED qresync X-Y"), Response::Enabled(vec!["QRESYNC".into(), "X-Y".into()]));
}

#[test]
fn namespaces_as_servers_write_them() {
    let parsed = |line: &str| match parse(line.as_bytes()) {
        Ok(Response::Namespaces(groups)) => Some(groups.map(|group| {
            let shown = group.iter().map(|(prefix, separator)| (String::from_utf8_lossy(prefix).into_owned(), *separator));
            shown.collect::<Vec<_>>()
        })),
        _ => None,
    };
    let space = |prefix: &str, separator: char| (prefix.to_owned(), Some(separator));
    // The examples of RFC 2342 section 5, and what Courier, Cyrus and Exchange say.
    let none = Vec::new;
    for (line, expected) in [
        ("* NAMESPACE ((\"\" \"/\")) NIL NIL", [vec![space("", '/')], none(), none()]),
        ("* NAMESPACE NIL NIL ((\"\" \".\"))", [none(), none(), vec![space("", '.')]]),
        (
            "* NAMESPACE ((\"\" \"/\")) NIL ((\"Public Folders/\" \"/\"))",
            [vec![space("", '/')], none(), vec![space("Public Folders/", '/')]],
        ),
        (
            "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\"))) NIL NIL",
            [vec![space("", '/'), space("#mh/", '/')], none(), none()],
        ),
        ("* NAMESPACE ((\"\" NIL)) NIL NIL", [vec![(String::new(), None)], none(), none()]),
        (
            "* namespace ((\"INBOX.\" \".\")) NIL ((\"#shared.\" \".\")(\"shared.\" \".\"))",
            [vec![space("INBOX.", '.')], none(), vec![space("#shared.", '.'), space("shared.", '.')]],
        ),
        ("* NAMESPACE ( (\"INBOX.\" \".\") ) nil", [vec![space("INBOX.", '.')], none(), none()]),
        ("* NAMESPACE (({6}\r\nINBOX. \".\")) NIL NIL", [vec![space("INBOX.", '.')], none(), none()]),
    ] {
        assert_eq!(parsed(line), Some(expected), "{line}");
    }
    for bad in ["* NAMESPACE ((", "* NAMESPACE (\"\" \"/\")", "* NAMESPACE \"\" NIL NIL", "* NAMESPACE ((\"\" \"/\") NIL"] {
        assert_eq!(parsed(bad), None, "{bad}");
    }
    let many = format!("* NAMESPACE ({}) NIL NIL", "(\"\" \"/\")".repeat(10_000));
    assert_eq!(parsed(&many).unwrap()[0].len(), MAX_NAMESPACES);
}
