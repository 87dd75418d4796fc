//! Which key does what, as a pure function. No key moves or deletes anything by itself.

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shortcut {
    /// One screen back. Never destroys anything.
    Back,
    NextField,
    PreviousField,
    /// The list of all keys.
    Help,
    Settings,
    History,
    /// To the search field.
    Search,
    /// Keep the selected messages.
    Keep,
    /// Do not keep them.
    Release,
    /// Why is this message judged as it is?
    Why,
    SelectAll,
    /// Select or deselect the row under the cursor.
    Toggle,
    /// Moves the cursor in the list by this many rows; `extend` selects on the way.
    Move {
        by: Step,
        extend: bool,
    },
    /// Show the message under the cursor.
    Read,
}

/// How far the cursor of a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Shortcut {
    /// The list of keys as it is shown: the texts of a key's name and of what it does.
    pub const SHOWN: [(&'static str, &'static str); 14] = [
        ("gui-key-esc", "gui-key-back"),
        ("gui-key-tab", "gui-key-next"),
        ("gui-key-f1", "gui-key-help"),
        ("gui-key-f2", "gui-key-settings"),
        ("gui-key-f3", "gui-key-history"),
        ("gui-key-ctrl-f", "gui-key-search"),
        ("gui-key-k", "gui-key-keep"),
        ("gui-key-u", "gui-key-release"),
        ("gui-key-w", "gui-key-why"),
        ("gui-key-ctrl-a", "gui-key-all"),
        ("gui-key-arrows", "gui-key-move"),
        ("gui-key-shift-arrows", "gui-key-extend"),
        ("gui-key-space", "gui-key-toggle"),
        ("gui-key-enter", "gui-key-read"),
    ];
}

/// The shortcut of a key press that no field has taken for itself.
pub fn shortcut(key: &Key, modifiers: Modifiers) -> Option<Shortcut> {
    let extend = modifiers.shift();
    match key.as_ref() {
        Key::Named(named) if !modifiers.command() && !modifiers.alt() => Some(match named {
            Named::Escape => Shortcut::Back,
            Named::Tab if extend => Shortcut::PreviousField,
            Named::Tab => Shortcut::NextField,
            Named::F1 => Shortcut::Help,
            Named::F2 => Shortcut::Settings,
            Named::F3 => Shortcut::History,
            Named::Space => Shortcut::Toggle,
            Named::Enter => Shortcut::Read,
            Named::ArrowUp => Shortcut::Move { by: Step::Up, extend },
            Named::ArrowDown => Shortcut::Move { by: Step::Down, extend },
            Named::PageUp => Shortcut::Move { by: Step::PageUp, extend },
            Named::PageDown => Shortcut::Move { by: Step::PageDown, extend },
            Named::Home => Shortcut::Move { by: Step::First, extend },
            Named::End => Shortcut::Move { by: Step::Last, extend },
            _ => return None,
        }),
        Key::Character(c) if modifiers.command() => match c {
            "f" | "F" => Some(Shortcut::Search),
            "a" | "A" => Some(Shortcut::SelectAll),
            _ => None,
        },
        Key::Character(c) if !modifiers.alt() => match c {
            "k" | "K" => Some(Shortcut::Keep),
            "u" | "U" => Some(Shortcut::Release),
            "w" | "W" => Some(Shortcut::Why),
            "/" => Some(Shortcut::Search),
            "?" => Some(Shortcut::Help),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
