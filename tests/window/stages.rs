//! Every staged state in both languages, light and dark, in a small window. With `DEICH_SCREENS=1` each is drawn into
//! target/screens too.

use super::driver::Window;
use deich::gui::STAGES;
use deich::gui::theme::Look;
use deich::lang::Locale;
use iced::Size;

const SMALL: Size = Size::new(900.0, 600.0);
/// Text at 200 %.
const LARGE: Look = Look { scale: 2.0, ..Look::LIGHT };
/// Room that a line's last letter may lean into.
const SLACK: f32 = 2.0;

#[test]
fn every_state_shows_its_words_inside_a_small_window() {
    let draw = std::env::var_os("DEICH_SCREENS").is_some();
    let only = std::env::var("DEICH_STAGE").ok();
    let mut wrong = Vec::new();
    for (name, _) in STAGES.iter().filter(|(name, _)| only.as_deref().is_none_or(|only| name.starts_with(only))) {
        for locale in Locale::ALL {
            for (mode, look) in [("light", Look::LIGHT), ("large", LARGE), ("dark", Look::DARK)] {
                // The words of dark are those of light.
                if mode == "dark" && !draw {
                    continue;
                }
                let window = Window::staged(name, locale, look, SMALL);
                let words = window.words();
                assert!(words.len() > 3, "{name} shows nothing");
                for words in &words {
                    let place = format!("{name} {} {mode}: {:?}", locale.tag(), words.content);
                    if words.content.contains('⟦') {
                        wrong.push(format!("no text: {place}"));
                    }
                    if words.bounds.x < -SLACK || words.bounds.x + words.bounds.width > SMALL.width + SLACK {
                        wrong.push(format!("outside: {place} {:?}", words.bounds));
                    }
                    if words.content.chars().any(deich::mail::text::is_unsafe) {
                        wrong.push(format!("control character: {place}"));
                    }
                }
                if draw {
                    window.photograph(&format!("{name}-{}-{mode}-900x600", locale.tag()));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
