//! The report on an incident: the facts, a letter in German or English, the trigger attached, third parties blacked out.
//!
//! Level 1.

/// Languages a letter can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    German,
    English,
}
