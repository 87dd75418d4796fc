//! The way from the command line to the window.

use super::args::Global;
use super::exit::{Failure, NOTHING, Outcome};
use super::terminal::Terminal;
use std::path::PathBuf;

/// What the window opens with.
#[cfg_attr(not(feature = "gui"), allow(dead_code, reason = "a program without a window only says so"))]
pub enum Open {
    Empty,
    Demo { dir: Option<PathBuf>, size: usize },
}

#[cfg(feature = "gui")]
pub fn open(open: Open, global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    use crate::gui::{Start, run};
    let start = match open {
        Open::Empty => Start::Empty,
        Open::Demo { dir, size } => Start::Demo { dir, size },
    };
    run(start, global.data.clone(), terminal.lang.locale()).map_err(|why| no_window(&why, terminal))?;
    Ok(Outcome::Done)
}

/// Shows a staged state, or lists their names.
#[cfg(feature = "gui")]
pub fn stage(args: &super::args::Stage, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    use super::args::{Language, Theme};
    use crate::gui::{STAGES, show, theme::Contrast, theme::Look};
    use crate::lang::Locale;
    let Some(name) = args.name.as_deref().filter(|_| !args.list) else {
        for (name, _) in STAGES {
            terminal.say(name);
        }
        return Ok(Outcome::Done);
    };
    let (dark, contrast) = match args.theme {
        Theme::Light => (false, Contrast::Normal),
        Theme::Dark => (true, Contrast::Normal),
        Theme::LightHigh => (false, Contrast::High),
        Theme::DarkHigh => (true, Contrast::High),
    };
    let look = Look { dark, contrast, scale: f32::from(args.text) / 100.0 };
    let locale = match args.lang {
        Language::De => Locale::German,
        Language::En => Locale::English,
    };
    let (width, height) = args.size;
    let Some(shown) = show(name, locale, look, iced::Size::new(f32::from(width), f32::from(height))) else {
        let line = terminal.lang.tf("cli-no-stage", &[("name", name.into())]);
        terminal.note(&line);
        return Err(Failure::Said(super::exit::USAGE));
    };
    shown.map(|()| Outcome::Done).map_err(|why| no_window(&why, terminal))
}

#[cfg(feature = "gui")]
fn no_window(why: &crate::gui::NoWindow, terminal: &mut Terminal) -> Failure {
    let line = terminal.lang.tf("gui-no-window", &[("detail", (&why.detail).into())]);
    terminal.note(&line);
    Failure::Said(NOTHING)
}

#[cfg(not(feature = "gui"))]
pub fn open(open: Open, _: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    drop(open);
    let line = terminal.lang.t("cli-no-window");
    terminal.note(&line);
    Err(Failure::Said(NOTHING))
}
