//! A door for the fuzz target (`fuzz/`), which reaches no private module.

use super::scram::Scram;

/// The words of a server in a SCRAM sign-in, a line each, by one that does not know the password.
pub fn scram(octets: &[u8]) {
    let Some(mut exchange) = Scram::with_nonce("anna", "pencil", "our-nonce".into()) else { return };
    let _ = exchange.answer(b"");
    for said in octets.split(|octet| *octet == b'\n') {
        let _ = exchange.answer(said);
    }
    assert!(!exchange.is_proven());
}
