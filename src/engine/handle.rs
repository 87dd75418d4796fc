//! The door to the engine: commands go in here, events come out of the sink.
//!
//! One worker thread does one command after the other, and watches the source between them. Cancelling reaches the command at work and those queued behind
//! it that take long; what the member decided or saved in passing is still done.

use super::worker::Worker;
use super::{Command, Event, Task};
use crate::account::discover::Means;
use crate::source::Cancel;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Who is wanted while the source is watched gets so long to come to an end in order: a line that is silent then is given up.
const MOMENT: Duration = Duration::from_secs(2);

/// How an engine is set up.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the store lies. None: `DEICH_DATA`, else the place the system keeps programs' data in.
    pub data: Option<PathBuf>,
    /// A fixed clock, for pictures and tests. None: the system's.
    pub now: Option<Timestamp>,
    /// Nobody looks at a picture while it grows: only the whole one is made.
    pub whole_only: bool,
    /// What is scanned is watched afterwards: what the scan gathers is held for that.
    pub watches: bool,
    /// Where servers speak ManageSieve. None: at its own port.
    pub sieve_port: Option<u16>,
}

/// A running engine. Dropping it cancels what runs and waits for the worker to end.
#[derive(Debug)]
pub struct Handle {
    commands: Option<Sender<(u64, Command)>>,
    cancelling: Arc<Cancelling>,
    worker: Option<JoinHandle<()>>,
}

impl Handle {
    /// Starts the worker. `sink` is called on the engine's threads, never on two at the same time.
    pub fn start(options: Options, sink: impl Fn(Event) + Send + 'static) -> Self {
        Self::asking(options, Means::new(super::discover::ASKING), sink)
    }

    /// The same with others to ask for the server of an address than the system's name servers and the web.
    pub fn asking(options: Options, means: Means, sink: impl Fn(Event) + Send + 'static) -> Self {
        let (commands, queue) = channel();
        let cancelling = Arc::new(Cancelling::default());
        let outbox = Outbox::new(sink);
        let worker = Worker::new(options, means, outbox, cancelling.cancel.clone());
        let theirs = Arc::clone(&cancelling);
        let spawned = std::thread::Builder::new().name("deich-engine".into()).spawn(move || work(worker, &queue, &theirs));
        let worker = spawned.inspect_err(|error| tracing::error!(%error, "no thread for the engine")).ok();
        Self { commands: Some(commands), cancelling, worker }
    }

    /// Queues a command. Answers with its number, which its failure carries.
    pub fn send(&self, command: Command) -> u64 {
        let number = {
            let mut numbers = self.cancelling.numbers();
            numbers.sent += 1;
            self.cancelling.hurry(&numbers);
            numbers.sent
        };
        if let Some(commands) = &self.commands {
            // The worker only ends when this sender is gone.
            let _ = commands.send((number, command));
        }
        number
    }

