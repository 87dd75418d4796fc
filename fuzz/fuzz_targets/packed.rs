//! A packed envelope from a store that may be damaged: what can be read reads back as the same.
#![no_main]

use deich::mail::packed::{Columns, unpack};
use deich::mail::{Flags, Fresh, MailboxName, MessageRef, Packed};
use libfuzzer_sys::fuzz_target;

fn columns() -> Columns {
    Columns { mailbox: MailboxName::inbox(), message: MessageRef::from_uid(1), flags: Flags::empty(), excerpt: None }
}

fuzz_target!(|octets: &[u8]| {
    if let Some(envelope) = unpack(columns(), octets) {
        let packed = Packed::of(&envelope);
        let _ = (packed.subject(), packed.from_name(), packed.list_id(), packed.message_id());
        assert_eq!(unpack(columns(), &Fresh::from(&envelope).block), Some(envelope));
    }
});
