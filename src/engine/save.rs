//! Files for the member: whole or not at all, and never over another one unasked.

use super::Error;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes octets to a file: first beside it and through to the disk, then into place.
pub(super) fn save(path: &Path, octets: &[u8], overwrite: bool) -> Result<(), Error> {
    let failed = |error: &std::io::Error| Error::File { path: path.to_owned(), detail: error.to_string() };
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(Error::FileExists { path: path.to_owned() });
    }
    if path.is_dir() || path.file_name().is_none() {
        return Err(failed(&std::io::Error::from(ErrorKind::IsADirectory)));
    }
    let (beside, file) = create_beside(path).map_err(|error| failed(&error))?;
    let done = write(file, octets).and_then(|()| put_in_place(&beside, path, overwrite));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    match done {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::FileExists { path: path.to_owned() }),
        done => done.map_err(|error| failed(&error)),
    }
}

fn write(mut file: File, octets: &[u8]) -> std::io::Result<()> {
    file.write_all(octets)?;
    file.sync_all()
}

fn create_beside(path: &Path) -> std::io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for number in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
        match File::create_new(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (beside, file)),
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

fn put_in_place(beside: &Path, path: &Path, overwrite: bool) -> std::io::Result<()> {
    if overwrite {
        fs::rename(beside, path)?;
    } else {
        // A link fails where a file has come to be meanwhile; a rename would replace it.
        match fs::hard_link(beside, path) {
            Ok(()) => fs::remove_file(beside)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // A file system without links.
            Err(_) if path.symlink_metadata().is_ok() => return Err(ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(beside, path)?,
        }
    }
    // The name is on the disk once the directory is; that some systems cannot do this is no failure of the save.
    if let Some(Ok(dir)) = path.parent().map(File::open) {
        let _ = dir.sync_all();
    }
    Ok(())
}
