//! The short cut for plain media types gives exactly what the long way gives.

use super::*;
use proptest::prelude::*;

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
        "; boundary=\"=_b1?\"",
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
        let line = unfolded(value.as_bytes(), MAX_VALUE);
        if let Some(short) = visible(value.as_bytes(), MAX_VALUE).and_then(simple_type) {
            prop_assert_eq!(&short, &MediaType::of(value.as_bytes()));
            prop_assert_eq!(short, any_type(&line), "{}", value);
        }
    }
}

#[test]
fn most_media_types_take_the_short_cut() {
    for value in ["text/plain; charset=utf-8", "multipart/alternative; boundary=\"=_b1\"", "text/html;\r\n charset=\"UTF-8\""] {
        assert!(visible(value.as_bytes(), MAX_VALUE).and_then(simple_type).is_some(), "{value}");
    }
}
