//! Kinds of messages on screen: a fixed colour, the same in every theme, and a second mark (an icon, and lines through the bars)
//! for those who cannot tell the colours apart.

#![allow(clippy::unreadable_literal, reason = "colours are written as their six digits")]

use super::Icon;
use crate::triage::Kind;
use iced::{Color, color};

/// How a kind shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    pub color: Color,
    pub icon: Icon,
    /// Distance in pixels between the lines drawn through its bars; none: plain.
    pub lines: Option<u8>,
}

/// The mark of a kind. Colours were chosen so that every two differ for the three common kinds of colour blindness too, and stand
/// out from both the light and the dark card; the tests hold them to it.
pub const fn mark(kind: Kind) -> Mark {
    let (color, icon, lines) = match kind {
        Kind::Trigger => (color!(0x904F85), Icon::Zap, None),
        Kind::Confirmation => (color!(0x316CB6), Icon::MailCheck, None),
        Kind::Welcome => (color!(0x8C99EB), Icon::Handshake, Some(6)),
        Kind::Newsletter => (color!(0xB098B2), Icon::Newspaper, Some(3)),
        Kind::ReplyAll => (color!(0xAA7D00), Icon::ReplyAll, None),
        Kind::AutoReply => (color!(0x5C6C10), Icon::Bot, Some(6)),
        Kind::Bounce => (color!(0xB65153), Icon::MailX, Some(3)),
        Kind::Announcement => (color!(0x008EBB), Icon::Megaphone, None),
        Kind::List => (color!(0xDB8D62), Icon::Users, Some(6)),
        Kind::Ordinary => (color!(0x7E878A), Icon::Mail, None),
    };
    Mark { color, icon, lines }
}