    /// Cancels what is running, and what of the long commands is queued.
    pub fn cancel(&self) {
        let mut numbers = self.cancelling.numbers();
        numbers.cancelled = numbers.sent;
        // The watch is no command, and what it moves is moved to the end.
        if numbers.at == At::Command || numbers.closing {
            self.cancelling.cancel.cancel();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.cancelling.numbers().closing = true;
        self.cancel();
        drop(self.commands.take());
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

fn work(mut worker: Worker, queue: &Receiver<(u64, Command)>, cancelling: &Cancelling) {
    loop {
        let next = if worker.watches() { queue.try_recv() } else { queue.recv().map_err(|_| TryRecvError::Disconnected) };
        let (number, command) = match next {
            Ok(next) => next,
            Err(TryRecvError::Empty) => {
                cancelling.watch();
                worker.watch(cancelling);
                continue;
            }
            Err(TryRecvError::Disconnected) => break,
        };
        if cancelling.begin(number, &command) {
            worker.run(number, command);
        } else {
            worker.say(Event::Cancelled(command.task()));
        }
    }
}

/// Which commands the member cancelled, and the flag that sources look at.
#[derive(Debug, Default)]
pub(super) struct Cancelling {
    numbers: Mutex<Numbers>,
    cancel: Cancel,
}

#[derive(Debug, Default)]
struct Numbers {
    /// Number of the last command sent.
    sent: u64,
    /// All commands up to this one are cancelled.
    cancelled: u64,
    /// Number of the last command the worker took up.
    begun: u64,
    at: At,
    /// The engine is to end.
    closing: bool,
}

/// What the worker is at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    /// A command, or nothing.
    #[default]
    Command,
    Watch,
    /// What the watch must not leave half done.
    Shielded,
}

impl Numbers {
    /// Is there something else to do than what is done?
    const fn wanted(&self) -> bool {
        self.closing || self.sent > self.begun
    }
}

impl Cancelling {
    fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Clears the flag for the next command, unless that command was cancelled while it was still queued.
    fn begin(&self, number: u64, command: &Command) -> bool {
        let mut numbers = self.numbers();
        (numbers.begun, numbers.at) = (number, At::Command);
        if number <= numbers.cancelled && command.takes_long() {
            return false;
        }
        self.cancel.reset();
        true
    }

    /// With nothing else to do, the worker watches from now on.
    fn watch(&self) {
        self.turn_to(At::Watch);
    }

    fn turn_to(&self, at: At) {
        let mut numbers = self.numbers();
        numbers.at = at;
        if !numbers.closing {
            self.cancel.reset();
            self.hurry(&numbers);
        }
    }

    /// The watch is to come to an end where there is something else to do.
    fn hurry(&self, numbers: &Numbers) {
        if numbers.at == At::Watch && numbers.wanted() {
            self.cancel.hurry(Instant::now() + MOMENT);
        }
    }

    /// Is the worker, which watches, wanted for something else?
    pub(super) fn is_wanted(&self) -> bool {
        self.numbers().wanted()
    }

    /// Does something that nobody but the end of the engine breaks off.
    pub(super) fn shielded<T>(&self, work: impl FnOnce() -> T) -> T {
        self.turn_to(At::Shielded);
        let done = work();
        self.turn_to(At::Watch);
        done
    }
}

impl Command {
    /// The task that answers to this command carry.
    pub const fn task(&self) -> Task {
        match self {
            Self::Scan(_) | Self::Demo { .. } => Task::Scan,
            Self::Preview(_) => Task::Preview,
            Self::Execute(_) => Task::Execute,
            Self::Undo(_) | Self::Access(_) => Task::Undo,
            Self::Finish(_) => Task::Finish,
            Self::Text(_) => Task::Text,
            Self::Decide { .. } => Task::Decide,
            Self::Trust { .. } | Self::Trusted => Task::Trust,
            Self::Watch(_) | Self::ShowNews => Task::Watch,
            Self::Follow { .. } => Task::Follow,
            Self::Orders | Self::EndOrder(_) => Task::Orders,
            Self::Filter { .. } => Task::Filter,
            Self::SetFilter { .. } | Self::RemoveFilter => Task::ServerFilter,
            Self::Report { .. } => Task::Report,
            Self::History => Task::History,
            Self::Accounts | Self::ForgetAccount(_) => Task::Accounts,
            Self::Discover { .. } => Task::Discover,
            Self::SignIn { .. } => Task::SignIn,
            Self::TrustCertificate { .. } => Task::TrustCertificate,
            Self::Save { .. } | Self::SaveReport { .. } => Task::Save,
            Self::OpenFile(_) => Task::OpenFile,
            Self::SetAside => Task::SetAside,
            Self::Settings(_) => Task::Settings,
            Self::Forget => Task::Forget,
        }
    }

    /// Talks to a source, and so can be cancelled.
    const fn takes_long(&self) -> bool {
        matches!(
            self,
            Self::Scan(_)
                | Self::Demo { .. }
                | Self::Execute(_)
                | Self::Undo(_)
                | Self::Finish(_)
                | Self::Text(_)
                | Self::Discover { .. }
                | Self::SignIn { .. }
                | Self::SetFilter { .. }
                | Self::RemoveFilter
        )
    }
}

/// Where events go. Shared by the worker and the thread that stores while the worker reads.
pub(super) struct Outbox(Mutex<Box<dyn Fn(Event) + Send>>);

impl Outbox {
    pub(super) fn new(sink: impl Fn(Event) + Send + 'static) -> Self {
        Self(Mutex::new(Box::new(sink)))
    }

    pub(super) fn say(&self, event: Event) {
        let sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sink(event);
    }
}
