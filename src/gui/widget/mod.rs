//! Our own widgets, built on the theme's tokens. What each needs to know of the member's choice it gets as a
//! [`Look`](crate::gui::theme::Look); words come from outside.

mod button;
mod field;
mod focus;
#[cfg(test)]
mod gallery;
mod icon;
mod line;
mod list;
mod notice;
mod progress;
mod shorten;
mod tile;
mod timeline;
mod travel;

pub use crate::gui::theme::Icon;
pub use button::{Button, button, check, check_of, chip};
pub use field::Field;
pub use focus::{Focus, focus};
pub use icon::{IconView, icon};
pub use line::{Line, line};
pub use list::{Act, List, Selection, list, list_head};
pub use notice::{Mood, NoticeCard, notice};
pub use progress::progress;
pub use shorten::shorten;
pub use tile::{Tile, badge, tile};
pub use timeline::{Pin, Span, TimelineView, timeline};
pub use travel::{focus_next, focus_next_from_step, focus_on, focus_previous, focus_step, focus_step_if_idle, unfocus};
