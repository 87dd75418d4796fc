//! The worker: takes one command after the other to the use case that answers it, and outlives all of them.

use super::handle::Outbox;
use super::keys::Keys;
use super::moving::{self, Ended, Ground};
use super::open::Way;
use super::patience::Errand;
use super::scan::{Desk, scan};
use super::session::{Session, tell_alerts};
use super::watch::Watching;
use super::{
    Access, Action, Command, Error, Event, KnownAccount, Options, Picture, ReportDraft, Scan, Settings, SourceSpec, Stage, Task,
    clean, discover, drafts, filter, sample, save,
};
use crate::account::discover::Means;
use crate::mail::MessageKey;
use crate::plan::{ActionId, Approved};
use crate::report::Language;
use crate::sieve::ManageSieve;
use crate::source::{Cancel, MailSource, SourceError};
use crate::store::{Store, default_place};
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

/// Where the store lies, unless the member says otherwise.
const PLACE: &str = "DEICH_DATA";
/// The largest message whose text is shown.
const LARGEST_SHOWN: u64 = 32 * 1024 * 1024;

pub(super) struct Worker {
    pub(super) options: Options,
    /// Whom to ask for the server of an address.
    means: Means,
    pub(super) outbox: Outbox,
    pub(super) cancel: Cancel,
    pub(super) store: Option<Store>,
    pub(super) session: Option<Session>,
    /// Number of the command at work.
    command: u64,
    /// For the next action on a source that is not open.
    access: Option<Access>,
    pub(super) watching: Watching,
    /// What was granted in the browser.
    pub(super) keys: Keys,
}

/// Where the store lies.
pub(super) fn place(options: &Options) -> Result<PathBuf, Error> {
    let named = options.data.clone();
    let named = named.or_else(|| std::env::var_os(PLACE).filter(|place| !place.is_empty()).map(PathBuf::from));
    Ok(named.map_or_else(default_place, Ok)?)
}

impl Worker {
    pub(super) fn new(options: Options, means: Means, outbox: Outbox, cancel: Cancel) -> Self {
        let (keys, watching) = (Keys::new(super::settings(&options).sign_in), Watching::default());
        Self { options, means, outbox, cancel, store: None, session: None, command: 0, access: None, watching, keys }
    }

    pub(super) fn say(&self, event: Event) {
        self.outbox.say(event);
    }

    /// Answers a command. A failure, and even a panic, becomes an event: the worker never dies of one.
    pub(super) fn run(&mut self, number: u64, command: Command) {
        self.command = number;
        let task = command.task();
        // What a use case leaves half done lies in the store, which knows how to go on.
        let result = catch_unwind(AssertUnwindSafe(|| self.answer(command)));
        match result {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.failed(task, error),
            Err(panic) => {
                // In what state it left the open source, nobody knows.
                self.session = None;
                self.failed(task, Error::Internal { detail: panic_text(panic.as_ref()) });
            }
        }
    }

    pub(super) fn failed(&self, task: Task, error: Error) {
        match error {
            Error::Source(SourceError::Cancelled) => self.say(Event::Cancelled(task)),
            error => self.say(Event::Failed { task, command: self.command, error: Arc::new(error) }),
        }
    }

