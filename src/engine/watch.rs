//! The watch: what the worker does while it has nothing else to do. News are read and looked at as a scan does it, and kept aside until
//! the member wants to see them: nothing changes under their eyes.
//!
//! What a standing order names is moved on by the same road as every clean-up: a plan in which nothing is that is kept safe, an action
//! in the journal, an undo.

use super::clean::destination;
use super::event::{News, Watch};
use super::handle::Cancelling;
use super::moving::{Ended, Ground};
use super::patience::Errand;
use super::scan::{Desk, Seen, look};
use super::session::{Session, tell_alerts};
use super::worker::{Worker, panic_text};
use super::{Action, ActionState, Error, Event, Order, OrderId, Picture, Target, Task, moving};
use crate::mail::{MailboxName, MessageRef};
use crate::plan::make::{Candidate, Destination};
use crate::plan::{ActionId, LASTS, Preview, Purpose, make};
use crate::source::{Nature, SourceError, rest};
use crate::store::{Print, StandingOrder};
use crate::triage::{Findings, Incident};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Looks follow each other no faster than this, and take at most this share of the time (one in so many): in a flood, news never ends.
const BETWEEN: Duration = Duration::from_secs(1);
const SHARE: u32 = 4;
/// Where several folders were read, a line tells at once of one only: so often the others are looked at.
const OTHERS: Duration = Duration::from_mins(1);
/// A line that broke is tried again after so long, then twice as long, and so on up to the second.
const AGAIN: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_mins(5);

/// How the watch stands.
#[derive(Default)]
pub(super) struct Watching {
    on: bool,
    /// It was said that news will be told.
    said: bool,
    /// Failures in a row.
    failures: u32,
    /// Nothing is done before.
    not_before: Option<Instant>,
    /// What was told last of what is not shown.
    told: News,
    /// Messages that were moved on since the picture was last shown.
    moved: usize,
    /// When the folders whose news nobody tells are looked at.
    others: Option<Instant>,
    /// A sweep that was left half way, and how many it had moved.
    begun: Option<(ActionId, usize)>,
    /// A standing order met with a refusal: none is carried out any more until the source is opened again, or another order is given.
    refused: bool,
    /// What is open cannot be watched any more, as was said. What is opened next is.
    failed: bool,
}

impl Watching {
    /// What is opened is watched.
    pub(super) const fn is_on(&self) -> bool {
        self.on
    }

    /// Another source was opened, or the same again.
    pub(super) fn afresh(&mut self) {
        *self = Self { on: self.on, ..Self::default() };
    }
}

impl Worker {
    /// Is there something to watch?
    pub(super) fn watches(&self) -> bool {
        self.watching.on && !self.watching.failed && self.session.as_ref().is_some_and(|session| session.picture.source.can_move)
    }

    pub(super) fn set_watch(&mut self, on: bool) {
        let was = std::mem::replace(&mut self.watching.on, on);
        self.watching.afresh();
        if was && !on {
            self.say(Event::Watch(Watch::Off));
        }
    }

    /// The picture with all that came and went since.
    pub(super) fn show_news(&mut self) -> Result<(), Error> {
        let session = self.session.as_mut().ok_or(Error::NothingOpen)?;
        session.show_news();
        (self.watching.told, self.watching.moved) = (News::default(), 0);
        let picture = Arc::clone(&session.picture);
        self.say(Event::Scanned(picture));
        Ok(())
    }

    /// What was seen and is not shown no longer counts: it is looked at again.
    pub(super) fn drop_news(&mut self) {
        if let Some(session) = &mut self.session {
            session.drop_news();
        }
        self.watching.told = News::default();
    }

    /// Follows an incident, or no longer.
    pub(super) fn follow(&mut self, incident: u32, to: Option<&Target>) -> Result<(), Error> {
        let now = self.now();
        let (Some(session), Some(store)) = (&self.session, &mut self.store) else { return Err(Error::NothingOpen) };
        let named = session.picture.findings.incident(incident).ok_or(Error::NoSuchIncident(incident))?;
        let (kind, key, since) = (named.kind.as_str().to_owned(), named.key.to_string(), named.started);
        match to {
            Some(to) if session.picture.source.can_move => {
                let to = destination(session, to)?.mailbox;
                let until = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
                store.set_standing_order(session.id, &StandingOrder { kind, key, since, until, to }, now)?;
            }
            Some(_) => return Err(SourceError::Unsupported.into()),
            None => store.end_standing_order(session.id, &kind, &key)?,
        }
        self.orders_changed()
    }

