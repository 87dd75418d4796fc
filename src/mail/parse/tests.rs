use super::*;
use crate::mail::text::is_unsafe;
use proptest::prelude::*;

fn read(octets: &[u8]) -> Envelope {
    let arrival = Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(1),
        received: Timestamp::UNIX_EPOCH,
        size: 0,
        flags: Flags::empty(),
    };
    envelope(arrival, octets, true)
}

const WHOLE: &[u8] = b"Return-Path: <Bounce@Shop.example>\r\n\
Delivered-To: jana@postfach.example\r\n\
Received: from mx.verein.example (mx.verein.example [192.0.2.1] for <hidden@c.example>)\r\n\
\tby mail.postfach.example with ESMTPS id 1 for <mitglieder@Verein.example>; Thu, 30 Nov 2017 22:30:01 +0100\r\n\
Authentication-Results: mail.postfach.example;\r\n dkim=pass\r\n\
From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <J.Mueller@Verein.example>\r\n\
To: Mitglieder <mitglieder@verein.example>, \"Kunz, Erna\" <erna@b.example>\r\n\
Cc: undisclosed-recipients:;\r\n\
Subject: =?iso-8859-1?Q?Ihr_neues_Pa=DFwort?=\r\n =?iso-8859-1?Q?_f=FCr?= den Shop\r\n\
Message-ID: <abc.1@verein.example>\r\n\
In-Reply-To: Your message <x@y.example> of today\r\n\
References: <a@b.example>\r\n <b@b.example>\r\n\
List-Id: \"Mit <Glieder>\r\n Liste\" <mitglieder.\r\n Verein.example>\r\n\
List-Post: <mailto:Liste@verein.example?subject=x>\r\n\
List-Owner: <https://x.example>, <mailto:owner@verein.example>\r\n\
List-Unsubscribe: <https://x.example/u>,\r\n <mailto:u@x.example>\r\n\
List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\
Auto-Submitted: Auto-Generated; owner=x\r\n\
Precedence: Bulk\r\n\
Feedback-ID: 1:2:3\r\n\
X-Mailer: Blatt 1.0\r\n\
Date: Thu, 30 Nov 2017 22:30:00 +0100\r\n\
Content-Type: multipart/alternative; boundary=\"=_b 1\"\r\n\
\r\n\
preamble\r\n\
--=_b 1\r\n\
Content-Type: text/html; charset=utf-8\r\n\r\n<p>HTML</p>\r\n\
--=_b 1\r\n\
Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
Sch=F6ne Gr=\r\n=FC=DFe\r\nvon hier\r\n\
--=_b 1\r\n\
Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n\
--=_b 1--\r\nepilogue\r\n";

#[test]
fn every_field_of_a_whole_message() {
    let e = read(WHOLE);
    assert_eq!(e.from, Some(Address::new("Jürgen Müller", "j.mueller@verein.example")));
    assert_eq!(e.to, [Address::new("Mitglieder", "mitglieder@verein.example"), Address::new("Kunz, Erna", "erna@b.example")]);
    assert_eq!(e.cc, []);
    assert_eq!(e.recipients, 2);
    assert_eq!(&*e.subject, "Ihr neues Paßwort für den Shop");
    assert_eq!(&*e.message_id, "abc.1@verein.example");
    assert_eq!(e.in_reply_to, ["x@y.example".into()]);
    assert_eq!(e.references, ["a@b.example".into(), "b@b.example".into()]);
    assert_eq!(e.list.id.as_deref(), Some("mitglieder.verein.example"));
    assert_eq!(e.list.post.as_deref(), Some("liste@verein.example"));
    assert_eq!(e.list.owner.as_deref(), Some("owner@verein.example"));
    assert_eq!(e.list.unsubscribe.as_deref(), Some("<https://x.example/u>, <mailto:u@x.example>"));
    assert!(e.list.one_click && !e.list.manager && e.list.is_list());
    assert_eq!(e.auto.auto_submitted.as_deref(), Some("auto-generated"));
    assert_eq!(e.auto.precedence.as_deref(), Some("bulk"));
    assert!(e.auto.bulk && !e.auto.auto_reply && !e.auto.response_suppress);
    assert_eq!(e.auto.return_path.as_deref(), Some("bounce@shop.example"));
    assert_eq!(e.delivered_to, ["jana@postfach.example".into(), "mitglieder@verein.example".into()]);
    assert_eq!(e.authentication_results, ["mail.postfach.example; dkim=pass".into()]);
    assert_eq!(&*e.content_type, "multipart/alternative");
    assert_eq!(e.mailer.as_deref(), Some("Blatt 1.0"));
    assert_eq!(e.date, "2017-11-30T21:30:00Z".parse().ok());
    assert!(e.calendar);
    assert_eq!(e.excerpt.as_deref(), Some("Schöne Grüße von hier"));
    assert_eq!(message_text(WHOLE), "Schöne Grüße\nvon hier");
    assert_eq!(received_or_date(WHOLE), "2017-11-30T21:30:01Z".parse().ok());
    assert_eq!(WHOLE.get(headers_block_len(WHOLE)..).unwrap().get(..8), Some(&b"preamble"[..]));
}

