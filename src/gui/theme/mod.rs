//! How Deich looks: the only place with raw colours and sizes.
//!
//! [`Look`] is what the member chose (light or dark, contrast, text size). It is small and `Copy`: screens pass it along. Colours
//! live in [`Tones`], found again from iced's theme by its name, so style functions need no argument beyond what iced hands them:
//! `container(x).style(style::card)`.

mod fonts;
mod icons;
mod kinds;
mod scale;
pub mod style;
mod tones;

pub use fonts::{FONTS, REGULAR, STRONG};
pub use icons::{Icon, window_icon};
pub use kinds::{Mark, mark};
pub use scale::{COLUMN, LETTER_HEIGHT, RADIUS, S1, S2, S3, S4, S5, S6, S8, S12, Step, WIDE};
pub use tones::{Tone, Tones};

use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{Text, text};
use iced::{Color, Font, Theme};

/// How strongly things stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Contrast {
    #[default]
    Normal,
    High,
}

/// What the member chose to see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    pub dark: bool,
    pub contrast: Contrast,
    /// Text size, 1.0 to 2.0.
    pub scale: f32,
}

impl Default for Look {
    fn default() -> Self {
        Self { dark: false, contrast: Contrast::Normal, scale: 1.0 }
    }
}

impl Look {
    pub const LIGHT: Self = Self { dark: false, contrast: Contrast::Normal, scale: 1.0 };
    pub const DARK: Self = Self { dark: true, contrast: Contrast::Normal, scale: 1.0 };

    /// iced's theme; its name leads back to [`Tones`].
    pub fn theme(self) -> Theme {
        let tones = self.tones();
        Theme::custom_with_fn(tones.name, tones.palette(), |palette| tones.extended(palette))
    }

    pub const fn tones(self) -> &'static Tones {
        match (self.dark, self.contrast) {
            (false, Contrast::Normal) => &tones::LIGHT,
            (true, Contrast::Normal) => &tones::DARK,
            (false, Contrast::High) => &tones::LIGHT_HIGH,
            (true, Contrast::High) => &tones::DARK_HIGH,
        }
    }

    /// Text size of a step in logical pixels.
    pub fn size(self, step: Step) -> f32 {
        step.size(self.scale)
    }

    /// A length that must hold text (a row's height, an icon beside words) and so grows with it.
    pub fn grow(self, length: f32) -> f32 {
        length * self.scale.clamp(1.0, 2.0)
    }

    /// Whether so little room is left for words that columns should stand below each other.
    pub fn narrow(self, width: f32) -> bool {
        width < 760.0 * self.scale.clamp(1.0, 2.0)
    }

    /// Small print: units, times, hints. Muted.
    pub fn caption<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Caption, REGULAR, words).style(style::text::muted)
    }

    /// Running text.
    pub fn body<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Body, REGULAR, words)
    }

    /// Running text that carries weight: a name, a number.
    pub fn strong<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Body, STRONG, words)
    }

    /// The sentence under a title, the heading of a card.
    pub fn lead<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Lead, REGULAR, words)
    }

    /// A heading inside a page.
    pub fn heading<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Lead, STRONG, words)
    }

    /// What a screen is about.
    pub fn title<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Title, STRONG, words)
    }

    /// One big word or number a screen.
    pub fn display<'a>(self, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(Step::Display, STRONG, words)
    }

    /// Words at a step, plain or strong.
    pub fn say_at<'a>(self, step: Step, strong: bool, words: impl IntoFragment<'a>) -> Text<'a> {
        self.say(step, if strong { STRONG } else { REGULAR }, words)
    }

    fn say<'a>(self, step: Step, font: Font, words: impl IntoFragment<'a>) -> Text<'a> {
        text(whole(words.into_fragment()))
            .size(self.size(step))
            .line_height(step.line_height())
            .font(font)
            .wrapping(Wrapping::WordOrGlyph)
    }

    /// The colour of a kind for a fine line on a card, such as its icon without a ground: darker on light, lighter on dark.
    pub fn ink(self, mark: Mark) -> Color {
        let (to, share) = (if self.dark { 1.0 } else { 0.0 }, 0.4);
        let mix = |part: f32| part + (to - part) * share;
        Color { r: mix(mark.color.r), g: mix(mark.color.g), b: mix(mark.color.b), a: 1.0 }
    }

    /// A colour by its meaning.
    pub const fn tone(self, tone: Tone) -> Color {
        self.tones().get(tone)
    }
}

/// "E-Mail" is one word: no line ends inside it.
fn whole(words: Fragment<'_>) -> Fragment<'_> {
    let breaks = words.contains("E-Mail") || words.contains("e-mail");
    if breaks { words.replace("E-Mail", "E\u{2011}Mail").replace("e-mail", "e\u{2011}mail").into() } else { words }
}

#[cfg(test)]
mod tests;
