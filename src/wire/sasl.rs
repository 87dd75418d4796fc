//! What SASL mechanisms say (RFC 4422): the same in every protocol, which only wraps it.

use super::base64;
use crate::account::Secret;

/// PLAIN (RFC 4616), in base64. None: the name or the secret holds a NUL, which PLAIN cannot say.
pub fn plain(user: &str, secret: &Secret) -> Option<String> {
    let sayable = !user.contains('\0') && !secret.reveal().contains('\0');
    sayable.then(|| base64::padded(format!("\0{user}\0{}", secret.reveal()).as_bytes()))
}

/// LOGIN, which asks for the name and then for the secret, both in base64. Old, never a standard, and on some servers the only one.
pub fn login(user: &str, secret: &Secret) -> [String; 2] {
    [user, secret.reveal()].map(|text| base64::padded(text.as_bytes()))
}