#[test]
fn line_ends_of_every_kind_read_alike() {
    let crlf = read(WHOLE);
    let text = String::from_utf8(WHOLE.to_vec()).unwrap();
    for ends in ["\n", "\r"] {
        let e = read(text.replace("\r\n", ends).as_bytes());
        assert_eq!(e, crlf, "{ends:?}");
    }
}

#[test]
fn header_fields_with_a_part_of_the_body_give_an_excerpt() {
    let octets =
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZSBhdXMgZGVt\r\nIFNh";
    assert_eq!(&*excerpt(octets), "Grüße aus dem Sa");
    // Cut in the middle of a group and of a character.
    assert_eq!(&*excerpt(octets.get(..octets.len() - 29).unwrap()), "");
    assert_eq!(&*excerpt(b"Content-Transfer-Encoding: base64\n\nR3LD"), "Gr");
    assert_eq!(&*excerpt(b"Subject: x\n\nGr\xc3"), "Gr");
    assert_eq!(&*excerpt(b"Subject: x\n\nGr\xfc\xdfe"), "Grüße");
}

#[test]
fn no_header_at_all() {
    for octets in [&b""[..], b"\r\n", b"Hallo Welt\nwie geht es\n", b"\0\0\0", b" folded: first\n", b"no colon here"] {
        let e = read(octets);
        assert_eq!((&*e.subject, e.from, &*e.message_id), ("", None, ""));
    }
    assert_eq!(headers_block_len(b"Hallo Welt\nwie geht es\n"), 0);
    assert_eq!(read(b"Hallo Welt\n").excerpt.as_deref(), Some("Hallo Welt"));
    assert!(!looks_like_mail(b"Hallo Welt\n") && looks_like_mail(b"From: a@b.example\nSubject: x\n\n"));
}

#[test]
fn a_null_path_is_no_missing_path() {
    assert_eq!(read(b"Return-Path: <>\n\n").auto.return_path.as_deref(), Some(""));
    assert_eq!(read(b"Subject: x\n\n").auto.return_path, None);
}

#[test]
fn huge_fields_are_cut() {
    let mut octets = b"Subject: ".to_vec();
    octets.resize(1_000_000, b'x');
    octets.extend_from_slice(b"\r\nTo: ");
    for n in 0..20_000 {
        octets.extend_from_slice(format!("\"N, {n}\" <n{n}@a.example>, ").as_bytes());
    }
    octets.extend_from_slice(b"\r\nReferences: ");
    for n in 0..5_000 {
        octets.extend_from_slice(format!("<{n}@a.example> ").as_bytes());
    }
    octets.extend_from_slice(b"\r\nMessage-ID: <");
    octets.resize(octets.len() + 5_000, b'm');
    octets.extend_from_slice(b">\r\n\r\nHallo");
    let e = read(&octets);
    assert_eq!(e.subject.len(), MAX_TEXT);
    assert_eq!((e.to.len(), e.recipients), (MAX_RECIPIENTS, 20_000));
    assert_eq!(e.references.len(), MAX_REFERENCES);
    assert_eq!(e.references.first().map(|r| &**r), Some("0@a.example"));
    assert_eq!(e.references.last().map(|r| &**r), Some("4999@a.example"));
    assert_eq!(e.message_id.len(), fields::MAX_ID);
    assert_eq!(e.excerpt.as_deref(), Some("Hallo"));
}

