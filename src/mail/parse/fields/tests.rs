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
    ]);
    let odd = prop::sample::select(vec![
        "\"",
        "\\",
        "(",
        ")",
        ":",
        ";",
        "=?utf-8?Q?J=C3=B6rg?=",
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
    let addr = "[!-~&&[^\"\\\\()<>:;,@]]{0,6}@[!-~&&[^\"\\\\()<>:;,]]{0,6}";
    let name = "[ -~&&[^\"\\\\()<>:;,]]{0,10}";
    let item = (name, addr, 0..4, " {0,2}").prop_map(|(name, addr, form, gap)| match form {
        0 => addr,
        1 => format!("{gap}<{addr}>{gap}"),
        2 => format!("{name}{gap}<{addr}>"),
        _ => format!("\"{name}\"{gap}<{addr}>"),
    });
    prop::collection::vec(item, 1..5).prop_map(|items| items.join(","))
}

fn same_addresses(value: &str, limit: usize) -> Result<bool, TestCaseError> {
    let line = unfolded(value.as_bytes(), MAX_ADDRESSES);
    let simple = undecoded(&line).and_then(|text| simple_addresses(text, limit));
    if let Some(simple) = &simple {
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
        prop_assert_eq!(same_addresses(&value, limit)?, !value.contains("=?"), "{:?}", value);
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
    fn a_received_line_is_cut_at_its_comments(pieces in prop::collection::vec(prop::sample::select(vec!["for", "For ", " ", ";", "(", ")", "<A@b.example>", "a@b", "\r\n\t", "ü", "x"]), 0..14)) {
        let value = pieces.concat();
        prop_assert_eq!(received_for(value.as_bytes()), received_for_slowly(&value));
    }

    #[test]
    fn a_field_is_found_whatever_the_case_of_its_name(names in prop::collection::vec("[aA][bB]{0,2}[cC-]", 0..8), wanted in "a[b]{0,2}[c-]") {
        let lines: Vec<String> = names.iter().enumerate().map(|(n, name)| format!("{name}: {n}\n")).collect();
        let octets = lines.concat();
        let (fields, _) = Fields::read(octets.as_bytes());
        let found: Vec<&[u8]> = fields.all(&wanted).collect();
        let by_hand: Vec<&[u8]> = fields.iter().filter(|f| f.name.eq_ignore_ascii_case(wanted.as_bytes())).map(|f| f.value).collect();
        prop_assert_eq!(fields.has(&wanted), !by_hand.is_empty());
        prop_assert_eq!(found, by_hand);
    }
}

/// Content types as programs write them, mostly plain, with what needs a closer look strewn in.
fn content_type() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(vec![
        "text/plain",
        "TEXT/Html",
        "multipart/alternative",
        "text",
        "text/",
        "/x",
        "a b/c",
        "text/plain ",
    ]);
    let piece = prop::sample::select(vec![
        "; charset=utf-8",
        ";charset=\"UTF-8\"",
        "; Boundary=\"=_b 1\"",
        "; boundary=----abc_1.2",
        "; boundary=a=b",
        ";\r\n\tboundary=\"x  y\"",
        "; report-type=Delivery-Status",
        "; format=flowed",
        ";",
        "; ",
        "; name=\"a;b\"",
        "; name*=utf-8''x",
        "; name*0=x",
        "; charset=",
        "; charset=\"\"",
        "; charset = latin1",
        "; charset='utf-8'",
        "; charset=\"a\\\"b\"",
        "(comment)",
        "; name=\"=?utf-8?Q?x?=\"",
        "; boundary=\" x \"",
        "; boundary=\"",
        " junk",
        "ö",
    ]);
    let any = prop_oneof![8 => piece.prop_map(str::to_owned), 1 => "[ -~]{0,8}"];
    (kind, prop::collection::vec(any, 0..4)).prop_map(|(kind, pieces)| format!("{kind}{}", pieces.concat()))
}

proptest! {
    #[test]
    fn the_short_cut_for_media_types_gives_what_the_long_way_gives(value in content_type()) {
        let line = unfolded(value.as_bytes(), 4096);
        if let Some(short) = undecoded(&line).and_then(simple_media_type) {
            prop_assert_eq!(&short, &media_type(value.as_bytes()));
            prop_assert_eq!(short, any_media_type(&line), "{}", value);
        }
    }
}

#[test]
fn most_media_types_take_the_short_cut() {
    for value in ["text/plain; charset=utf-8", "multipart/alternative; boundary=\"=_b 1\"", "text/html;\r\n charset=\"UTF-8\""] {
        assert!(undecoded(&unfolded(value.as_bytes(), 4096)).and_then(simple_media_type).is_some(), "{value}");
    }
}

#[test]
fn a_keyword_is_the_first_word() {
    let word = |value: &str| keyword(value.as_bytes());
    assert_eq!(word(" Quoted-Printable\r\n").as_deref(), Some("quoted-printable"));
    assert_eq!(word("attachment; filename=x").as_deref(), Some("attachment"));
    assert_eq!(word("auto-generated (rejected)").as_deref(), Some("auto-generated"));
    assert_eq!(word(" \r\n"), None);
}