    fn answer(&mut self, command: Command) -> Result<(), Error> {
        match command {
            Command::Scan(order) => self.scan(&order),
            Command::Demo { dir, size } => self.demo(dir, size),
            Command::Preview(order) => {
                let preview = clean::preview(self.session()?, &order)?;
                self.say(Event::Preview(order, Arc::new(preview)));
                Ok(())
            }
            Command::Execute(approved) => self.execute(&approved),
            Command::Access(access) => {
                self.access = Some(access);
                Ok(())
            }
            Command::Undo(action) => self.undo(action),
            Command::Finish(action) => self.finish(action),
            Command::Text(message) => self.text(message),
            Command::Decide { messages, keep } => self.decide(messages, keep),
            Command::Trust { address, trust } => self.trust(&address, trust),
            Command::Trusted => self.tell_trusted(),
            Command::Watch(on) => {
                self.set_watch(on);
                Ok(())
            }
            Command::ShowNews => self.show_news(),
            Command::Follow { incident, to } => self.follow(incident, to.as_ref()),
            Command::Orders => self.tell_orders(),
            Command::EndOrder(order) => self.end_order(order),
            Command::Filter { incident } => {
                let draft = drafts::filter(self.session()?, incident, self.now())?;
                self.say(Event::Filter(draft));
                Ok(())
            }
            Command::SetFilter { script } => {
                let stands = filter::set(self.filters()?, &script)?;
                self.say(Event::OnServer(stands));
                Ok(())
            }
            Command::RemoveFilter => {
                let stands = filter::remove(self.filters()?)?;
                self.say(Event::OnServer(stands));
                Ok(())
            }
            Command::Report { incident, language } => {
                let draft = self.report(incident, language, None)?;
                self.say(Event::Report(draft));
                Ok(())
            }
            Command::History => {
                let history = self.store()?.history()?.into_iter().map(Action::of).collect();
                self.say(Event::History(history));
                Ok(())
            }
            Command::Accounts => self.tell_accounts(),
            Command::ForgetAccount(source) => self.forget_account(&source),
            Command::Discover { address, ca } => {
                let found = discover::discover(&address, ca.as_deref(), &self.means, &self.cancel)?;
                self.say(Event::Discovered(Arc::new(found)));
                Ok(())
            }
            Command::SignIn { source, page } => {
                let open = |url: &str| {
                    self.say(Event::Stage(Stage::Browser { url: url.to_owned() }));
                    // Where no browser comes, the member has the address.
                    if let Err(error) = ::open::that_detached(url) {
                        tracing::warn!(%error, "no browser");
                    }
                };
                self.keys.sign_in(&source, &page, &|| self.cancel.is_cancelled(), &open)?;
                self.say(Event::SignedIn(source));
                Ok(())
            }
            Command::TrustCertificate { source, certificate } => Ok(self.store()?.trust_certificate(&source, certificate)?),
            Command::Save { path, octets, overwrite } => {
                save::save(&path, &octets, overwrite)?;
                self.say(Event::Saved(path));
                Ok(())
            }
            Command::SaveReport { incident, language, letter, path, overwrite } => {
                let draft = self.report(incident, language, letter.as_deref())?;
                save::save(&path, &draft.eml, overwrite)?;
                self.say(Event::Saved(path));
                Ok(())
            }
            Command::OpenFile(path) => {
                ::open::that_detached(&path).map_err(|error| Error::NoProgram { path, detail: error.to_string() })
            }
            Command::SetAside => self.set_aside(),
            Command::Settings(settings) => settings.keep(&self.dir()?),
            Command::Forget => self.forget(),
        }
    }

    /// The filters on the server of the open source.
    fn filters(&mut self) -> Result<ManageSieve, Error> {
        let ways = self.session()?.way.filters(self.options.sieve_port, &self.means.dns)?;
        filter::connect(&ways, &self.cancel)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.options.now.unwrap_or_else(Timestamp::now)
    }

    fn dir(&self) -> Result<PathBuf, Error> {
        place(&self.options)
    }

    /// The store, opened when it is first needed.
    pub(super) fn store(&mut self) -> Result<&mut Store, Error> {
        if self.store.is_none() {
            self.store = Some(Store::open(&self.dir()?)?);
        }
        self.store.as_mut().ok_or(Error::StoreBusy)
    }

    fn session(&self) -> Result<&Session, Error> {
        self.session.as_ref().ok_or(Error::NothingOpen)
    }