#[test]
fn five_thousand_nested_parts() {
    let mut octets = b"Subject: nest\r\n".to_vec();
    for n in 0..5_000 {
        octets.extend_from_slice(format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n").as_bytes());
    }
    octets.extend_from_slice(b"Content-Type: text/plain\r\n\r\ndeep\r\n");
    let e = read(&octets);
    assert_eq!(&*e.subject, "nest");
    assert!(message_text(&octets).len() < 100);
    let flat = b"Content-Type: multipart/mixed; boundary=b\n\n".to_vec();
    let flat = [flat, b"--b\n\nx\n".repeat(100_000)].concat();
    assert!(message_text(&flat).starts_with("x\n\nx"));
}

#[test]
fn a_bounce_and_its_report_type() {
    let e = read(b"Content-Type: multipart/report; report-type=Delivery-Status; boundary=\"r\"\n\n--r\n\nNicht zugestellt\n--r\nContent-Type: message/rfc822\n\nSubject: alt\n\nalt\n--r--\n");
    assert_eq!((&*e.content_type, e.report_type.as_deref()), ("multipart/report", Some("delivery-status")));
    assert_eq!(e.excerpt.as_deref(), Some("Nicht zugestellt"));
}

#[test]
fn raw_eight_bit_subjects_and_names() {
    let e = read(b"Subject: Gr\xfc\xdfe\nFrom: J\xf6rg <j@a.example>\n\n");
    assert_eq!(&*e.subject, "Grüße");
    assert_eq!(e.from.map(|a| a.name).as_deref(), Some("Jörg"));
    let e = read("Subject: Grüße\nFrom: Jörg <j@a.example>\n\n".as_bytes());
    assert_eq!((&*e.subject, e.from.map(|a| a.name).as_deref()), ("Grüße", Some("Jörg")));
}

#[test]
fn the_topmost_of_repeated_fields_counts() {
    let e = read(b"Subject: eins\nSubject: zwei\nList-Id: <a.example>\nList-Id: <b.example>\n\n");
    assert_eq!((&*e.subject, e.list.id.as_deref()), ("eins", Some("a.example")));
}

fn texts(e: &Envelope) -> Vec<(&str, usize)> {
    let mut all: Vec<(&str, usize)> = vec![
        (&e.message_id, fields::MAX_ID),
        (&e.subject, MAX_TEXT * 4),
        (&e.content_type, 201),
        (e.report_type.as_deref().unwrap_or(""), 100),
        (e.mailer.as_deref().unwrap_or(""), 800),
        (e.excerpt.as_deref().unwrap_or(""), EXCERPT),
        (e.list.id.as_deref().unwrap_or(""), fields::MAX_ID),
        (e.list.post.as_deref().unwrap_or(""), fields::MAX_ADDRESS),
        (e.list.owner.as_deref().unwrap_or(""), fields::MAX_ADDRESS),
        (e.list.unsubscribe.as_deref().unwrap_or(""), MAX_TEXT * 4),
        (e.auto.auto_submitted.as_deref().unwrap_or(""), 800),
        (e.auto.precedence.as_deref().unwrap_or(""), 800),
        (e.auto.return_path.as_deref().unwrap_or(""), fields::MAX_ADDRESS),
    ];
    for a in e.from.iter().chain(&e.sender).chain(&e.reply_to).chain(&e.to).chain(&e.cc) {
        all.push((&a.name, 800));
        all.push((&a.addr, fields::MAX_ADDRESS));
    }
    all.extend(e.in_reply_to.iter().chain(&e.references).map(|id| (&**id, fields::MAX_ID)));
    all.extend(e.delivered_to.iter().map(|a| (&**a, fields::MAX_ADDRESS)));
    all.extend(e.authentication_results.iter().map(|a| (&**a, MAX_TEXT * 4)));
    all
}

/// Octets as mail has them at its worst: pieces of headers and MIME, and rubbish between.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "From: ", "To: ", "Cc: ", "Subject: ", "List-Id: ", "Received: by x for <", "References: <", "Message-ID: <", "Date: ",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "Content-Type: text/html\n", "\n--b--\n", "\n--b\n",
            "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "=?utf-8?Q?=C3", "=?=", "?=",
            "=?iso-2022-jp?B?", "charset=utf-16;", "charset=utf-7\n\n", "\"", "<", ">", "(", ")", "\\", ",", ";", ":", "@", "\r", "\n", "\r\n", "\r\n ", "\n\t", "\n\n", "\0",
            "\u{1b}[2J", "\u{202e}", "\u{9b}", "=0A", "=1B", "List-Unsubscribe: <", "Auto-Submitted: ", "Return-Path: <>", "boundary*0=", "<p>", "&#27;", "&#x202e;",
        ]).prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => "[ -~]{0,30}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_octets_read_within_bounds(octets in hostile()) {
        let e = read(&octets);
        for (text, limit) in texts(&e) {
            prop_assert!(text.len() <= limit, "{} octets: {:?}", text.len(), text);
            prop_assert!(!text.chars().any(is_unsafe), "{text:?}");
        }
        prop_assert!(e.to.len() <= MAX_RECIPIENTS && e.references.len() <= MAX_REFERENCES);
        prop_assert!(message_text(&octets).chars().all(|c| c == '\n' || !is_unsafe(c)));
        prop_assert!(headers_block_len(&octets) <= octets.len());
        prop_assert_eq!(excerpt(&octets), e.excerpt.unwrap_or_default());
    }
}
