//! Floods that hit the member directly: the subscription bomb, backscatter, two answering machines in a loop.

use super::IncidentKind;
use super::burst;
use super::channel::{Place, own_address};
use super::flood::Draft;
use super::intern::Sym;
use super::ordered::Ordered;
use super::phrases::Class;
use super::signals::{MACHINE, Marks, OWN_MATTER, Signal};
use super::weights::{Number, Weights};
use std::collections::{BTreeMap, BTreeSet};

/// Messages an hour below which nothing is a bomb, backscatter, a loop.
const LEAST_BOMB: usize = 12;
const LEAST_BACKSCATTER: usize = 10;
const LEAST_LOOP: usize = 8;
/// So far apart single sign-ups around a bomb may lie, in seconds.
const APART: i64 = 3 * 3_600;
/// So far around a bomb its doubtful mail is looked for, in seconds.
const AROUND: i64 = 1_800;

/// Finds them all; `taken` says which messages belong to an incident already.
pub fn find(ordered: &Ordered<'_>, taken: &mut [bool]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for find in [loops, backscatter, bombs] {
        let found = find(ordered, taken);
        for at in found.iter().flat_map(|d| &d.members) {
            if let Some(slot) = taken.get_mut(*at) {
                *slot = true;
            }
        }
        drafts.extend(found);
    }
    drafts
}

/// The member's address that a direct message is for: the one it names, else the one it was delivered to.
fn hit_address(ordered: &Ordered<'_>, signal: &Signal) -> Option<Sym> {
    let delivered = || signal.delivered.iter().copied().find(|a| ordered.me.contains(a));
    own_address(signal, &ordered.me).or_else(delivered)
}

