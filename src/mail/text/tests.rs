use super::*;
use proptest::prelude::*;

#[test]
fn lines_keep_paragraphs_and_lose_what_is_unsafe() {
    assert_eq!(lines("a\r\nb\t c \r\n\r\n\r\n\r\n\r\nd\u{1b}[31m\u{202e}e\rf"), "a\nb  c\n\n\nd[31me\nf");
    assert_eq!(lines("\n\n  x"), "  x");
}

#[test]
fn html_gives_the_words_a_reader_would_see() {
    let html = "<html><head><title>T</title><style>p{}</style></head><body><!-- c > --><p>Gr&uuml;&szlig;e&nbsp;&amp; \
                <a href=\"http://x.example/?a>b\">hier &#8364;</a></p><script>if (a</b) {}</script><div>eins</div><div>zwei<br>drei\
                </div><span style=\"DISPLAY : none\">geheim<span>tief</span></span><ul><li>a<li>b</ul>1 < 2 &unknown; &#0;</body>";
    let plain = "Grüße\u{a0}& hier €\n\neins\nzwei\ndrei\n\n- a\n- b\n1 < 2 &unknown; &#0;";
    assert_eq!(html_to_text(html), plain);
}

#[test]
fn a_link_keeps_its_text_and_loses_its_target() {
    let text =
        html_to_text("<a href='https://evil.example/track'>Jetzt ansehen</a><img src='https://evil.example/p.gif' alt='x'>");
    assert_eq!(text, "Jetzt ansehen");
}

#[test]
fn hostile_html_costs_no_more_than_its_length() {
    for unit in ["<div>", "<a href=\"", "<!--", "&", "<script>", "</", "<", "<style></styl", "<b style='display:none'>"] {
        let html = unit.repeat(1_000_000 / unit.len());
        assert!(html_to_text(&html).len() <= html.len());
    }
}

#[test]
fn cuts_fall_on_characters() {
    let mut text = "äöü".to_owned();
    cut_octets(&mut text, 3);
    assert_eq!(text, "ä");
    let mut text = "äöü".to_owned();
    cut_chars(&mut text, 2);
    assert_eq!(text, "äö");
    assert_eq!(beginning("ab", 5), "ab");
}

/// [`one_line`] as its description has it, character by character.
fn one_line_slowly(text: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
        } else if !is_unsafe(c) {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    out
}

proptest! {
    #[test]
    fn short_cuts_to_one_line_change_nothing(text in "[a~! \t\r\n\u{0}\u{b}\u{1c}\u{1b}\u{7f}\u{85}\u{a0}\u{ad}\u{2028}\u{202e}\u{3000}\u{feff}äß]{0,12}|[ -~]{0,40}|\\PC{0,20}") {
        prop_assert_eq!(one_line(&text), one_line_slowly(&text));
    }

    #[test]
    fn tidy_is_what_has_no_two_blanks(text in "[a~! ä\u{1}\u{7f}]{0,6}|[a-zä]{15,17}[a ]{0,3}[a-z]{0,40}[ \t]?|([a-z]{1,3} ?){0,20}") {
        let slowly = text.trim_matches(' ') == text && !text.contains("  ") && !text.chars().any(|c| c.is_ascii_control());
        prop_assert_eq!(is_tidy(&text), slowly);
    }

    #[test]
    fn digits_are_where_and_as_many_as_one_by_one(text in "[a-z ä]{0,40}[0-9x]{0,40}|([0-9]|\\PC){0,300}|[/0-9:]{0,600}") {
        prop_assert_eq!(first_digit(&text), text.bytes().position(|b| b.is_ascii_digit()));
        prop_assert_eq!(digits(&text), text.bytes().filter(u8::is_ascii_digit).count());
    }

    #[test]
    fn html_is_always_safe(html in "(<[a-z/!-]{0,6}( [a-z]{1,5}=[\"'a-z]{0,6})?>?|&#?[a-z0-9]{0,5};?|[ -~\u{80}-\u{9f}\u{202e}äß\r\n]){0,60}") {
        let text = html_to_text(&html);
        prop_assert!(text.chars().all(|c| c == '\n' || !is_unsafe(c)));
    }
}
