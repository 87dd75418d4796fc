//! Choosing files. A desktop without a dialog gives None, and the path field is there anyway.

use crate::gui::Frame;
use crate::gui::screen::Action;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    File,
    Folder,
}

pub fn choose<M: Send + 'static>(frame: &Frame, choice: Choice, chosen: fn(Option<PathBuf>) -> M) -> Action<M> {
    let dialog = rfd::AsyncFileDialog::new().set_directory(&frame.home);
    Action::Run(iced::Task::perform(
        async move {
            let picked = match choice {
                Choice::File => dialog.pick_file().await,
                Choice::Folder => dialog.pick_folder().await,
            };
            picked.map(|file| file.path().to_owned())
        },
        chosen,
    ))
}

pub fn save_as<M: Send + 'static>(frame: &Frame, path: &str, chosen: fn(Option<PathBuf>) -> M) -> Action<M> {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let dialog = rfd::AsyncFileDialog::new().set_directory(&frame.home).set_file_name(name);
    Action::Run(iced::Task::perform(async move { dialog.save_file().await.map(|file| file.path().to_owned()) }, chosen))
}