    /// Follows what one standing order names no longer.
    pub(super) fn end_order(&mut self, order: OrderId) -> Result<(), Error> {
        self.store()?.end_order(order)?;
        self.tell_orders()?;
        self.orders_changed()
    }

    pub(super) fn tell_orders(&mut self) -> Result<(), Error> {
        let now = self.now();
        let store = self.store()?;
        let orders = store.all_standing_orders(now)?.into_iter().map(|(id, source, order)| {
            let StandingOrder { kind, key, until, to, .. } = order;
            Ok(Order { id, source: store.source_record(source)?.label, kind, key, to, until })
        });
        let orders = orders.collect::<Result<_, Error>>()?;
        self.say(Event::Orders(orders));
        Ok(())
    }

    /// Which incidents of the picture are followed may be others than before.
    fn orders_changed(&mut self) -> Result<(), Error> {
        let now = self.now();
        let (Some(session), Some(store)) = (&mut self.session, &self.store) else { return Ok(()) };
        let followed = followed(&session.picture, &store.standing_orders(session.id, now)?);
        session.picture = Arc::new(Picture { followed, ..Picture::clone(&session.picture) });
        let picture = Arc::clone(&session.picture);
        (self.watching.refused, self.watching.begun) = (false, None);
        // It concerns what came in and is not shown, too.
        self.drop_news();
        self.say(Event::Changed(picture));
        Ok(())
    }

    /// Watches until the worker is wanted, or until there was news, or trouble. Failures become events.
    pub(super) fn watch(&mut self, calls: &Cancelling) {
        if let Some(until) = self.watching.not_before {
            if !rest(until.saturating_duration_since(Instant::now()), &|| calls.is_wanted()) {
                return;
            }
            self.watching.not_before = None;
        }
        match catch_unwind(AssertUnwindSafe(|| self.wait_and_look(calls))) {
            // The line was given up for who is wanted meanwhile, or Deich is closing.
            Ok(Ok(()) | Err(Error::Source(SourceError::Cancelled))) => {}
            Ok(Err(error)) => self.watch_failed(error),
            Err(panic) => {
                self.session = None;
                self.watch_failed(Error::Internal { detail: panic_text(panic.as_ref()) });
            }
        }
    }

    fn wait_and_look(&mut self, calls: &Cancelling) -> Result<(), Error> {
        if calls.is_wanted() {
            return Ok(());
        }
        let Some(session) = &mut self.session else { return Ok(()) };
        let folders = session.folders.clone();
        let Some((first, others)) = folders.split_first() else { return Ok(()) };
        if !self.watching.said && self.watching.failures == 0 && !session.stood.is_empty() {
            self.watching.said = true;
            self.outbox.say(Event::Watch(Watch::On));
        }
        let due = self.watching.others.filter(|at| *at > Instant::now());
        let mut now = BTreeMap::new();
        for folder in others {
            if calls.is_wanted() {
                return Ok(());
            }
            if due.is_none() || !session.stood.contains_key(folder) {
                now.insert(folder.clone(), session.source.open(folder)?);
            }
        }
        let mut news = now.iter().any(|(folder, state)| session.stood.get(folder) != Some(state));
        let next = due.unwrap_or_else(|| Instant::now() + OTHERS);
        self.watching.others = Some(next);
        let enough = || calls.is_wanted() || news || (!others.is_empty() && next <= Instant::now());
        let (told, state) = session.source.watch(first, session.stood.get(first), &enough)?;
        now.insert(first.clone(), state);
        news |= told;
        let outbox = &self.outbox;
        tell_alerts(session.source.as_mut(), &|event| outbox.say(event));
        self.watching.failures = 0;
        if !std::mem::replace(&mut self.watching.said, true) {
            self.outbox.say(Event::Watch(Watch::On));
        }
        if !news {
            return Ok(());
        }
        // Unknown, should the look fail; and what happens during it is news again.
        let mut stood = std::mem::take(&mut session.stood);
        stood.extend(now);
        let begun = Instant::now();
        let seen = self.look()?;
        if let Some(session) = &mut self.session {
            session.stood = stood;
        }
        self.watching.not_before = Some(Instant::now() + BETWEEN.max(begun.elapsed() * (SHARE - 1)));
        // A command that comes in meanwhile, and whoever cancels that, waits.
        if !calls.shielded(|| self.sweep(&seen))? {
            self.tell_news(seen);
        }
        Ok(())
    }

