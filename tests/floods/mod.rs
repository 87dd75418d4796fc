//! Labelled mailboxes of our own: floods of all five kinds as they vary in life, and quiet mailboxes in which nothing happened.
//!
//! Everything in them is invented and deterministic: the same name, seed and size give the same octets. What is real are the
//! habits: the header fields that list servers, bulk senders, answering machines, mail programs and mail servers write (their
//! host names changed to example domains), and how floods go.
//!
//! # What is held out
//! Boxes of the seeds 1 to 9 are for training ([`Half::Training`]); boxes of other seeds are for measuring
//! ([`Half::Measured`]). The halves share no text, no site, no provider and no host name: of every word bank (`words/*.txt`, of
//! every host list) the even lines are for training and the odd lines for measuring. The words were written without a look at
//! assets/phrases, so that the phrases there are measured on words they were not made from. Whoever mends triage looks at
//! training boxes; of measured ones only the figures.
//!
//! # Truth
//! Every message says what it is ([`Truth`]): its kind, its flood, whether the member would miss it, its language, and whether
//! clean-up should offer it. `Offered::Either` is for what counts neither way: the trigger (kept as evidence or offered), and a
//! flood message of somebody the member knows (protected by the rules, yet noise).
//!
//! Used by `#[path]` from tests/quality.rs and examples/quality.rs, and from whatever trains.
//!
//! Of the measured boxes one message was looked at: the one wanted message that a plan still took (a stranger's ticket in the middle
//! of a bomb). The rule that came of it knows no words. Of flood mail that was left only the language and the reasons' codes were
//! looked at: they led to the order of a newsletter (`Near::ORDERED` in triage's phrases) and to the edges of a bomb.
// Messages are written with format! throughout, which reads best; nobody waits for a few allocations here.
#![allow(clippy::format_push_string, clippy::format_collect, clippy::assigning_clones, clippy::sliced_string_as_bytes)]
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::needless_pass_by_value,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod bank;
mod boxes;
mod everyday;
mod hits;
mod junk;
mod lists;
mod mime;
mod people;
mod rng;
mod scene;
mod senders;
mod storm;
mod texts;

use deich::mail::Flags;
use deich::triage::{IncidentKind, Kind};
use jiff::Timestamp;

/// How large boxes are: `Small` for a test without optimisation, about 100 to 600 messages a box; `Full` up to 3,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Small,
    Full,
}

/// Which half of all words and hosts a box is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Training,
    Measured,
}

impl Half {
    pub const fn of(seed: u64) -> Self {
        if seed >= 1 && seed <= 9 { Self::Training } else { Self::Measured }
    }
}

/// What clean-up should do with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    Yes,
    No,
    Either,
}

/// What is true of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    pub kind: Kind,
    /// Which of the box's incidents it belongs to.
    pub incident: Option<usize>,
    /// The member would miss it.
    pub wanted: bool,
    pub offered: Offered,
    pub lang: &'static str,
}

#[derive(Debug, Clone)]
pub struct Message {
    pub octets: Vec<u8>,
    /// When the member's server received it.
    pub received: Timestamp,
    pub flags: Flags,
    pub truth: Truth,
}

/// An incident that is to be found. `key` as [`deich::triage::Incident`] has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    pub kind: IncidentKind,
    pub key: String,
}

/// One mailbox with the truth about it.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub name: &'static str,
    pub seed: u64,
    /// The addresses the member names; others are to be learned.
    pub me: Vec<String>,
    /// In order of arrival.
    pub messages: Vec<Message>,
    /// Octets and time of what lies in the Sent mailbox; empty where the source has none (an mbox file).
    pub sent: Vec<(Vec<u8>, Timestamp)>,
    /// What lies in the mailbox for junk. Of it the wanted is to be found, and nothing else.
    pub junk: Vec<Message>,
    /// A second wave through the same channel may be one incident or two of the same kind and key.
    pub incidents: Vec<Expected>,
}

/// The boxes triage is measured on.
pub fn boxes(size: Size) -> Vec<Labelled> {
    names().into_iter().map(|name| make(name, measured_seed(name), size)).collect()
}

/// The seed by which a box is measured: a box's own, whatever other boxes there are.
pub fn measured_seed(name: &str) -> u64 {
    11 + digest(name) % 1_000
}

fn digest(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The boxes triage may be trained on: every name with each of the seeds 1, 2, 3.
pub fn training(size: Size) -> Vec<Labelled> {
    (1..=3).flat_map(|seed| names().into_iter().map(move |name| make(name, seed, size))).collect()
}

/// The names of all boxes.
pub fn names() -> Vec<&'static str> {
    boxes::TABLE.iter().map(|(name, _)| *name).collect()
}

/// The names of the boxes a trainer learns from: all of them, and those that are for training alone.
pub fn training_names() -> Vec<&'static str> {
    names().into_iter().chain(boxes::TRAINING.iter().map(|(name, _)| *name)).collect()
}

/// One box. Panics on a name that is not in [`training_names`].
pub fn make(name: &str, seed: u64, size: Size) -> Labelled {
    let (name, make) = boxes::TABLE.iter().chain(boxes::TRAINING).find(|(known, _)| *known == name).expect("a known box");
    let mut scene = scene::Scene::new(seed, digest(name), size);
    make(&mut scene);
    scene.finish(name)
}

/// The language by its code, as truth knows it: `?` where nobody says.
pub fn known_language(code: &str) -> &'static str {
    bank::all().into_iter().find(|lang| *lang == code).unwrap_or("?")
}
