//! The short cut for plain encoded words gives exactly what the long way gives.

use super::*;
use crate::mail::parse::fields::{decoded_text, unfolded};
use crate::mail::text::one_line;
use proptest::prelude::*;

/// Subjects with encoded words, with what needs a closer look strewn in.
fn subject() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
        "=?UTF-8?q?a_b=5F=3f?=",
        "=?utf-8?B?R3LDvMOfZQ==?=",
        "=?Utf-8?b?w7x4?=",
        "=?utf-8?B?eA==?=",
        "=?utf-8?Q?=0A=1B=20?=",
        "=?utf-8?Q??=",
        "=?utf-8?B??=",
        " ",
        "\r\n ",
        "\r\n\t",
        "AW: ",
        "x",
        "a  b",
    ]);
    let odd = prop::sample::select(vec![
        "=?",
        "?=",
        "=",
        "?",
        "utf-8?",
        "Q?",
        "=C3",
        "B?",
        "=?utf-8?Q?=C3?=",
        "=?utf-8?Q?=BC?=",
        "=?utf-8?Q?a b?=",
        "=?utf-8?Q?=zz?=",
        "=?utf-8?Q?x=?=",
        "=?utf-8?Q?a?b?=",
        "=?utf-8?B?R3L?=",
        "=?utf-8?B?R3LD=?=",
        "=?utf-8?B?e===?=",
        "=?utf-8?B?eA==eA==?=",
        "=?utf-8?B?e-_A?=",
        "=?utf-8?B?e A=?=",
        "=?utf-8*de?Q?x?=",
        "=?iso-8859-1?Q?=FC?=",
        "=?utf-8?X?x?=",
        "=?utf-8?Q?\r\n x?=",
        "=?utf-8?B?77u/eA==?=",
        "=?utf-8?Q?a_=5?=",
        "=?utf-8?Q?=_?=",
    ]);
    let piece = prop_oneof![8 => plain.prop_map(str::to_owned), 1 => odd.prop_map(str::to_owned), 1 => "[!-~]{0,4}"];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn words_by_the_short_cut_are_those_of_the_long_way(value in subject()) {
        if let Some(short) = decoded(&value) {
            prop_assert_eq!(one_line(&short), decoded_text(&unfolded(value.as_bytes(), 1_000)), "{:?}", value);
        }
    }
}

#[test]
fn most_words_take_the_short_cut() {
    for (value, text) in [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?UTF-8?B?w7x4?=", "Grüßeüx"),
        ("AW: =?utf-8?Q?a_b?=", "AW: a b"),
        ("=?utf-8?Q?a?= b", "a b"),
    ] {
        assert_eq!(decoded(value).as_deref(), Some(text));
    }
    assert_eq!(only_words("=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_x?=").as_deref(), Some("Jörg x"));
    assert_eq!(only_words("=?utf-8?Q?J=C3=B6rg?= x"), None);
}
