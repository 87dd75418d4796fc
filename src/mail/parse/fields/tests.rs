//! The short cuts for plain mail give exactly what the long way gives.

use super::*;
use proptest::prelude::*;

/// Values as address fields have them: mostly plain, with what needs a closer look strewn in.
fn address_list() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "Jana",
        " ",
        "  ",
        "Dr. Kunz",
        "a@b.example",
        "<A@B.example>",
        "Jana <a@b.example>",
        "\"Jana K\" <a@b.example>",
        ", ",
        ",",
        "<",
        ">",
        "@",
        "\t",
        "\r\n ",
        "a.b+c=d",
        "'",
        "\"\" <x@y>",
        "<x@y",
        "<>",
        "=",
        "?",
        "!#$%&'*/^_`{|}~",
        "[192.0.2.1]",
        "=?utf-8?Q?J=C3=B6rg?=",
        "=?UTF-8?B?w7x4?= =?utf-8?q?a_b?= <a@b.example>",
    ]);
    let odd = prop::sample::select(vec![
        "\"",
        "\\",
        "(",
        ")",
        ":",
        ";",
        "=?utf-8?Q?a,b=3E?=",
        "=?iso-8859-1?Q?J=F6rg?=",
        "=?",
        "\"Kunz, Erna\" <e@b.example>",
        "Gruppe: a@b.example;",
        "ö",
        "\0",
        "\u{b}",
        "\u{7f}",
        "\u{202e}",
        "\n",
        "(x)",
    ]);
    let piece = prop_oneof![12 => plain.prop_map(str::to_owned), 1 => odd.prop_map(str::to_owned), 1 => "[ -~]{0,8}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Lists that the short cut is for.
fn simple_list() -> impl Strategy<Value = String> {
    let addr = "[!-~&&[^\"\\\\()<>:;,@=]]{0,6}@[!-~&&[^\"\\\\()<>:;,=]]{0,6}";
    let name = "[ -~&&[^\"\\\\()<>:;,]]{0,10}";
    let item = (name, addr, 0..4, " {0,2}").prop_map(|(name, addr, form, gap)| match form {
        0 => addr,
        1 => format!("{gap}<{addr}>{gap}"),
        2 => format!("{name}{gap}<{addr}>"),
        _ => format!("\"{name}\"{gap}<{addr}>"),
    });
    prop::collection::vec(item, 1..5).prop_map(|items| items.join(","))
}

/// Dates as mail has them, some of them with a piece that makes no sense.
fn date_field() -> impl Strategy<Value = String> {
    let pick = |pieces: &[&'static str]| prop::sample::select(pieces.to_vec());
    let pieces = [
        pick(&["Fri, ", "fri, ", "Xyz, ", "Fri,", "Fri ", "", "", " "]),
        pick(&["1", "01", "9", "28", "29", "30", "31", "32", "0", "00", "", "100"]),
        pick(&[" ", " ", " ", " ", "  ", "-"]),
        pick(&["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "dec", "12", "Juni"]),
        pick(&[" ", " ", " ", " ", "  ", "-"]),
        pick(&["2017", "2016", "1970", "1969", "2100", "2101", "1900", "9999", "0017", "17", "20170"]),
        pick(&[" ", " ", " ", "\r\n "]),
        pick(&["00:00:00", "07:34:51", "23:59:59", "23:59:60", "24:00:00", "12:60:00", "12:00", "7:34:51", "99:99:99"]),
        pick(&[" ", " ", " ", "  ", ""]),
        pick(&[
            "+0000", "-0000", "+0100", "-0730", "+1400", "+2359", "-2359", "+2400", "+0060", "+9999", "+01000", "GMT", "+1", "",
        ]),
        pick(&["", "", "", " (CET)", " (x 1)", " (a(b)c)", " ()", "(CET)", " (", " x", "\r\n", "; 1 Jan 2018 00:00:00 +0000"]),
    ];
    pieces.to_vec().prop_map(|pieces| pieces.concat())
}

fn same_addresses(value: &str, limit: usize) -> Result<bool, TestCaseError> {
    let simple = visible(value.as_bytes(), MAX_ADDRESSES).and_then(|text| simple_addresses(text, limit));
    if let Some(simple) = &simple {
        let line = unfolded(value.as_bytes(), MAX_ADDRESSES);
        prop_assert_eq!(simple, &addresses(value.as_bytes(), limit));
        prop_assert_eq!(simple, &all_addresses(value.as_bytes(), &line, limit), "{:?}", value);
    }
    Ok(simple.is_some())
}

/// The same as [`received_for`], character by character.
fn received_for_slowly(text: &str) -> Option<Box<str>> {
    let mut depth = 0_usize;
    let mut open = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => open.push(c),
            _ => {}
        }
    }
    let mut words = open.split([' ', '\t', '\r', '\n', ';']).filter(|w| !w.is_empty());
    words.find(|word| word.eq_ignore_ascii_case("for"))?;
    let addr = normal(&one_line(words.next()?));
    (!address::domain_of(&addr).is_empty()).then(|| addr.into())
}

proptest! {
    #[test]
    fn addresses_by_the_short_cut_are_those_of_the_long_way(value in address_list(), limit in 1_usize..4) {
        same_addresses(&value, limit)?;
    }

    #[test]
    fn plain_lists_take_the_short_cut(value in simple_list(), limit in 1_usize..4) {
        prop_assert!(same_addresses(&value, limit)? || value.contains("=?"), "{:?}", value);
    }

    #[test]
    fn text_by_the_short_cut_is_that_of_the_long_way(value in "[ -~\t\r\n=?\u{0}\u{7f}]{0,40}") {
        let line = unfolded(value.as_bytes(), MAX_VALUE);
        prop_assert_eq!(&*text(value.as_bytes(), 1_000), decoded_text(&line));
    }

    #[test]
    fn an_address_by_the_short_cut_is_that_of_the_long_way(addr in "[<> ]{0,2}[!-~ä\u{1b}\u{202e}]{0,6}[<> ]{0,2}") {
        let mut slow = normal(&one_line(&addr));
        slow.retain(|c| !crate::mail::text::is_unsafe(c));
        prop_assert_eq!(&*plain_address(&addr), slow);
    }

    #[test]
    fn a_received_line_is_cut_at_its_comments(pieces in prop::collection::vec(prop::sample::select(vec!["for", "For ", " ", ";", "(", ")", "<A@b.example>", "a@b", "\r\n\t", "ü", "x", "f", "o", "R"]), 0..14)) {
        let value = pieces.concat();
        prop_assert_eq!(received_for(value.as_bytes()).map(Box::from), received_for_slowly(&value));
    }

    #[test]
    fn a_field_is_found_whatever_the_case_of_its_name(names in prop::collection::vec("[tT]o|[cC][cC]|x-job|X-Sg-Id|[tc]|ccc", 0..8)) {
        let lines: Vec<String> = names.iter().enumerate().map(|(n, name)| format!("{name}: {n}\n")).collect();
        let octets = lines.concat();
        let (fields, _) = Fields::read(octets.as_bytes());
        for (name, wanted) in [(Name::To, &["to"][..]), (Name::Cc, &["cc"]), (Name::Bulk, &["x-job", "x-sg-id"]), (Name::From, &[])] {
            let by_hand: Vec<&[u8]> =
                fields.iter().filter(|f| wanted.iter().any(|wanted| f.is(wanted))).map(|f| f.value).collect();
            prop_assert_eq!(fields.has(name), !by_hand.is_empty());
            prop_assert_eq!(fields.first(name), by_hand.first().copied());
            prop_assert_eq!(fields.all(name).collect::<Vec<_>>(), by_hand);
        }
    }

    #[test]
    fn a_label_is_visible_and_ends_at_the_first_colon(line in "[ -~]{0,6}[:ä \t\r\n]{0,3}[ -~]{0,6}") {
        let colon = line.find(':');
        let by_hand = colon.and_then(|colon| line.get(..colon)).map(str::trim_ascii_end);
        let by_hand = by_hand.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()));
        prop_assert_eq!(label(line.as_bytes()), by_hand.map(|name| (name.as_bytes(), colon.unwrap())));
    }

    #[test]
    fn a_date_by_the_short_cut_is_that_of_the_long_way(value in date_field()) {
        if let Some(short) = simple_date(value.as_bytes()) {
            prop_assert_eq!(Some(short), any_date(value.as_bytes()), "{:?}", value);
        }
    }

    #[test]
    fn links_are_found_in_either_case(value in "[ -~]{0,6}(mailto:|MailTo:|mailt:|:)?<?[a-c@]{0,5}[>,? ]?[ -~ü]{0,9}") {
        let start = value.to_ascii_lowercase().find("mailto:").map(|n| n + "mailto:".len());
        let linked = start.and_then(|start| value.get(start..)).and_then(|tail| tail.split(['>', '?', ',', '<']).next());
        if let Some(linked) = linked {
            let compact: String = linked.split_whitespace().collect();
            let addr = plain_address(&compact);
            let addr = Some(&*addr).filter(|addr| !address::domain_of(addr).is_empty());
            prop_assert_eq!(list_address(value.as_bytes()), addr.map(Box::from));
        }
    }

    #[test]
    fn ids_stand_between_brackets_that_face_each_other(value in "[<>ab ü]{0,16}") {
        let mut by_hand: Vec<Box<str>> = value.split('<').skip(1).filter_map(|piece| id(piece.split_once('>')?.0)).collect();
        if !value.contains('<') {
            by_hand.extend(value.split_whitespace().next().and_then(id));
        }
        prop_assert_eq!(first_id(value.as_bytes()), by_hand.first().cloned());
        by_hand.truncate(3);
        prop_assert_eq!(ids(value.as_bytes(), 3), by_hand);
    }

    #[test]
    fn the_first_address_is_the_first_of_all(value in prop_oneof![address_list(), simple_list()]) {
        prop_assert_eq!(first_address(value.as_bytes()), addresses(value.as_bytes(), 1).0.pop());
    }
}

#[test]
fn a_keyword_is_the_first_word() {
    fn word(value: &str) -> Option<Cow<'_, str>> {
        keyword(value.as_bytes())
    }
    assert_eq!(word(" Quoted-Printable\r\n").as_deref(), Some("quoted-printable"));
    assert_eq!(word("attachment; filename=x").as_deref(), Some("attachment"));
    assert_eq!(word("auto-generated (rejected)").as_deref(), Some("auto-generated"));
    assert_eq!(word(" \r\n"), None);
}
