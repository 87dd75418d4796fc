//! The way from the command line to the window.

use super::args::Global;
use super::exit::{Failure, NOTHING, Outcome};
use super::terminal::Terminal;
use std::path::PathBuf;

/// What the window opens with.
#[expect(dead_code, reason = "until the window is there")]
pub enum Open {
    Empty,
    Demo { dir: Option<PathBuf>, size: usize },
}

pub fn open(open: Open, global: &Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let _ = (open, global);
    none(terminal)
}

#[cfg(feature = "gui")]
pub fn stage(args: &super::args::Stage, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let _ = args;
    none(terminal)
}

fn none(terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let line = terminal.lang.t("cli-no-window");
    terminal.note(&line);
    Err(Failure::Said(NOTHING))
}
