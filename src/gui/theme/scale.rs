//! Sizes: five steps of type, spaces in steps of 4, one radius.

use iced::widget::text::LineHeight;

pub const S1: f32 = 4.0;
pub const S2: f32 = 8.0;
pub const S3: f32 = 12.0;
pub const S4: f32 = 16.0;
pub const S5: f32 = 20.0;
pub const S6: f32 = 24.0;
pub const S8: f32 = 32.0;
pub const S12: f32 = 48.0;

/// Corners of cards, buttons and fields.
pub const RADIUS: f32 = 8.0;

/// How wide a page of words gets at a text size of 100 %, and one with a picture in it.
pub const COLUMN: f32 = 880.0;
pub const WIDE: f32 = 1280.0;

/// How high a letter to be changed gets at a text size of 100 %: what follows stays in sight.
pub const LETTER_HEIGHT: f32 = 340.0;

/// The type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Caption,
    Body,
    Lead,
    Title,
    Display,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Caption, Self::Body, Self::Lead, Self::Title, Self::Display];

    /// Logical pixels at a text size of 1.0 to 2.0. What is large already grows less, so that 200 % still fits a small window.
    pub fn size(self, scale: f32) -> f32 {
        let scale = if scale.is_finite() { scale.clamp(1.0, 2.0) } else { 1.0 };
        let (base, share) = match self {
            Self::Caption => (14.0, 1.0),
            Self::Body => (16.0, 1.0),
            Self::Lead => (19.0, 0.85),
            Self::Title => (26.0, 0.6),
            Self::Display => (36.0, 0.5),
        };
        base * (1.0 + (scale - 1.0) * share)
    }

    pub const fn line_height(self) -> LineHeight {
        LineHeight::Relative(match self {
            Self::Caption | Self::Body => 1.45,
            Self::Lead => 1.4,
            Self::Title => 1.25,
            Self::Display => 1.15,
        })
    }
}
