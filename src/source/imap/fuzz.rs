//! Doors for the fuzz targets (`fuzz/`), which reach no private module.

/// One complete response, and what it means.
pub fn response(octets: &[u8]) {
    let _ = super::response::has_free_text(octets);
    let _ = super::response::parse(octets);
}

/// A mailbox's name as a server writes it: what can be decoded comes back.
pub fn mailbox_name(wire: &str) {
    if let Some(name) = super::utf7::decode(wire) {
        assert_eq!(super::utf7::decode(&super::utf7::encode(&name)), Some(name));
    }
}
