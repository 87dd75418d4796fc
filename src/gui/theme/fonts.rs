//! IBM Plex Sans (Latin, Greek, Cyrillic; OFL, see assets/fonts/OFL.txt). Other scripts come from the system's fonts.

use iced::Font;
use iced::font::{Family, Weight};

/// Hand these to the application: `fonts.iter().fold(app, |app, font| app.font(*font))`.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
];

/// The application's default font.
pub const REGULAR: Font = Font::with_name("IBM Plex Sans");

pub const STRONG: Font = Font { weight: Weight::Semibold, family: Family::Name("IBM Plex Sans"), ..Font::DEFAULT };