    fn scan(&mut self, order: &Scan) -> Result<(), Error> {
        self.session = None;
        // Until the first messages are here, the words that they are searched for are ready. Nothing hangs on this thread's end.
        drop(std::thread::Builder::new().spawn(crate::triage::prepare));
        self.store()?;
        let Some(store) = &mut self.store else { return Err(Error::StoreBusy) };
        let outbox = &self.outbox;
        let say = |event| outbox.say(event);
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &say, waits: true };
        let hold = self.watching.is_on() || self.options.watches;
        let mut desk =
            Desk { store, keys: &self.keys, errand, whole_only: self.options.whole_only, shown: None, held: None, hold };
        let session = scan(&mut desk, order)?;
        let picture = Arc::clone(&session.picture);
        self.session = Some(session);
        self.watching.afresh();
        self.say(Event::Scanned(picture));
        Ok(())
    }

    fn demo(&mut self, dir: Option<PathBuf>, size: usize) -> Result<(), Error> {
        self.session = None;
        self.say(Event::Stage(Stage::MakingDemo));
        let (now, cancel) = (self.now(), self.cancel.clone());
        let order = sample::make(self.store()?, dir, size, now, &cancel)?;
        self.scan(&order)
    }

    fn execute(&mut self, approved: &Approved) -> Result<(), Error> {
        if self.session.is_none() {
            return Err(Error::NothingOpen);
        }
        self.moving(Task::Execute, None, |ground| moving::execute(ground, approved))
    }

    fn undo(&mut self, action: Option<ActionId>) -> Result<(), Error> {
        let on = match (&self.session, action) {
            (Some(_), None) => None,
            (_, Some(action)) => Some(action),
            (None, None) => {
                let newest = self.store()?.history()?.into_iter().map(Action::of).find(|action| action.can_undo);
                Some(newest.ok_or(Error::NothingToUndo)?.id)
            }
        };
        self.moving(Task::Undo, on, |ground| moving::undo(ground, action.or(on)))
    }

    fn finish(&mut self, action: ActionId) -> Result<(), Error> {
        self.moving(Task::Finish, Some(action), |ground| moving::resume(ground, action))
    }

    /// Moves on the open source, or, where `on` is an action of another one, on that.
    fn moving(
        &mut self,
        task: Task,
        on: Option<ActionId>,
        work: impl FnOnce(&mut Ground<'_>) -> Result<Ended, Error>,
    ) -> Result<(), Error> {
        let access = self.access.take();
        self.store()?;
        let (Some(store), outbox) = (&mut self.store, &self.outbox) else { return Err(Error::StoreBusy) };
        let say = |event| outbox.say(event);
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &say, waits: true };
        let source = match on {
            Some(action) => Some(store.action(action)?.ok_or(Error::NoSuchAction(action.0))?.source),
            None => None,
        };
        let mut progress = |action, done, total| say(Event::Moving { action, done, total });
        let session = self.session.as_mut().filter(|session| source.is_none_or(|source| source == session.id));
        let here = session.is_some();
        let ended = match (session, source) {
            (Some(session), _) => {
                session.revive(errand)?;
                let (source, id) = (&mut errand.patient(session.source.as_mut()), session.id);
                let ended = work(&mut Ground { source, id, store, errand, progress: &mut progress });
                tell_alerts(session.source.as_mut(), &say);
                ended?
            }
            (None, Some(id)) => {
                let record = store.source_record(id)?;
                let remember = access.as_ref().is_some_and(|access| access.remember);
                let way = match access {
                    Some(access) => Way::named(access, &self.keys, store)?,
                    None => Way::known(record.spec, &self.keys, store)?,
                };
                let mut source = way.open(errand)?;
                if source.info().id != record.identity {
                    return Err(Error::OtherSource);
                }
                way.keep_authorities(store)?;
                if remember {
                    way.remember();
                }
                let patient = &mut errand.patient(source.as_mut());
                let ended = work(&mut Ground { source: patient, id, store, errand, progress: &mut progress });
                tell_alerts(source.as_mut(), &say);
                ended?
            }
            (None, None) => return Err(Error::NothingOpen),
        };
        if let Some(error) = ended.stopped {
            self.failed(task, error);
        }
        self.tell(ended.action, here)
    }

    /// Says how an action stands, and how the picture looks after it.
    fn tell(&mut self, action: ActionId, here: bool) -> Result<(), Error> {
        let record = self.store()?.action(action)?.ok_or(Error::NoSuchAction(action.0))?;
        self.say(Event::Done(Action::of(record)));
        let (Some(session), Some(store)) = (&mut self.session, &self.store) else { return Ok(()) };
        if here {
            session.follow(store, action)?;
            // What is not shown yet was seen before it.
            self.drop_news();
            self.tell_changed()?;
        }
        Ok(())
    }

    /// Says how the picture looks with what is open and what is moved by now.
    pub(super) fn tell_changed(&mut self) -> Result<(), Error> {
        let (Some(session), Some(store)) = (&mut self.session, &self.store) else { return Ok(()) };
        let open = store.open_action(session.id)?.map(|open| store.action(open)).transpose()?.flatten();
        let picture = session.renew(open.map(Action::of));
        self.say(Event::Changed(picture));
        Ok(())
    }

    fn text(&mut self, message: MessageKey) -> Result<(), Error> {
        let session = self.session.as_mut().ok_or(Error::NothingOpen)?;
        let place = session.place(&message).ok_or_else(|| SourceError::Gone { place: message.message.to_string() })?;
        let say = |event| self.outbox.say(event);
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &say, waits: true };
        session.revive(errand)?;
        let octets = errand.patient(session.source.as_mut()).read(&place.mailbox, &place.message, LARGEST_SHOWN);
        tell_alerts(session.source.as_mut(), &say);
        let octets = octets?;
        self.say(Event::Text { message, text: crate::mail::parse::message_text(&octets) });
        Ok(())
    }

    fn decide(&mut self, messages: Vec<MessageKey>, keep: bool) -> Result<(), Error> {
        let session = self.session.as_mut().ok_or(Error::NothingOpen)?;
        let store = self.store.as_mut().ok_or(Error::NothingOpen)?;
        let chosen = session.indices(&messages).into_iter().filter_map(|index| {
            let message = session.picture.message(index)?;
            let place = session.places.get(&index).cloned().unwrap_or_else(|| Some(message.key()));
            Some((&**message, place))
        });
        store.decide(session.id, chosen, keep)?;
        let mut picture = Picture::clone(&session.picture);
        picture.decisions.extend(messages.into_iter().map(|key| (key, keep)));
        session.picture = Arc::new(picture);
        let picture = Arc::clone(&session.picture);
        self.drop_news();
        self.say(Event::Scanned(picture));
        Ok(())
    }

    fn trust(&mut self, address: &str, trust: bool) -> Result<(), Error> {
        self.store()?.trust(&crate::mail::address::normal(address), trust)?;
        self.tell_trusted()?;
        let (Some(session), Some(store)) = (&mut self.session, &self.store) else { return Ok(()) };
        let picture = session.look_again(store)?;
        self.drop_news();
        self.say(Event::Scanned(picture));
        Ok(())
    }

    fn tell_trusted(&mut self) -> Result<(), Error> {
        let trusted = self.store()?.trusted()?;
        self.say(Event::Trusted(trusted.into_iter().collect()));
        Ok(())
    }

    fn tell_accounts(&mut self) -> Result<(), Error> {
        let accounts = self.store()?.sources()?.into_iter();
        let accounts = accounts.map(|s| KnownAccount { label: s.label, source: s.spec, last_scan: s.last_scan }).collect();
        self.say(Event::Accounts(accounts));
        Ok(())
    }

    fn forget_account(&mut self, source: &SourceSpec) -> Result<(), Error> {
        let store = self.store()?;
        let found = store.sources()?.into_iter().find(|record| record.spec == *source);
        let id = found.map(|record| store.known_source(&record.identity)).transpose()?.flatten();
        if let Some(id) = id
            && let Some(action) = store.open_action(id)?
        {
            return Err(Error::ActionOpen(action.0));
        }
        // First what may refuse: as long as the account is known, it can be tried again.
        self.keys.forget(source)?;
        let store = self.store()?;
        if let Some(id) = id {
            store.forget_source(id)?;
            self.session.take_if(|session| session.id == id);
        }
        self.store()?.trust_certificate(source, None)?;
        self.tell_accounts()
    }

    fn report(&mut self, incident: u32, language: Language, letter: Option<&str>) -> Result<ReportDraft, Error> {
        let session = self.session.as_mut().ok_or(Error::NothingOpen)?;
        let say = |event| self.outbox.say(event);
        let errand = Errand { cancel: &self.cancel, clock: self.options.now, say: &say, waits: true };
        session.revive(errand)?;
        drafts::report(session, incident, language, letter, errand)
    }

    fn set_aside(&mut self) -> Result<(), Error> {
        self.session = None;
        self.store = None;
        let mark = self.now().strftime("%Y%m%d-%H%M%S").to_string();
        let aside = Store::set_aside(&self.dir()?, &mark)?;
        self.say(Event::SetAside(aside));
        Ok(())
    }

    fn forget(&mut self) -> Result<(), Error> {
        self.session = None;
        for source in self.store()?.sources()? {
            self.keys.forget(&source.spec)?;
        }
        let Some(store) = self.store.take() else { return Err(Error::StoreBusy) };
        sample::remove(&sample::own_place(store.dir()))?;
        Settings::forget(store.dir())?;
        store.forget()?;
        self.say(Event::Forgotten);
        Ok(())
    }
}

pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    crate::mail::text::one_line(&text.unwrap_or_default()).chars().take(300).collect()
}
