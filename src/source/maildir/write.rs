//! Writing into a Maildir: folders, and deliveries as a mail server makes them (first into `tmp`, then renamed).

use super::names;
use crate::mail::{Flags, MailboxName};
use crate::source::{Result, SourceError};
use jiff::Timestamp;
use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// One message to be written.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// INBOX, or a folder's name in Maildir++ (`Sent`).
    pub mailbox: MailboxName,
    pub received: Timestamp,
    pub flags: Flags,
    pub octets: Vec<u8>,
}

/// Writes messages into a Maildir, which is made where it is not there yet. `progress` hears how many are written and may
/// break off. Says how many were written.
///
/// Names and times follow from the messages alone: the same messages make the same Maildir. A message whose name is
/// there already gets another one; nothing is overwritten. Not made safe against a power cut.
pub fn write(
    root: &Path,
    messages: impl IntoIterator<Item = Delivery>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<u64> {
    make_folder(root, false).map_err(|e| SourceError::io(root, &e))?;
    let mut written = 0;
    let mut made: Vec<(MailboxName, PathBuf)> = vec![(MailboxName::inbox(), root.to_owned())];
    for message in messages {
        let known = made.iter().find(|(name, _)| *name == message.mailbox).map(|(_, path)| path.clone());
        let folder = if let Some(path) = known {
            path
        } else {
            let place = super::Folders::find(root).map_err(|e| SourceError::io(root, &e))?.place(&message.mailbox)?;
            make_folder(&place, true).map_err(|e| SourceError::io(&place, &e))?;
            made.push((message.mailbox.clone(), place.clone()));
            place
        };
        deliver(&folder, &message, written).map_err(|e| SourceError::io(&folder, &e))?;
        written += 1;
        if progress(written).is_break() {
            break;
        }
    }
    Ok(written)
}

/// `cur`, `new` and `tmp`; a Maildir++ folder also gets the mark that says so.
pub fn make_folder(path: &Path, plus: bool) -> std::io::Result<()> {
    // `cur` last: who looks meanwhile takes it for a folder only when it is whole.
    for part in ["tmp", "new", "cur"] {
        std::fs::create_dir_all(path.join(part))?;
    }
    if plus {
        File::options().append(true).create(true).open(path.join("maildirfolder"))?;
    }
    Ok(())
}

fn deliver(folder: &Path, message: &Delivery, number: u64) -> std::io::Result<()> {
    let seconds = message.received.as_second();
    let base = format!("{seconds}.M{number:07}.deich,S={}", message.octets.len());
    let (mut unique, mut n) = (base.clone(), 0);
    // A message nobody has seen lies in `new`, and has no flags there.
    let (part, info) =
        if message.flags == Flags::empty() { ("new", String::new()) } else { ("cur", names::info_for(message.flags)) };
    let mut to = folder.join(part).join(format!("{unique}{info}"));
    while to.exists() {
        unique = names::fresh(&base, n);
        n += 1;
        to = folder.join(part).join(format!("{unique}{info}"));
    }
    let passing = folder.join("tmp").join(&unique);
    let mut file = File::create(&passing)?;
    file.write_all(&message.octets)?;
    if let Ok(after) = u64::try_from(seconds) {
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(after))?;
    }
    drop(file);
    std::fs::rename(passing, to)
}
