//! Which messages the list shows, in which order and groups: pure functions that give indices into the picture's messages.

use super::Scope;
use crate::engine::Picture;
use crate::gui::screen::fate::{Fate, fate, is_beside};
use crate::mail::Packed;
use crate::triage::{Channel, Kind};
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    #[default]
    None,
    Sender,
    Kind,
    Channel,
    Chain,
}

impl Grouping {
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::None, "gui-group-none"),
        (Self::Sender, "gui-group-sender"),
        (Self::Kind, "gui-group-kind"),
        (Self::Channel, "gui-group-channel"),
        (Self::Chain, "gui-group-chain"),
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Oldest,
    Sender,
    Subject,
    Largest,
}

impl Sort {
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Newest, "gui-sort-newest"),
        (Self::Oldest, "gui-sort-oldest"),
        (Self::Sender, "gui-sort-sender"),
        (Self::Subject, "gui-sort-subject"),
        (Self::Largest, "gui-sort-largest"),
    ];
}

/// Which of the messages in the scope are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chip {
    #[default]
    All,
    Offered,
    Kept,
}

impl Chip {
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::All, "gui-chip-all"), (Self::Offered, "gui-chip-offered"), (Self::Kept, "gui-chip-kept")];
}

/// One group: what it is called and how many it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub key: Key,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Sender(String),
    Kind(Kind),
    Channel(Channel),
    /// The normalised subject.
    Chain(String),
}

/// What the member asks the list to show.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub query: String,
    pub chip: Chip,
    pub sort: Sort,
    pub grouping: Grouping,
    pub group: Option<Key>,
}

/// The groups of the scope, largest first.
pub fn groups(picture: &Picture, scope: &Scope, wish: &Wish) -> Vec<Group> {
    if wish.grouping == Grouping::None {
        return Vec::new();
    }
    let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
    for index in chosen(picture, scope, wish) {
        if let Some(key) = key_of(picture, index, wish.grouping) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut groups: Vec<Group> = counts.into_iter().map(|(key, count)| Group { key, count }).collect();
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
    groups
}

/// The rows of the list.
pub fn rows(picture: &Picture, scope: &Scope, wish: &Wish) -> Vec<usize> {
    let mut rows: Vec<usize> = chosen(picture, scope, wish)
        .filter(|index| wish.group.is_none() || key_of(picture, *index, wish.grouping) == wish.group)
        .collect();
    let message = |index: &usize| picture.messages.get(*index).map(AsRef::as_ref);
    match wish.sort {
        Sort::Oldest => rows.sort_by_cached_key(|i| (message(i).map(|m| m.received), *i)),
        Sort::Newest => rows.sort_by_cached_key(|i| std::cmp::Reverse((message(i).map(|m| m.received), *i))),
        Sort::Largest => rows.sort_by_cached_key(|i| (std::cmp::Reverse(message(i).map(|m| m.size)), *i)),
        Sort::Sender => rows.sort_by(|a, b| compare(message(a), message(b), Packed::from_name).then(a.cmp(b))),
        Sort::Subject => rows.sort_by(|a, b| compare(message(a), message(b), Packed::subject).then(a.cmp(b))),
    }
    rows
}

fn compare(a: Option<&Packed>, b: Option<&Packed>, by: impl Fn(&Packed) -> &str) -> Ordering {
    let lower =
        |m: Option<&Packed>| m.map(&by).unwrap_or_default().chars().take(80).flat_map(char::to_lowercase).collect::<String>();
    lower(a).cmp(&lower(b))
}

fn chosen<'a>(picture: &'a Picture, scope: &'a Scope, wish: &'a Wish) -> impl Iterator<Item = usize> + 'a {
    let words: Vec<String> = wish.query.split_whitespace().map(str::to_lowercase).collect();
    picture.messages.iter().enumerate().filter_map(move |(index, message)| {
        let fate = fate(picture, index);
        let wanted = match wish.chip {
            Chip::All => true,
            Chip::Offered => fate == Fate::Offered,
            Chip::Kept => fate.kept(),
        };
        (wanted && fate != Fate::Moved && in_scope(scope, picture, index, fate) && found(message, &words)).then_some(index)
    })
}

fn in_scope(scope: &Scope, picture: &Picture, index: usize, fate: Fate) -> bool {
    let (Some(message), Some(verdict)) = (picture.messages.get(index), picture.findings.verdicts.get(index)) else {
        return false;
    };
    match scope {
        Scope::All | Scope::Message { incident: None, .. } => true,
        Scope::Incident(id) | Scope::Message { incident: Some(id), .. } => verdict.incident == Some(*id),
        Scope::Kept(id) => verdict.incident == Some(*id) && fate.kept(),
        Scope::Beside(id) => picture.findings.incident(*id).is_some_and(|incident| is_beside(picture, incident, index)),
        Scope::Kind(id, kind) => verdict.incident == Some(*id) && verdict.kind == *kind,
        Scope::Span { incident, from, to } => {
            verdict.incident == Some(*incident) && message.received >= *from && message.received < *to
        }
    }
}

/// Every word in the sender or the subject.
fn found(message: &Packed, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = [message.from_name(), message.from_addr(), message.subject()].join("\n").to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn key_of(picture: &Picture, index: usize, grouping: Grouping) -> Option<Key> {
    let message = picture.messages.get(index)?;
    let verdict = picture.findings.verdicts.get(index)?;
    Some(match grouping {
        Grouping::None => return None,
        Grouping::Sender => Key::Sender(message.from_addr().to_owned()),
        Grouping::Kind => Key::Kind(verdict.kind),
        Grouping::Channel => Key::Channel(verdict.channel.clone()),
        Grouping::Chain => Key::Chain(chain(message.subject())),
    })
}

/// A subject without its reply and forward prefixes, for people: the chain it belongs to.
fn chain(subject: &str) -> String {
    let mut rest = subject.trim();
    for _ in 0..8 {
        match rest.split_once(':') {
            Some((prefix, after)) if prefix.chars().count() <= 4 && prefix.chars().all(char::is_alphabetic) => {
                rest = after.trim_start();
            }
            _ => break,
        }
    }
    rest.chars().take(200).collect()
}

#[cfg(test)]
mod tests;