    /// Reads what is new. Nothing of it is said.
    fn look(&mut self) -> Result<Seen, Error> {
        let (Some(session), Some(store)) = (&mut self.session, &mut self.store) else { return Err(Error::NothingOpen) };
        let outbox = &self.outbox;
        let say = |event| {
            if let Event::ServerSays(_) = event {
                outbox.say(event);
            }
        };
        // Where the source asks for patience, the worker must stay at hand for the member.
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &say, waits: false };
        let shown = Some(Arc::clone(&session.picture));
        let held = session.held.take();
        let mut desk = Desk { store, keys: &self.keys, errand, whole_only: true, shown, held, hold: true };
        let mut seen = look(&mut desk, session.source.as_mut(), session.id, &session.order)?;
        session.held = seen.held.take();
        Ok(seen)
    }

    /// Carries the standing orders out on what is new. Answers whether anything was to be moved: then what was seen is no longer so.
    fn sweep(&mut self, seen: &Seen) -> Result<bool, Error> {
        // What a line that broke, or a server that asked for patience, has left half done comes first.
        let open = seen.picture.open_action.as_ref().map(|action| action.id);
        let begun = self.watching.begun.take().filter(|(begun, _)| open == Some(*begun));
        let previews = self.due(seen)?;
        if begun.is_none() && previews.is_empty() {
            return Ok(false);
        }
        // Nor is what was kept aside before, wherever this ends.
        self.drop_news();
        let carried_out = match begun {
            Some((begun, moved)) => self.carry_out(moved, |ground| moving::finish(ground, begun)),
            // The member said yes to this when they gave the order.
            None => {
                previews.into_iter().map(Preview::approve).try_for_each(|due| self.carry_out(0, |g| moving::execute(g, &due)))
            }
        };
        self.tell_changed()?;
        carried_out.map(|()| true)
    }

    /// What the standing orders move of what is new.
    fn due(&self, seen: &Seen) -> Result<Vec<Preview>, Error> {
        let (Some(session), Some(store)) = (&self.session, &self.store) else { return Ok(Vec::new()) };
        if self.watching.refused || seen.picture.open_action.is_some() {
            return Ok(Vec::new());
        }
        let orders = store.standing_orders(session.id, self.now())?;
        let new = Difference::between(session, seen).new;
        if orders.is_empty() || new.is_empty() {
            return Ok(Vec::new());
        }
        // What was moved once and is here again was brought back.
        let before = store.moved_before(session.id)?;
        let new: Vec<usize> = new
            .into_iter()
            .filter(|index| seen.picture.message(*index).is_some_and(|message| !before.contains(&Print::of(message))))
            .collect();
        Ok(orders.iter().filter_map(|order| plan(seen, order, &new)).collect())
    }

    /// Moves what a standing order names; so many of it are moved already.
    fn carry_out(&mut self, already: usize, work: impl FnOnce(&mut Ground<'_>) -> Result<Ended, Error>) -> Result<(), Error> {
        let (Some(session), Some(store)) = (&mut self.session, &mut self.store) else { return Err(Error::NothingOpen) };
        session.stood.clear();
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &|_| {}, waits: false };
        let (source, id) = (session.source.as_mut(), session.id);
        let ended = work(&mut Ground { source, id, store, errand, progress: &mut |_, _, _| {} })?;
        let record = store.action(ended.action)?.ok_or(Error::NoSuchAction(ended.action.0))?;
        let action = Action::of(record);
        self.watching.begun = (action.state == ActionState::Open).then_some((action.id, action.moved));
        self.watching.moved += action.moved.saturating_sub(already);
        // What was refused once is not tried again and again.
        self.watching.refused |= action.state == ActionState::Partly;
        self.say(Event::Swept(action));
        ended.stopped.map_or(Ok(()), Err)
    }

    /// Keeps aside what was seen, and tells how much of it is new.
    fn tell_news(&mut self, seen: Seen) {
        let Some(session) = &mut self.session else { return };
        let difference = Difference::between(session, &seen);
        let news = News { new: difference.new.len(), gone: difference.gone, moved: self.watching.moved };
        session.news = (news != News::default()).then(|| Box::new(seen));
        if std::mem::replace(&mut self.watching.told, news) != news {
            self.outbox.say(Event::News(news));
        }
    }

    fn watch_failed(&mut self, error: Error) {
        let Some(asked) = patience(&error) else {
            self.watching.failed = true;
            self.failed(Task::Watch, error);
            self.say(Event::Watch(Watch::Off));
            return;
        };
        self.watching.failures += 1;
        self.watching.said = false;
        let wait = asked.max(back_off(self.watching.failures, RandomState::new().hash_one(())));
        self.watching.not_before = Some(Instant::now() + wait);
        tracing::info!(%error, ?wait, "the watch is interrupted");
        let now = self.options.now.unwrap_or_else(Timestamp::now);
        let again = now.checked_add(wait).unwrap_or(now);
        self.say(Event::Watch(Watch::Offline { again }));
    }
}

