//! Whatever the messages are, findings hold together.

use super::make::*;
use crate::mail::{Address, Envelope, Flags};
use crate::triage::{Kind, Spread, Triage};
use proptest::collection::vec;
use proptest::prelude::*;
use std::ops::Range;

fn address() -> impl Strategy<Value = String> {
    prop_oneof![Just(ME.to_owned()), Just(ALIAS.to_owned()), "[a-d]@[a-c]\\.example", "\\PC{0,12}"]
}

fn subject() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Confirm your subscription".to_owned()),
        Just("Re: STOP".to_owned()),
        Just("Automatische Antwort: x".to_owned()),
        "\\PC{0,20}",
    ]
}

prop_compose! {
    fn envelope()(
        at in prop_oneof![NIGHT..NIGHT + 9_000, -377_705_116_800_i64..253_402_207_200],
        from in address(), subject in subject(), to in vec(address(), 0..14), id in "[a-f]{0,1}", parents in vec("[a-f]", 0..3),
        marks in any::<u8>(), text in proptest::option::of("\\PC{0,60}"), list in proptest::option::of("[a-b]\\.list"), flags in any::<u8>(),
    ) -> Envelope {
        let mut message = mail(at, &from, &subject);
        message.to = to.iter().map(|a| Address::new("", a)).collect();
        message.recipients = to.len() as u32;
        message.message_id = id.into();
        message.references = parents.into_iter().map(Into::into).collect();
        message.excerpt = text.map(Into::into);
        message.list.id = list.map(Into::into);
        message.flags = Flags::from_bits(flags);
        if marks & 1 != 0 { message = message.newsletter(); }
        if marks & 2 != 0 { message = message.auto_reply(); }
        if marks & 4 != 0 { message = message.bounce(); }
        if marks & 8 != 0 { message.delivered_to.clear(); }
        if marks & 16 != 0 { message.from = None; }
        message
    }
}

/// Messages, and the numbers of them in another order.
fn shuffled() -> impl Strategy<Value = (Vec<Envelope>, Vec<usize>)> {
    let messages = (vec(envelope(), 0..100), 0..3).prop_map(|(mut messages, flood)| {
        match flood {
            0 => messages.extend(past().into_iter().chain(sign_ups(NIGHT, 60, 7, ME))),
            1 => messages.extend(past().into_iter().chain(storm(NIGHT, 60, 7, &[ALIAS]))),
            _ => {}
        }
        messages
    });
    messages.prop_flat_map(|messages| {
        let numbers: Vec<usize> = (0..messages.len()).collect();
        (Just(messages), Just(numbers).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// However the messages came: in any order, in batches of any size, looked at in between or not.
    #[test]
    fn any_order_and_any_batches_give_the_same_findings((messages, order) in shuffled(), batch in 1..80_usize) {
        let expected = triage(messages.clone(), &context());
        let mut triage = Triage::new(context());
        for some in order.chunks(batch) {
            for at in some {
                triage.push(&messages[*at]);
            }
            let _ = (triage.findings(), triage.doubtful());
        }
        let mut findings = triage.findings();
        // Back to the numbers that the messages had at first.
        let back = |at: &mut usize| *at = order[*at];
        for incident in &mut findings.incidents {
            incident.trigger.iter_mut().for_each(back);
            incident.announcements.iter_mut().for_each(back);
            incident.announcements.sort_unstable();
        }
        let mut verdicts: Vec<_> = order.iter().zip(findings.verdicts).collect();
        verdicts.sort_by_key(|(at, _)| **at);
        findings.verdicts = verdicts.into_iter().map(|(_, verdict)| verdict).collect();
        let mut expected = expected;
        expected.incidents.iter_mut().for_each(|incident| incident.announcements.sort_unstable());
        prop_assert_eq!(findings, expected);
    }
}

/// Shares of so many, the last one first.
struct Pieces(usize);

impl Spread for Pieces {
    fn width(&self) -> usize {
        1
    }

    fn each<T: Send>(&self, shares: Vec<Range<usize>>, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let mut outcomes: Vec<T> = shares.into_iter().rev().map(work).collect();
        outcomes.reverse();
        outcomes
    }

    fn over<T: Send>(&self, count: usize, _: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        self.each((0..count).step_by(self.0).map(|from| from..count.min(from + self.0)).collect(), work)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// However the work is cut into shares.
    #[test]
    fn shares_give_the_same_as_the_whole((messages, _) in shuffled(), share in 1..80_usize) {
        let mut triage = Triage::new(context());
        for message in &messages {
            triage.push(message);
        }
        let doubtful = triage.doubtful();
        let settled = if doubtful.is_empty() { Ok(triage.findings()) } else { Err(doubtful) };
        prop_assert_eq!(triage.settled(&Pieces(share)), settled);
        // And where every text was read.
        let mut triage = Triage::new(context());
        for message in &messages {
            triage.push(&Envelope { excerpt: Some(message.excerpt.clone().unwrap_or_default()), ..message.clone() });
        }
        prop_assert_eq!(triage.settled(&Pieces(share)), Ok(triage.findings()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// Headers first and then the text, or both at once.
    #[test]
    fn a_text_that_is_read_later_says_the_same(message in envelope()) {
        let looker = Triage::new(context()).looker();
        let mut seen = looker.look(&Envelope { excerpt: None, ..message.clone() });
        if let Some(text) = &message.excerpt {
            looker.read(&mut seen, text);
        }
        prop_assert_eq!(seen, looker.look(&message));
    }

    #[test]
    fn findings_hold_together(messages in vec(envelope(), 0..150), named in any::<bool>()) {
        let mut context = context();
        if !named { context.me.clear(); }
        let findings = triage(messages.clone(), &context);
        prop_assert_eq!(findings.verdicts.len(), messages.len());
        let ids: Vec<u32> = findings.incidents.iter().map(|i| i.id).collect();
        prop_assert_eq!(ids.clone(), (1..=ids.len() as u32).collect::<Vec<_>>());
        for verdict in &findings.verdicts {
            prop_assert!(verdict.incident.is_none_or(|id| ids.contains(&id)));
            prop_assert!(verdict.evidence.len() <= 3);
        }
        for incident in &findings.incidents {
            let members: Vec<usize> = findings.members(incident.id).collect();
            let verdict = |at: &usize| &findings.verdicts[*at];
            prop_assert_eq!(members.len(), incident.messages as usize);
            prop_assert_eq!(members.iter().filter(|m| verdict(m).protected.is_some()).count(), incident.protected as usize);
            prop_assert_eq!(members.iter().filter(|m| verdict(m).personal_data).count(), incident.personal_data as usize);
            for kind in Kind::ALL {
                let count = members.iter().filter(|m| verdict(m).kind == kind).count();
                prop_assert_eq!(count, incident.kinds.get(&kind).copied().unwrap_or(0) as usize);
            }
            let drawn: u32 = incident.timeline.buckets.iter().flatten().sum();
            prop_assert_eq!(drawn, incident.messages);
            prop_assert!(incident.timeline.buckets.len() <= 200 && incident.started <= incident.ended);
            prop_assert!(incident.trigger.is_none_or(|t| members.contains(&t)));
            prop_assert!(incident.announcements.iter().all(|a| members.contains(a)));
        }
        prop_assert_eq!(triage(messages, &context), findings);
    }
}
