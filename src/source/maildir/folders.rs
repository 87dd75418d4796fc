//! Which folders a Maildir has, where they lie, and what they are for.
//!
//! Two layouts are read, also mixed: Maildir++ (`.Sub.Folder` beside `cur` and `new`, in
//! modified UTF-7; separator `.`) and Maildirs inside
//! of plain directories (`Sub/Folder`; separator `/`).

use crate::mail::{MailboxInfo, MailboxName, SpecialUse};
use crate::source::imap::utf7;
use crate::source::{Result, SourceError, special};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders inside one another that are walked.
const MAX_DEPTH: usize = 16;

/// The folders of a Maildir and their directories.
#[derive(Debug, Clone)]
pub struct Folders {
    root: PathBuf,
    paths: BTreeMap<MailboxName, PathBuf>,
    nested: bool,
}

impl Folders {
    /// Looks for folders. A symbolic link is followed only where it stays inside of the Maildir.
    pub fn find(root: &Path) -> std::io::Result<Self> {
        let mut folders = Self { root: root.to_owned(), paths: BTreeMap::new(), nested: false };
        if is_folder(root) {
            folders.paths.insert(MailboxName::inbox(), root.to_owned());
        }
        let mut plus = false;
        let mut open = vec![(root.to_owned(), String::new(), 0)];
        while let Some((directory, prefix, depth)) = open.pop() {
            for entry in std::fs::read_dir(&directory)? {
                let entry = entry?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = entry.path();
                if matches!(name.as_str(), "cur" | "new" | "tmp" | "." | "..") || !is_inside(root, &path) {
                    continue;
                }
                if let Some(plain) = name.strip_prefix('.') {
                    if depth == 0 && is_folder(&path) {
                        plus = true;
                        // As Dovecot and Courier write them; some programs write UTF-8.
                        folders.add(&utf7::decode(plain).unwrap_or_else(|| plain.to_owned()), path);
                    }
                    continue;
                }
                let full = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                if is_folder(&path) {
                    folders.nested = true;
                    folders.add(&full, path.clone());
                }
                if depth < MAX_DEPTH {
                    open.push((path, full, depth + 1));
                }
            }
        }
        folders.nested &= !plus;
        Ok(folders)
    }

    fn add(&mut self, name: &str, path: PathBuf) {
        // A folder called INBOX beside the root's own: the root keeps the name.
        if !name.chars().any(crate::mail::text::is_unsafe) {
            self.paths.entry(MailboxName::new(name)).or_insert(path);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    pub fn path(&self, mailbox: &MailboxName) -> Result<&Path> {
        let path = self.paths.get(mailbox).filter(|p| is_folder(p));
        path.map(PathBuf::as_path).ok_or_else(|| SourceError::NoSuchMailbox { mailbox: mailbox.to_string() })
    }

    /// The directory a new folder gets, in the layout that is there.
    pub fn place(&self, mailbox: &MailboxName) -> Result<PathBuf> {
        let name = mailbox.as_str();
        let separator = if self.nested { '/' } else { '.' };
        let sound = !name.is_empty()
            && name.len() <= 200
            && !name.chars().any(|c| crate::mail::text::is_unsafe(c) || c == '\\' || c == ':')
            && name.split(separator).all(|part| {
                !part.is_empty() && !part.starts_with('.') && !part.contains('/') && !matches!(part, "cur" | "new" | "tmp")
            });
        if !sound {
            let mailbox = name.chars().filter(|c| !c.is_control()).take(200).collect();
            return Err(SourceError::NotForMessages { mailbox });
        }
        Ok(if self.nested {
            name.split('/').fold(self.root.clone(), |p, part| p.join(part))
        } else {
            self.root.join(format!(".{}", utf7::encode(name)))
        })
    }

    /// INBOX first, then by name.
    pub fn list(&self) -> Vec<MailboxInfo> {
        let mut all: Vec<MailboxInfo> = self
            .paths
            .keys()
            .map(|name| {
                let separator = Some(if name.as_str().contains('/') || self.nested { '/' } else { '.' });
                let special = (*name == MailboxName::inbox()).then_some(SpecialUse::Inbox);
                MailboxInfo { name: name.clone(), separator, special, selectable: true }
            })
            .collect();
        special::guess(&mut all, &[]);
        all.sort_by_key(|info| info.special != Some(SpecialUse::Inbox));
        all
    }
}

/// A directory with `cur` and `new` in it.
pub fn is_folder(path: &Path) -> bool {
    path.join("cur").is_dir() && path.join("new").is_dir()
}

/// A directory whose real place is under the root.
fn is_inside(root: &Path, path: &Path) -> bool {
    let Ok(about) = path.symlink_metadata() else { return false };
    if about.is_symlink() {
        path.canonicalize().is_ok_and(|real| real.starts_with(root) && real != root && real.is_dir())
    } else {
        about.is_dir()
    }
}