/// Direct messages nobody took yet that `wanted` accepts, by the key it gives.
fn gather(ordered: &Ordered<'_>, taken: &[bool], key: impl Fn(usize, &Signal) -> Option<Sym>) -> BTreeMap<Sym, Vec<usize>> {
    let mut groups: BTreeMap<Sym, Vec<usize>> = BTreeMap::new();
    for at in 0..ordered.len() {
        let free = !taken.get(at).copied().unwrap_or(true) && ordered.place(at) == Place::Direct;
        if let Some(signal) = ordered.signal(at).filter(|s| free && !ordered.mine(s))
            && let Some(key) = key(at, signal)
        {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
}

fn bursts(ordered: &Ordered<'_>, group: &[usize], least: usize) -> Vec<Vec<usize>> {
    let times: Vec<i64> = group.iter().map(|at| ordered.time(*at)).collect();
    let bursts = burst::find(&times, least).into_iter();
    bursts.filter_map(|b| group.get(b.first..=b.last).map(<[usize]>::to_vec)).collect()
}

fn draft(kind: IncidentKind, key: Sym, members: Vec<usize>) -> Draft {
    Draft { kind, place: Place::Direct, members, trigger: None, key, same: false }
}

/// Different values among the members.
fn different<T: Ord>(ordered: &Ordered<'_>, span: &[usize], of: impl Fn(&Signal) -> T) -> usize {
    span.iter().filter_map(|at| ordered.signal(*at)).map(of).collect::<BTreeSet<_>>().len()
}

/// Is it an edition of a newsletter: its subject advertises, its text was read and says nothing of a sign-up, and no link has a
/// token? A member may have subscribed to it long ago.
fn edition(signal: &Signal) -> bool {
    let advertises = signal.hits.of(Class::Newsletter).subject >= 2;
    advertises
        && signal.is(Marks::READ)
        && signal.scores.words() == 0
        && !signal.marks.any(Marks::TOKEN_LINK.with(Marks::LONG_TOKEN))
}

/// Did the member ask for it, whatever is to be confirmed? It knows the name, and a day, an amount or a number besides: no form that
/// somebody else filled in knows both.
fn asked_for(signal: &Signal) -> bool {
    signal.is(OWN_MATTER) && !signal.is(Marks::LIST_ROBOT)
}

/// Does a direct message look like a sign-up nobody here asked for? Words or a bulk sender's fingerprints; a stranger; no
/// answer, no machine's report; and not plainly something else, such as a booking.
pub fn sign_up(ordered: &Ordered<'_>, at: usize, signal: &Signal) -> bool {
    let limit = |number| ordered.weights.number(number);
    let words = signal.scores.words();
    // A stranger; or a new address at a known house, when its words leave no doubt.
    let stranger = ordered.first_seen(at) || words >= limit(Number::SignUpWords) && ordered.first_address(at);
    if !stranger || signal.marks.any(MACHINE) && !signal.is(Marks::LIST_ROBOT) || signal.recipients >= super::signals::CROWD {
        return false;
    }
    // A forger's mail among the sign-ups is none of them, whatever it wants confirmed.
    if signal.scores.look_alike || edition(signal) || asked_for(signal) {
        return false;
    }
    let fingerprint = i32::from(signal.scores.fingerprint);
    let bulk = fingerprint >= limit(Number::Fingerprint);
    if signal.is(Marks::REPLY) && !bulk {
        return false;
    }
    if signal.scores.other_matter {
        // It may still be one of them, but then its own words must say so: a bulk sender's mark alone is no proof.
        return words >= limit(Number::SignUpOther) && bulk;
    }
    // A text that was read and neither speaks of a sign-up in any language we know nor holds a link to confirm one is a shop's
    // or a railway's own mail: the bulk sender's mark alone takes no ticket away.
    let lists = Marks::TOKEN_LINK.with(Marks::UNSUBSCRIBE).with(Marks::LIST_ROBOT);
    let may_be = words > 0 || signal.marks.any(lists) || !signal.is(Marks::READ);
    // Neither does it where the mail is about something, or knows the member's name.
    let may_be = may_be && (signal.is(Marks::LIST_ROBOT) || !signal.marks.any(OWN_MATTER));
    words >= limit(Number::SignUpWords)
        || words + fingerprint >= limit(Number::SignUpSum) && may_be
        || fingerprint >= limit(Number::SignUpFingerprint) && may_be
}

/// Does a stranger's mail in the middle of a bomb belong to it? There the doubt is smaller: its words, its fingerprint and what a
/// form's mail shows in any language are added up.
fn by_form(ordered: &Ordered<'_>, at: usize, signal: &Signal) -> bool {
    let by_machine = signal.marks.any(MACHINE) && !signal.is(Marks::LIST_ROBOT);
    let crowd = signal.recipients >= super::signals::CROWD;
    let stranger = ordered.first_seen(at) && !by_machine && !crowd && !signal.is(Marks::REPLY);
    if !stranger
        || !signal.is(Marks::TEXT)
        || signal.scores.other_matter
        || signal.scores.look_alike
        || edition(signal)
        || asked_for(signal)
    {
        return false;
    }
    let person = signal.personal_mail(false);
    let marks = [
        (signal.is(Marks::LINK), Number::FormLink),
        (signal.is(Marks::LONG_TOKEN), Number::FormLongToken),
        (signal.is(Marks::MATTER), Number::FormMatter),
        (signal.is(Marks::NAMED), Number::FormNamed),
        (person, Number::FormPerson),
    ];
    let marks: i32 = marks.into_iter().filter(|(is, _)| *is).map(|(_, number)| ordered.weights.number(number)).sum();
    let content = signal.scores.content.map_or(0, |(_, points)| i32::from(points));
    let content = content * ordered.weights.number(Number::FormContent) / 100;
    let points = signal.scores.words() + i32::from(signal.scores.fingerprint) + marks + content;
    points >= ordered.weights.number(Number::Form)
}

/// What came in the middle of a bomb, or right before or after it, and looks like a form's mail joins it.
fn join(ordered: &Ordered<'_>, taken: &[bool], key: Sym, bombed: &mut BTreeSet<usize>, span: &mut Vec<usize>) {
    let Some((first, last)) = span.first().copied().zip(span.last().copied()) else { return };
    let joins = |at: &usize| {
        let free = !taken.get(*at).copied().unwrap_or(true) && ordered.place(*at) == Place::Direct;
        let signal = ordered.signal(*at).filter(|s| free && !ordered.mine(s) && hit_address(ordered, s) == Some(key));
        signal.is_some_and(|signal| by_form(ordered, *at, signal)) && bombed.insert(*at)
    };
    let from = ordered.signals.partition_point(|s| s.received < ordered.time(first) - AROUND);
    let to = ordered.signals.partition_point(|s| s.received <= ordered.time(last) + AROUND);
    let more: Vec<usize> = (from..to).filter(joins).collect();
    span.extend(more);
    span.sort_unstable();
}

/// A bomb begins and ends with single sign-ups, too far apart to be a burst: those belong to it that say what they are and follow each
/// other closely enough, for who is signed up nowhere for months is not by chance in the hours around a bomb.
fn stretch(ordered: &Ordered<'_>, group: &[usize], bombed: &mut BTreeSet<usize>, span: &mut Vec<usize>) {
    let Some((first, last)) = span.first().copied().zip(span.last().copied()) else { return };
    let says_so = |at: &usize| ordered.signal(*at).is_some_and(|s| s.scores.words() >= ordered.weights.number(Number::Worded));
    let before = group.iter().rev().filter(|at| **at < first);
    let after = group.iter().filter(|at| **at > last);
    for (mut edge, outwards) in [(first, before.copied().collect::<Vec<_>>()), (last, after.copied().collect())] {
        for at in outwards {
            if (ordered.time(at) - ordered.time(edge)).abs() > APART {
                break;
            }
            if says_so(&at) && bombed.insert(at) {
                span.push(at);
                edge = at;
            }
        }
    }
    span.sort_unstable();
}

fn bombs(ordered: &Ordered<'_>, taken: &[bool]) -> Vec<Draft> {
    let groups = gather(ordered, taken, |at, s| if sign_up(ordered, at, s) { hit_address(ordered, s) } else { None });
    let mut drafts = Vec::new();
    for (key, group) in groups {
        let spans = bursts(ordered, &group, LEAST_BOMB);
        let mut bombed: BTreeSet<usize> = spans.iter().flatten().copied().collect();
        for mut span in spans {
            let says_so = |s: &&Signal| s.scores.words() >= ordered.weights.number(Number::Worded);
            let worded = span.iter().filter_map(|at| ordered.signal(*at)).filter(says_so).count();
            let strangers = different(ordered, &span, |s| s.domain);
            if strangers >= 8 && strangers * 3 >= span.len() && worded * 4 >= span.len() {
                stretch(ordered, &group, &mut bombed, &mut span);
                join(ordered, taken, key, &mut bombed, &mut span);
                drafts.push(draft(IncidentKind::SubscriptionBomb, key, span));
            }
        }
    }
    drafts
}

fn backscatter(ordered: &Ordered<'_>, taken: &[bool]) -> Vec<Draft> {
    let groups = gather(ordered, taken, |at, s| {
        let bounce = s.scores.is_bounce(ordered.weights);
        let by_machine = s.marks.any(Marks::MACHINE_ANSWER.with(Marks::BARE_ANSWER));
        let answer = (by_machine || s.scores.is_auto_reply(ordered.weights)) && ordered.first_seen(at);
        if (bounce || answer) && !s.is(Marks::ANSWERS_ME) { hit_address(ordered, s) } else { None }
    });
    let mut drafts = Vec::new();
    for (key, group) in groups {
        for span in bursts(ordered, &group, LEAST_BACKSCATTER) {
            let bounces =
                span.iter().filter_map(|at| ordered.signal(*at)).filter(|s| s.scores.is_bounce(ordered.weights)).count();
            if different(ordered, &span, |s| s.domain) >= 4 && bounces * 5 >= span.len() * 2 {
                drafts.push(draft(IncidentKind::Backscatter, key, span));
            }
        }
    }
    drafts
}

/// Does a machine answer, so that it may be part of a loop?
pub fn answers(signal: &Signal, weights: &Weights) -> bool {
    i32::from(signal.scores.auto_replies) >= weights.number(Number::Loop)
        || signal.is(Marks::AUTO_GENERATED.with(Marks::REPLY))
        || signal.scores.is_bounce(weights)
}

fn loops(ordered: &Ordered<'_>, taken: &[bool]) -> Vec<Draft> {
    let groups = gather(ordered, taken, |_, s| {
        (answers(s, ordered.weights) && s.from.is_some() && hit_address(ordered, s).is_some()).then_some(s.from)
    });
    let mut drafts = Vec::new();
    for (key, group) in groups {
        for span in bursts(ordered, &group, LEAST_LOOP) {
            // One party, one matter.
            let matters = different(ordered, &span, |s| s.subject);
            if matters <= 2 || matters * 5 <= span.len() {
                drafts.push(draft(IncidentKind::AutoReplyLoop, key, span));
            }
        }
    }
    drafts
}
