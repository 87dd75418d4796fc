//! Words: Fluent texts in German and English, and errors explained.
//!
//! Level 4. Everything a member reads is made here.

/// An error in words: what happened, what it means, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub happened: String,
    pub means: String,
    pub to_do: String,
}
