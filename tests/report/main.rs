//! Reports as files: what they were (golden), and what another program reads in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../sieve/floods.rs"]
mod floods;

use deich::report::{self, Draft, Input, Language};
use floods::{Flood, ME};
use jiff::tz::{self, TimeZone};
use mail_parser::{MessageParser, MimeHeaders};
use std::path::PathBuf;

fn draft(flood: &Flood, language: Language, evidence: bool) -> Draft {
    let at = report::evidence(&flood.findings, &flood.messages, 1).unwrap();
    let input = Input {
        findings: &flood.findings,
        messages: &flood.messages,
        incident: 1,
        from: ME,
        language,
        trigger: evidence.then(|| flood.octets[at].as_slice()),
        letter: None,
        zone: &TimeZone::fixed(tz::offset(1)),
        now: "2017-12-01T07:15:00Z".parse().unwrap(),
    };
    let draft = report::draft(&input).unwrap();
    assert_eq!(draft, report::draft(&input).unwrap(), "the same input gives the same octets");
    draft
}

#[test]
fn reports_are_what_they_were() {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/report");
    for (name, flood) in floods::all() {
        for (tag, language) in [("de", Language::German), ("en", Language::English)] {
            let path = golden.join(format!("{name}.{tag}.eml"));
            let eml = draft(&flood, language, true).eml;
            if std::env::var_os("DEICH_BLESS").is_some() {
                std::fs::create_dir_all(&golden).unwrap();
                std::fs::write(&path, &eml).unwrap();
            }
            let kept = std::fs::read(&path).unwrap_or_default();
            let (kept, eml) = (String::from_utf8_lossy(&kept), String::from_utf8_lossy(&eml));
            assert_eq!(kept, eml, "{name}.{tag}: look at it, then DEICH_BLESS=1 cargo test --test report");
        }
    }
}

#[test]
fn another_program_reads_the_letter_and_the_evidence_whole() {
    for (name, flood) in floods::all() {
        let at = report::evidence(&flood.findings, &flood.messages, 1).unwrap();
        for language in [Language::German, Language::English] {
            let draft = draft(&flood, language, true);
            let message = MessageParser::default().parse(&draft.eml).unwrap();
            assert_eq!(message.from().unwrap().first().unwrap().address(), Some(ME), "{name}");
            let to: Vec<&str> = message.to().unwrap().iter().filter_map(|a| a.address()).collect();
            assert_eq!(to, draft.to, "{name}");
            assert_eq!(message.subject(), Some(draft.subject.as_str()), "{name}");
            assert!(message.content_type().is_some_and(|c| c.ctype() == "multipart" && c.subtype() == Some("mixed")), "{name}");
            assert_eq!(message.parts.len(), 3, "{name}");
            assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), draft.text, "{name}");
            let part = &message.parts[2];
            assert!(part.is_content_type("message", "rfc822"), "{name}");
            assert!(matches!(part.content_transfer_encoding(), Some("7bit" | "8bit")), "{name}");
            let file = if language == Language::German { "nachricht.eml" } else { "message.eml" };
            assert!(part.attachment_name().unwrap().ends_with(file), "{name}");
            let body = &draft.eml[part.offset_body as usize..part.offset_end as usize];
            assert_eq!(body.strip_suffix(b"\r\n").unwrap_or(body), flood.octets[at].strip_suffix(b"\r\n").unwrap(), "{name}");
            assert_eq!(count(&draft.eml, &flood.octets[at]), 1, "{name}: octet for octet");
        }
    }
}

#[test]
fn eight_bit_rubbish_stays_what_it_is() {
    let (_, flood) = floods::all().swap_remove(0);
    let trigger = b"Subject: h\xe4h\r\nX: \0\r\n\r\n--=_deich\n\xff\xfe bare\rcr".as_slice();
    let input = Input {
        findings: &flood.findings,
        messages: &flood.messages,
        incident: 1,
        from: ME,
        language: Language::German,
        trigger: Some(trigger),
        letter: None,
        zone: &TimeZone::UTC,
        now: "2017-12-01T07:15:00Z".parse().unwrap(),
    };
    let eml = report::draft(&input).unwrap().eml;
    assert_eq!(count(&eml, trigger), 1);
    assert_eq!(count(&eml, b"Content-Transfer-Encoding: 8bit\r\n"), 1);
}

#[test]
fn without_evidence_the_letter_says_so() {
    for (name, flood) in floods::all() {
        let (de, en) = (draft(&flood, Language::German, false), draft(&flood, Language::English, false));
        assert!(de.text.contains("ist nicht angehängt") && en.text.contains("No whole message is attached"), "{name}");
        let message = MessageParser::default().parse(&de.eml).unwrap();
        assert_eq!(message.parts.len(), 1, "{name}");
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), de.text, "{name}");
    }
}

#[test]
fn the_letter_of_an_open_list_names_the_right_thing() {
    let (_, flood) = floods::all().swap_remove(0);
    let de = draft(&flood, Language::German, true);
    assert_eq!(de.to, ["postmaster@verein.example", "abuse@verein.example"]);
    for words in [
        "Ihr E-Mail-Verteiler ist offen: mitglieder@verein.example",
        "kein Spam der Mitglieder",
        "Donnerstag, 30. November 2017, 22:30 Uhr (UTC+01:00)",
        "Nachrichten: 33",
        "Angehängt ist die auslösende Nachricht",
    ] {
        let whole = format!("{}\n{}", de.subject, de.text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(whole.contains(words), "{words}: {whole}");
    }
}

#[test]
fn no_third_party_stands_in_a_letter() {
    let mut flood = floods::demo(1_500);
    let keep: Vec<String> = flood.findings.me.iter().map(ToString::to_string).chain([deich::demo::ALIAS.to_owned()]).collect();
    // However people put their data into subjects.
    let mut planted = Vec::new();
    for (nth, message) in flood.messages.iter_mut().enumerate() {
        let from = message.from_addr().to_owned();
        let number = format!("0{}31 {}", nth % 8 + 2, 100_000 + nth);
        let subject = match nth % 3 {
            0 => format!("Stop! {from}"),
            1 => format!("Ruft mich an ({number})"),
            _ => format!("{nth} <{from}> Tel.: {number}"),
        };
        std::sync::Arc::make_mut(message).subject = subject.into();
        planted.push((from, number));
    }
    for language in [Language::German, Language::English] {
        let draft = draft(&flood, language, true);
        assert!(draft.redacted >= 4, "{}", draft.redacted);
        let letter = format!("{}\n{}", draft.subject, draft.text);
        for (from, number) in &planted {
            assert!(!letter.contains(number.as_str()), "{number}: {letter}");
            assert!(keep.contains(from) || draft.to.contains(from) || !letter.contains(from.as_str()), "{from}: {letter}");
        }
    }
}

fn count(hay: &[u8], needle: &[u8]) -> usize {
    hay.windows(needle.len()).filter(|w| *w == needle).count()
}
