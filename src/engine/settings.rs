//! What the member chose for the window, and what else can be set, in a small file beside the store: it is read before anything is
//! shown, and no damaged or busy store gets in its way.

use super::{Error, Registrations, save};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FILE: &str = "settings.json";
/// The file is a few lines; whatever is longer is none of ours.
const LONGEST: u64 = 64 * 1024;

/// Settings as they are kept. What was never chosen is None: then the system's own way holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A language tag (BCP 47).
    pub language: Option<String>,
    pub dark: Option<bool>,
    pub high_contrast: bool,
    /// Text size in per cent.
    pub text: Option<u8>,
    /// As whom this Deich is registered with those who have members sign in with the browser: `google`, `microsoft`. Nothing in
    /// the window sets it.
    #[serde(skip_serializing_if = "Registrations::is_empty")]
    pub sign_in: Registrations,
}

impl Settings {
    /// The settings kept in this directory. None there, or none that can be read, are no settings.
    pub(super) fn load(dir: &Path) -> Self {
        let path = place(dir);
        let short = path.metadata().is_ok_and(|file| file.len() <= LONGEST);
        let read = short.then(|| std::fs::read(&path).ok()).flatten();
        let settings = read.map(|octets| serde_json::from_slice(&octets)).transpose();
        settings.inspect_err(|error| tracing::warn!(%error, "the settings cannot be read")).ok().flatten().unwrap_or_default()
    }

    pub(super) fn keep(&self, dir: &Path) -> Result<(), Error> {
        let path = place(dir);
        let failed = |detail: String| Error::File { path: path.clone(), detail };
        let octets = serde_json::to_vec_pretty(self).map_err(|error| failed(error.to_string()))?;
        crate::store::make_dir(dir)?;
        save::save(&path, &octets, true)
    }

    pub(super) fn forget(dir: &Path) -> Result<(), Error> {
        let path = place(dir);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::File { path, detail: error.to_string() }),
            _ => Ok(()),
        }
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

#[cfg(test)]
mod tests;
