//! A folder's `cur` and `new`, held open while many of their files are read: those are opened by their names alone, and the
//! system need not go the whole way from the root for each.

use super::Place;
use std::fs::File;
use std::io;
use std::path::Path;

pub struct Parts<'f> {
    folder: &'f Path,
    #[cfg(unix)]
    open: Vec<(&'static str, File)>,
}

impl<'f> Parts<'f> {
    pub fn of(folder: &'f Path) -> Self {
        Self {
            folder,
            // One that cannot be opened says why at each of its files.
            #[cfg(unix)]
            open: super::PARTS.into_iter().filter_map(|part| Some((part, File::open(folder.join(part)).ok()?))).collect(),
        }
    }

    /// Opens a file for reading.
    pub fn file(&self, place: &Place) -> io::Result<File> {
        #[cfg(unix)]
        if let Some((_, directory)) = self.open.iter().find(|(part, _)| *part == place.part) {
            use rustix::fs::{Mode, OFlags, openat};
            let open = || openat(directory, &place.name, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty());
            return Ok(rustix::io::retry_on_intr(open)?.into());
        }
        File::open(place.path(self.folder))
    }
}
