//! Colours by meaning: water and sand. Four sets: light and dark, each in normal and high contrast.

#![allow(clippy::unreadable_literal, reason = "colours are written as their six digits")]

use iced::theme::{Palette, palette};
use iced::{Color, Theme, color};

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Page,
    Card,
    /// A field or a bar's bed: a little lower than what it lies on.
    Sunken,
    /// Lines that separate.
    Line,
    /// Outlines of things one can use.
    Edge,
    Text,
    Muted,
    Accent,
    OnAccent,
    AccentSoft,
    OnAccentSoft,
    SafeSoft,
    OnSafeSoft,
    WarnSoft,
    OnWarnSoft,
    ErrorSoft,
    OnErrorSoft,
    /// The ring around what the keyboard acts on.
    Focus,
}

/// One set of colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tones {
    pub name: &'static str,
    pub dark: bool,
    pub page: Color,
    pub card: Color,
    pub sunken: Color,
    pub line: Color,
    pub edge: Color,
    pub text: Color,
    pub muted: Color,
    pub accent: Color,
    /// The accent under the pointer.
    pub accent_strong: Color,
    pub on_accent: Color,
    pub accent_soft: Color,
    pub on_accent_soft: Color,
    pub safe_soft: Color,
    pub on_safe_soft: Color,
    pub warn_soft: Color,
    pub on_warn_soft: Color,
    pub error_soft: Color,
    pub on_error_soft: Color,
    pub focus: Color,
}

pub(super) const LIGHT: Tones = Tones {
    name: "Deich light",
    dark: false,
    page: color!(0xF6F3EC),
    card: color!(0xFFFFFF),
    sunken: color!(0xECE7DC),
    line: color!(0xDDD6C8),
    edge: color!(0x7D786C),
    text: color!(0x17262B),
    muted: color!(0x4F5D62),
    accent: color!(0x0D5A6B),
    accent_strong: color!(0x08475A),
    on_accent: color!(0xFFFFFF),
    accent_soft: color!(0xDCECEE),
    on_accent_soft: color!(0x0A4352),
    safe_soft: color!(0xE1EFE3),
    on_safe_soft: color!(0x1B4F2F),
    warn_soft: color!(0xFAEDD0),
    on_warn_soft: color!(0x614000),
    error_soft: color!(0xFAE4DF),
    on_error_soft: color!(0x852314),
    focus: color!(0x0B3E8F),
};

pub(super) const DARK: Tones = Tones {
    name: "Deich dark",
    dark: true,
    page: color!(0x10171A),
    card: color!(0x182125),
    sunken: color!(0x242F34),
    line: color!(0x2F3C42),
    edge: color!(0x84949A),
    text: color!(0xE7EDED),
    muted: color!(0xA9B7BB),
    accent: color!(0x6CC1D1),
    accent_strong: color!(0x8AD3E0),
    on_accent: color!(0x05262D),
    accent_soft: color!(0x16343C),
    on_accent_soft: color!(0xBFE5EC),
    safe_soft: color!(0x17301F),
    on_safe_soft: color!(0xAEDFBB),
    warn_soft: color!(0x3A2C0F),
    on_warn_soft: color!(0xF3D18F),
    error_soft: color!(0x45211A),
    on_error_soft: color!(0xF8BDB1),
    focus: color!(0xF2C879),
};

pub(super) const LIGHT_HIGH: Tones = Tones {
    name: "Deich light, high contrast",
    page: color!(0xFFFFFF),
    card: color!(0xFFFFFF),
    sunken: color!(0xF0F0F0),
    line: color!(0x404040),
    edge: color!(0x000000),
    text: color!(0x000000),
    muted: color!(0x262626),
    accent: color!(0x003F4F),
    accent_strong: color!(0x00222B),
    accent_soft: color!(0xE3F4F7),
    on_accent_soft: color!(0x00232C),
    safe_soft: color!(0xE6F6E9),
    on_safe_soft: color!(0x032B12),
    warn_soft: color!(0xFFF3D6),
    on_warn_soft: color!(0x3A2500),
    error_soft: color!(0xFFEAE5),
    on_error_soft: color!(0x5A0E04),
    focus: color!(0x0000C8),
    ..LIGHT
};

pub(super) const DARK_HIGH: Tones = Tones {
    name: "Deich dark, high contrast",
    page: color!(0x000000),
    card: color!(0x000000),
    sunken: color!(0x1C1C1C),
    line: color!(0xB8B8B8),
    edge: color!(0xFFFFFF),
    text: color!(0xFFFFFF),
    muted: color!(0xE0E0E0),
    accent: color!(0x8FE8F7),
    accent_strong: color!(0xC9F5FC),
    on_accent: color!(0x000000),
    accent_soft: color!(0x062A31),
    on_accent_soft: color!(0xDDF8FD),
    safe_soft: color!(0x04240F),
    on_safe_soft: color!(0xD2F7DC),
    warn_soft: color!(0x2B1E00),
    on_warn_soft: color!(0xFFE7B5),
    error_soft: color!(0x350F08),
    on_error_soft: color!(0xFFDCD4),
    focus: color!(0xFFD83D),
    ..DARK
};

impl Tones {
    pub const ALL: [&'static Self; 4] = [&LIGHT, &DARK, &LIGHT_HIGH, &DARK_HIGH];

    /// The set behind one of our themes.
    pub fn of(theme: &Theme) -> &'static Self {
        let name = iced::theme::Base::name(theme);
        Self::ALL.into_iter().find(|tones| tones.name == name).unwrap_or(&LIGHT)
    }

    pub const fn get(&self, tone: Tone) -> Color {
        match tone {
            Tone::Page => self.page,
            Tone::Card => self.card,
            Tone::Sunken => self.sunken,
            Tone::Line => self.line,
            Tone::Edge => self.edge,
            Tone::Text => self.text,
            Tone::Muted => self.muted,
            Tone::Accent => self.accent,
            Tone::OnAccent => self.on_accent,
            Tone::AccentSoft => self.accent_soft,
            Tone::OnAccentSoft => self.on_accent_soft,
            Tone::SafeSoft => self.safe_soft,
            Tone::OnSafeSoft => self.on_safe_soft,
            Tone::WarnSoft => self.warn_soft,
            Tone::OnWarnSoft => self.on_warn_soft,
            Tone::ErrorSoft => self.error_soft,
            Tone::OnErrorSoft => self.on_error_soft,
            Tone::Focus => self.focus,
        }
    }

    pub(super) const fn palette(&self) -> Palette {
        Palette {
            background: self.page,
            text: self.text,
            primary: self.accent,
            success: self.on_safe_soft,
            warning: self.on_warn_soft,
            danger: self.on_error_soft,
        }
    }

    /// What iced's own styles fall back on, where we gave none.
    pub(super) fn extended(&self, palette: Palette) -> palette::Extended {
        palette::Extended { is_dark: self.dark, ..palette::Extended::generate(palette) }
    }
}
