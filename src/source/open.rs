//! What a path is: found out by looking.

use super::eml::{self, Eml};
use super::maildir::Maildir;
use super::mbox::{self, Mbox};
use super::{Cancel, MailSource, Result, SourceError, local};
use std::path::Path;

/// Opens whatever mail lies at a path: a Maildir, a folder of .eml files, an mbox file, or a single message.
///
/// A missing path is [`SourceError::Io`] with `NotFound`; anything that holds no mail is [`SourceError::NotMail`].
pub fn open_path(path: &Path, cancel: Cancel) -> Result<Box<dyn MailSource>> {
    let error = |e: std::io::Error| SourceError::io(path, &e);
    let about = std::fs::metadata(path).map_err(error)?;
    if about.is_dir() {
        return if path.join("cur").is_dir() && path.join("new").is_dir() {
            Ok(Box::new(Maildir::open(path, cancel)?))
        } else {
            Ok(Box::new(Eml::open(path, cancel)?))
        };
    }
    // A pipe or a device would keep us waiting for its end.
    if !about.is_file() {
        return Err(SourceError::NotMail { path: path.to_owned() });
    }
    let mut file = std::fs::File::open(path).map_err(error)?;
    let head = local::read_at(&mut file, 0, 1024).map_err(error)?;
    if mbox::begins_as_mbox(&head) {
        Ok(Box::new(Mbox::open(path, cancel)?))
    } else if eml::begins_as_mail(path).map_err(error)? || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("eml")) {
        Ok(Box::new(Eml::open(path, cancel)?))
    } else {
        Err(SourceError::NotMail { path: path.to_owned() })
    }
}
