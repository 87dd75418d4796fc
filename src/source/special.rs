//! Which mailbox is the bin, the junk, the sent mail, by the names that programs and people give, where nothing else says so.

use crate::mail::mailbox::below;
use crate::mail::{MailboxInfo, SpecialUse};
use std::cmp::Reverse;

/// Well-known names in lower case, the likelier ones first.
const WELL_KNOWN: &[(SpecialUse, &[&str])] = &[
    (
        SpecialUse::Trash,
        &[
            "trash",
            "papierkorb",
            "deleted items",
            "deleted messages",
            "gelöschte elemente",
            "gelöschte objekte",
            "gelöscht",
            "bin",
            "deleted",
            "corbeille",
            "éléments supprimés",
            "messages supprimés",
            "papelera",
            "elementos eliminados",
            "cestino",
            "posta eliminata",
            "elementi eliminati",
            "prullenbak",
            "verwijderde items",
            "kosz",
            "elementy usunięte",
            "çöp kutusu",
            "çöp",
            "silinmiş öğeler",
            "silinmiş ögeler",
        ],
    ),
    (
        SpecialUse::Sent,
        &[
            "sent",
            "gesendet",
            "sent items",
            "sent messages",
            "sent mail",
            "gesendete elemente",
            "gesendete objekte",
            "gesendete nachrichten",
            "envoyés",
            "éléments envoyés",
            "messages envoyés",
            "enviados",
            "elementos enviados",
            "posta inviata",
            "inviata",
            "inviati",
            "verzonden",
            "verzonden items",
            "wysłane",
            "elementy wysłane",
            "gönderilmiş postalar",
            "gönderilmiş öğeler",
            "gönderilenler",
        ],
    ),
    (
        SpecialUse::Junk,
        &[
            "junk",
            "spam",
            "spamverdacht",
            "junk e-mail",
            "junk-e-mail",
            "junk email",
            "junk mail",
            "bulk mail",
            "unerwünscht",
            "indésirables",
            "courrier indésirable",
            "pourriel",
            "correo no deseado",
            "no deseado",
            "posta indesiderata",
            "indesiderata",
            "ongewenste e-mail",
            "ongewenst",
            "wiadomości-śmieci",
            "śmieci",
            "önemsiz",
            "önemsiz e-posta",
            "istenmeyen",
        ],
    ),
    (
        SpecialUse::Drafts,
        &[
            "drafts",
            "entwürfe",
            "entwurf",
            "draft",
            "brouillons",
            "borradores",
            "bozze",
            "concepten",
            "kopie robocze",
            "szkice",
            "wersje robocze",
            "taslaklar",
        ],
    ),
    (SpecialUse::Archive, &["archive", "archiv", "archives", "archivo", "archivio", "archief", "archiwum", "arşiv"]),
];

/// Fills in uses that the source did not say, each for one mailbox at most: on the first level, just below INBOX, or just below where
/// the member's own mailboxes begin.
pub fn guess(mailboxes: &mut [MailboxInfo], own: &[String]) {
    for (special, names) in WELL_KNOWN {
        if mailboxes.iter().any(|m| m.special == Some(*special)) {
            continue;
        }
        let rank = |info: &MailboxInfo| {
            let leaf = leaf(info, own)?.to_lowercase();
            let found = names.iter().position(|name| *name == leaf);
            found.filter(|_| info.selectable && info.special.is_none()).map(Reverse)
        };
        if let Some(info) = mailboxes.iter_mut().filter(|m| rank(m).is_some()).max_by_key(|m| rank(m)) {
            info.special = Some(*special);
        }
    }
}

/// The last part of a name on the first level, just below INBOX, or just below one of these beginnings.
fn leaf<'a>(info: &'a MailboxInfo, own: &[String]) -> Option<&'a str> {
    let behind = own.iter().filter_map(|own| below(&info.name, own)).min_by_key(|rest| rest.len());
    let name = behind.unwrap_or(info.name.as_str());
    let Some(separator) = info.separator else { return Some(name) };
    match name.split_once(separator) {
        None => Some(name),
        Some((top, rest)) if top.eq_ignore_ascii_case("INBOX") && !rest.contains(separator) => Some(rest),
        Some(_) => None,
    }
}
