use super::*;
use crate::mail::Address;
use proptest::prelude::*;

prop_compose! {
    fn any_time()(second in -10_000_000_000_i64..200_000_000_000, nanosecond in 0..999_999_999_i32) -> Timestamp {
        Timestamp::new(second, if second < 0 { -nanosecond } else { nanosecond }).unwrap()
    }
}

fn any_text() -> impl Strategy<Value = Box<str>> {
    any::<String>().prop_map(Into::into)
}

fn any_address() -> impl Strategy<Value = Address> {
    (any_text(), any_text()).prop_map(|(name, addr)| Address { name, addr })
}

prop_compose! {
    fn any_envelope()(
        times in (any_time(), proptest::option::of(any_time())),
        numbers in (any::<u32>(), any::<u32>(), 0..32_u8, 0..64_u8),
        from in proptest::option::of(any_address()),
        lists in proptest::collection::vec(proptest::collection::vec(any_address(), 0..4), 3),
        texts in proptest::collection::vec(proptest::collection::vec(any_text(), 0..4), 4),
        optional in proptest::collection::vec(proptest::option::of(any_text()), 10),
        one in (any_text(), any_text(), any_text()),
    ) -> Envelope {
        let mark = |bit: u8| numbers.3 >> bit & 1 == 1;
        let arrival = Arrival {
            mailbox: MailboxName::inbox(),
            message: MessageRef::new("1"),
            received: times.0,
            size: numbers.0,
            flags: Flags::from_bits(numbers.2),
        };
        let mut e = parse::envelope(arrival, b"", false);
        (e.date, e.recipients) = (times.1, numbers.1);
        (e.from, e.sender) = (from.clone(), from);
        [e.reply_to, e.to, e.cc] = lists.try_into().unwrap();
        [e.in_reply_to, e.references, e.delivered_to, e.authentication_results] = texts.try_into().unwrap();
        let [id, post, owner, unsubscribe, submitted, precedence, path, report, mailer, excerpt] = optional.try_into().unwrap();
        (e.list.id, e.list.post, e.list.owner, e.list.unsubscribe) = (id, post, owner, unsubscribe);
        (e.list.one_click, e.list.manager) = (mark(0), mark(1));
        (e.auto.auto_submitted, e.auto.precedence, e.auto.return_path) = (submitted, precedence, path);
        (e.auto.auto_reply, e.auto.response_suppress, e.auto.bulk, e.calendar) = (mark(2), mark(3), mark(4), mark(5));
        (e.report_type, e.mailer, e.excerpt) = (report, mailer, excerpt);
        (e.message_id, e.subject, e.content_type) = one;
        e
    }
}

fn columns(e: &Envelope) -> Columns {
    Columns { mailbox: e.mailbox.clone(), message: e.message.clone(), flags: e.flags, excerpt: e.excerpt.clone() }
}

proptest! {
    #[test]
    fn an_envelope_comes_back_as_it_was(e in any_envelope()) {
        let packed = Packed::of(&e);
        let unpacked = unpack(columns(&e), &Fresh::from(&e).block).unwrap();
        prop_assert_eq!(&unpacked, &e);
        let excerpt = e.excerpt.as_ref().map(|_| Box::default());
        let kept = Envelope { excerpt, delivered_to: Vec::new(), authentication_results: Vec::new(), mailer: None, ..e };
        prop_assert_eq!(packed.open(), kept);
    }

    #[test]
    fn what_lists_show_is_read_without_opening(e in any_envelope()) {
        let packed = Packed::of(&e);
        prop_assert_eq!(packed.key(), e.key());
        let changing = (packed.flags, packed.read);
        prop_assert_eq!((packed.received, packed.size, changing), (e.received, e.size, (e.flags, e.excerpt.is_some())));
        prop_assert_eq!((packed.message_id(), packed.subject()), (&*e.message_id, &*e.subject));
        prop_assert_eq!((packed.from_addr(), packed.list_id()), (e.from_addr(), e.list.id.as_deref()));
        let name = e.from.as_ref().map_or("", |from| if from.name.is_empty() { &*from.addr } else { &*from.name });
        prop_assert_eq!(packed.from_name(), name);
    }

    #[test]
    fn broken_octets_are_refused(e in any_envelope(), at: proptest::sample::Index, to: u8) {
        let mut octets = Fresh::from(&e).block;
        let cut = at.index(octets.len());
        prop_assert!(unpack(columns(&e), octets.get(..cut).unwrap()).is_none());
        *octets.get_mut(cut).unwrap() = to;
        // It may still make sense by chance; it must not panic or ask for much memory.
        let _ = unpack(columns(&e), &octets);
    }
}
