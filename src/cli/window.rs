//! The way from the command line to the window.

use super::args::Global;
use super::exit::{Failure, NOTHING, Outcome};
use super::terminal::Terminal;
use std::path::PathBuf;

/// What the window opens with.
#[cfg_attr(not(feature = "gui"), expect(dead_code, reason = "there is no window to open it with"))]
pub enum Open {
    Empty,
    Demo { dir: Option<PathBuf>, size: usize },
}

#[cfg(feature = "gui")]
pub fn open(open: Open, global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    use crate::gui::{self, Start};
    let start = match open {
        Open::Empty => Start::Empty,
        Open::Demo { dir, size } => Start::Demo { dir, size },
    };
    opened(gui::run(start, global.data.clone(), terminal.lang.locale(), gui::theme::Look::default()), terminal)
}

#[cfg(feature = "gui")]
pub fn stage(args: &super::args::Stage, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    use super::args::{Language, Theme};
    use crate::gui::{self, theme::Look};
    use crate::lang::Locale;
    let locale = match args.lang {
        Language::De => Locale::German,
        Language::En => Locale::English,
    };
    let look = match args.theme {
        Theme::Light => Look::LIGHT,
        Theme::Dark => Look::DARK,
    };
    let size = iced::Size::new(args.size.0 as f32, args.size.1 as f32);
    match gui::show(&args.name, locale, look, size) {
        Some(result) => opened(result, terminal),
        None => none(terminal),
    }
}

#[cfg(feature = "gui")]
fn opened(result: Result<(), String>, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    result.map(|()| Outcome::Done).map_err(|detail| {
        let line = terminal.lang.tf("gui-no-window", &[("detail", detail.into())]);
        terminal.note(&line);
        Failure::Said(NOTHING)
    })
}

#[cfg(not(feature = "gui"))]
pub fn open(open: Open, global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let _ = (open, global);
    none(terminal)
}

fn none(terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let line = terminal.lang.t("cli-no-window");
    terminal.note(&line);
    Err(Failure::Said(NOTHING))
}
