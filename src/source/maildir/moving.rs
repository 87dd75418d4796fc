//! A message's file under another name: never over another file, and at every moment whole under one name or two.
//!
//! A hard link and the removal of the old name: what dies between the two leaves the message under both names. Where the file
//! system knows no links, the new name is taken by an empty file, which the message then replaces in one step: what dies
//! between leaves an empty file. On another file system the message is written whole before its old name goes.
//! [`is_left_over`] knows what such a death left.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How file names are changed. Only tests have another way.
pub trait Ways {
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
}

pub struct System;

impl Ways for System {
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// Gives the file at `from` the name `to`. `tmp` is the `tmp` of the folder that `to` lies in.
pub fn rename(ways: &impl Ways, from: &Path, to: &Path, tmp: &Path) -> io::Result<()> {
    match ways.link(from, to) {
        Ok(()) => give_up(ways, from, to),
        Err(error) if error.kind() == ErrorKind::CrossesDevices => carry(ways, from, to, tmp),
        Err(error) if says_why(&error) => Err(error),
        // No links here, or not to this file.
        Err(_) => replace_reserved(from, to),
    }
}

/// One step, over an empty file that nobody else can have made.
fn replace_reserved(from: &Path, to: &Path) -> io::Result<()> {
    File::create_new(to)?;
    fs::rename(from, to).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// Takes away the old name, or, where that fails, the new one.
fn give_up(ways: &impl Ways, from: &Path, to: &Path) -> io::Result<()> {
    ways.remove(from).inspect_err(|_| {
        // Still there under its old name, or renamed by another program meanwhile: this name is one too many.
        let _ = fs::remove_file(to);
    })
}

/// An error that another way of renaming would meet as well.
fn says_why(error: &io::Error) -> bool {
    use ErrorKind as K;
    matches!(error.kind(), K::AlreadyExists | K::NotFound | K::StorageFull | K::QuotaExceeded | K::ReadOnlyFilesystem)
}

/// Carries a message to another file system: whole and safe there before it goes here.
fn carry(ways: &impl Ways, from: &Path, to: &Path, tmp: &Path) -> io::Result<()> {
    let mut input = File::open(from)?;
    let modified = input.metadata()?.modified();
    let mut n = 0;
    let (passing, mut output) = loop {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{n}"));
        let passing = tmp.join(name);
        match File::create_new(&passing) {
            // What a crash left behind.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && n < 100 => n += 1,
            result => break (passing, result?),
        }
    };
    let copied = io::copy(&mut input, &mut output)
        .and_then(|_| modified.and_then(|time| output.set_modified(time)))
        .and_then(|()| output.sync_all())
        .and_then(|()| match ways.link(&passing, to) {
            Err(error) if says_why(&error) => Err(error),
            Err(_) => replace_reserved(&passing, to),
            Ok(()) => fs::remove_file(&passing),
        });
    if let Err(error) = copied {
        // A half-written copy is of no use to anybody; the message still lies where it was.
        let _ = fs::remove_file(&passing);
        return Err(error);
    }
    if let Some(directory) = to.parent() {
        File::open(directory)?.sync_all()?;
    }
    give_up(ways, from, to)
}

/// Is the file at `twin` what a move of the message at `original` left, that died between its two steps? Then nothing is
/// lost when the twin goes: it is the same file, a copy of it on another file system, or empty.
pub fn is_left_over(original: &Path, twin: &Path) -> io::Result<bool> {
    let (a, b) = (fs::symlink_metadata(original)?, fs::symlink_metadata(twin)?);
    if !a.is_file() || !b.is_file() {
        return Ok(false);
    }
    if b.len() == 0 {
        return Ok(a.len() > 0);
    }
    match same_file(&a, &b) {
        Some(same) => Ok(same),
        None => Ok(a.len() == b.len() && a.modified()? == b.modified()? && same_octets(original, twin)?),
    }
}

/// One file under two names? None where the system does not say, or where the two lie on different file systems, so that one
/// could be a copy of the other.
#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> Option<bool> {
    use std::os::unix::fs::MetadataExt;
    (a.dev() == b.dev()).then(|| a.ino() == b.ino())
}

#[cfg(not(unix))]
fn same_file(_: &Metadata, _: &Metadata) -> Option<bool> {
    None
}

fn same_octets(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (io::BufReader::new(File::open(a)?), io::BufReader::new(File::open(b)?));
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let n = a.read(&mut left)?;
        let (left, right) = (left.get(..n).unwrap_or_default(), right.get_mut(..n).unwrap_or_default());
        match b.read_exact(right) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            result => result?,
        }
        if n == 0 {
            return Ok(b.read(&mut [0])? == 0);
        }
        if left != right {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests;
