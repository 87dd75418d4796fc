//! Picking a span by key.

use iced::keyboard::{Key, key::Named};

/// First and last bar of a span.
type Bars = (usize, usize);

/// What a key makes of the picked span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    Bars(Bars),
    Nothing,
}

/// What a key makes of the picked bars among `total`; None where it means nothing here.
pub fn picked(key: &Key, stretch: bool, chosen: Option<Bars>, total: usize) -> Option<Picked> {
    let end = total.checked_sub(1)?;
    let Key::Named(key) = key else { return None };
    let next = match (key, chosen) {
        (Named::Escape, Some(_)) => return Some(Picked::Nothing),
        (Named::ArrowRight | Named::Home, None) => (0, 0),
        (Named::ArrowLeft | Named::End, None) => (end, end),
        (Named::ArrowRight, Some((first, last))) if stretch => (first, (last + 1).min(end)),
        (Named::ArrowLeft, Some((first, last))) if stretch => (first, last.saturating_sub(1).max(first)),
        (Named::ArrowRight, Some((first, last))) if last < end => (first + 1, last + 1),
        (Named::ArrowLeft, Some((first, last))) if first > 0 => (first - 1, last - 1),
        (Named::Home, Some((first, last))) => {
            if stretch {
                (0, last)
            } else {
                (0, last - first)
            }
        }
        (Named::End, Some((first, last))) => {
            if stretch {
                (first, end)
            } else {
                (end - (last - first), end)
            }
        }
        _ => return None,
    };
    Some(Picked::Bars(next))
}
