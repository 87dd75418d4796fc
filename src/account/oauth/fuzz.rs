//! A door for the fuzz target (`fuzz/`), which reaches no private module.

use super::{Answer, OAuthError, Secret, redirect, tokens};

/// What a browser, or whoever knocks in its place, asks for; and what a server answers that gives out tokens. What is said of
/// either is fit to be shown.
pub fn answers(status: u16, text: &str) {
    let brought = redirect::brought(text, &Secret::new("our-state"));
    let answered = tokens(&Answer { status, text: text.to_owned() });
    for error in [brought.and_then(Result::err), answered.err()].into_iter().flatten() {
        if let OAuthError::Refused { said } | OAuthError::Failed { detail: said } = error {
            assert!(!said.chars().any(crate::mail::text::is_unsafe));
        }
    }
}