/// How long to wait at least before it is tried again; None where that is no use.
fn patience(error: &Error) -> Option<Duration> {
    let Error::Source(error) = error else { return None };
    match error.nature() {
        Nature::Wait => {
            let SourceError::Wait { wait, .. } = error else { return Some(Duration::ZERO) };
            Some(wait.unwrap_or_default())
        }
        // Somebody has to look: the password, the folder or the disk will not mend itself, and a password that is wrong is
        // not tried so often that the account is locked.
        Nature::SignIn | Nature::Mailbox | Nature::Disk | Nature::Unsupported | Nature::Cancelled => None,
        // A certificate that is another's, or none, as well: so a network says that its terms are to be agreed to first.
        Nature::Line | Nature::Refused | Nature::TooLarge => Some(Duration::ZERO),
    }
}

/// How long to wait after so many failures in a row: many programs that lost the same server must not come back all at once.
fn back_off(failures: u32, chance: u64) -> Duration {
    let wait = AGAIN.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    // Between three and five quarters of it.
    wait * 3 / 4 + wait.mul_f64((chance % 1024) as f64 / 2048.0)
}

/// What a new picture has that the one on the screen has not, and the other way round.
struct Difference {
    /// Indices in the new one.
    new: Vec<usize>,
    gone: usize,
}

impl Difference {
    fn between(session: &Session, seen: &Seen) -> Self {
        type Place<'a> = (&'a MailboxName, &'a MessageRef);
        let shown = &session.picture;
        // Where the messages on the screen lie now, as far as they lie in the folders.
        let mut here: HashSet<Place<'_>> = HashSet::with_capacity(shown.messages.len());
        for (index, message) in shown.messages.iter().enumerate() {
            match session.places.get(&index) {
                Some(place) => here.extend(place.iter().map(|key| (&key.mailbox, &key.message))),
                None if index < session.homes.len() => {}
                None => _ = here.insert((&message.mailbox, &message.message)),
            }
        }
        let mut still = 0;
        let mut new = Vec::new();
        for (index, message) in seen.picture.messages.iter().enumerate().skip(seen.homes.len()) {
            if here.contains(&(&message.mailbox, &message.message)) {
                still += 1;
            } else {
                new.push(index);
            }
        }
        let were = here.iter().filter(|(mailbox, _)| seen.folders.contains(mailbox)).count();
        Self { new, gone: were.saturating_sub(still) }
    }
}

/// The incidents that a standing order names: of its kind and key, unless they were over before the one it was given for began.
fn named<'a>(findings: &'a Findings, order: &'a StandingOrder) -> impl Iterator<Item = u32> + 'a {
    let is = |i: &&Incident| i.kind.as_str() == order.kind && *i.key == *order.key && i.ended >= order.since;
    findings.incidents.iter().filter(is).map(|i| i.id)
}

/// The incidents of a picture for which a standing order holds, and until when.
pub(super) fn followed(picture: &Picture, orders: &[StandingOrder]) -> BTreeMap<u32, Timestamp> {
    orders.iter().flat_map(|order| named(&picture.findings, order).map(|id| (id, order.until))).collect()
}

/// What a standing order moves of these new messages; None where that is nothing.
fn plan(seen: &Seen, order: &StandingOrder, new: &[usize]) -> Option<Preview> {
    let picture = &seen.picture;
    let incidents: BTreeSet<u32> = named(&picture.findings, order).collect();
    let candidates = new.iter().filter_map(|index| {
        let message = picture.message(*index)?.as_ref();
        let verdict = picture.findings.verdicts.get(*index).filter(|v| v.incident.is_some_and(|id| incidents.contains(&id)))?;
        let place = message.key();
        let decision = picture.decisions.get(&place).copied();
        Some(Candidate { message, verdict: Some(verdict), decision, place })
    });
    let purpose = Purpose::CleanUp { kind: order.kind.clone(), key: order.key.clone() };
    let create = !picture.mailboxes.iter().any(|info| info.name == order.to);
    let to = Destination { mailbox: order.to.clone(), create };
    let preview = make(&picture.source.id, purpose, candidates, &to, &seen.validity);
    (preview.plan().messages() > 0).then_some(preview)
}

#[cfg(test)]
mod tests;
