//! The commands that move messages: clean, rescue, undo, finish.

use super::args::{Again, Clean, Global, Rescue};
use super::exit::{self, Failure, NOTHING, Outcome, Trouble, code};
use super::json::{ActionDocument, PreviewDocument};
use super::session::{Moved, Session};
use super::terminal::Terminal;
use super::{open, words};
use crate::engine::{Access, Action, ActionState, CleanUp, Command, Error, Event, Picture, Target};
use crate::mail::MailboxName;
use crate::plan::{ActionId, Purpose};

pub fn clean(args: &Clean, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let picture = open::read(&args.reading, global, session, terminal)?;
    nothing_open(&picture, args.dry_run, terminal)?;
    let to = args.to.as_deref().map_or(Target::Trash, |name| Target::Mailbox(MailboxName::new(name)));
    let order = CleanUp { incident: Some(args.incident), selection: Vec::new(), to };
    let how = How { dry_run: args.dry_run, yes: args.yes, json: args.json };
    move_all(order, how, session, terminal)
}

/// Moves what is wanted out of the mailbox for junk.
pub fn rescue(args: &Rescue, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let picture = open::read(&args.reading, global, session, terminal)?;
    nothing_open(&picture, args.dry_run, terminal)?;
    words::found_in_junk(terminal, &picture);
    if picture.junk.is_empty() && !args.json {
        return Ok(Outcome::Nothing);
    }
    let selection = picture.junk.iter().map(|message| message.key()).collect();
    let order = CleanUp { incident: None, selection, to: Target::Mailbox(MailboxName::inbox()) };
    let how = How { dry_run: args.dry_run || picture.junk.is_empty(), yes: args.yes, json: args.json };
    move_all(order, how, session, terminal)
}

/// Says what an earlier run left open, and refuses to move anything more until that is at its end.
fn nothing_open(picture: &Picture, dry_run: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let Some(action) = &picture.open_action else { return Ok(()) };
    words::open_action(terminal, action);
    if dry_run {
        return Ok(());
    }
    let trouble = Trouble::of(&Error::ActionOpen(action.id.0), &terminal.lang);
    Err(exit::for_programs(&trouble, terminal)?)
}

/// How a move is carried out.
#[derive(Clone, Copy)]
struct How {
    dry_run: bool,
    yes: bool,
    json: bool,
}

/// Shows what would move, asks, and moves it.
fn move_all(order: CleanUp, how: How, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let incident = order.incident;
    let ask = Command::Preview(order);
    let preview =
        session.ask(ask, terminal, |event| if let Event::Preview(_, preview) = event { Some(preview) } else { None })?;
    words::preview(terminal, &preview);
    if how.dry_run {
        if how.json {
            terminal.write_json(&PreviewDocument::new(incident, &preview))?;
        }
        let none = incident.is_none() && preview.plan().messages() == 0;
        return Ok(if none { Outcome::Nothing } else { Outcome::Done });
    }
    if !how.yes {
        let question = terminal.lang.tf("cli-confirm", &[("n", preview.plan().messages().into())]);
        let answer = terminal.confirm(&question);
        let refused = |kind, key| Trouble::new(NOTHING, kind, &terminal.lang, key, &[]);
        match answer {
            Some(true) => {}
            Some(false) => return Err(refused("not_confirmed", "cli-not-confirmed").into()),
            None => return Err(refused("nobody_to_ask", "cli-nobody-to-ask").into()),
        }
    }
    let approved = std::sync::Arc::unwrap_or_clone(preview).approve();
    let moved = session.moving(Command::Execute(approved), terminal);
    ended(moved, how.json, terminal)
}

pub fn undo(args: &Again, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let actions = session.history(terminal)?;
    let action = chosen(&actions, args.action, |action| action.can_undo).ok_or(match args.action {
        Some(id) => Error::NoSuchAction(id),
        None => Error::NothingToUndo,
    })?;
    let moved = at_home(&Command::Undo(Some(action.id)), action, args, global, session, terminal)?;
    ended(moved, args.json, terminal)
}

pub fn finish(args: &Again, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let actions = session.history(terminal)?;
    let Some(action) = chosen(&actions, args.action, |action| action.state == ActionState::Open) else {
        if let Some(id) = args.action {
            return Err(Error::NoSuchAction(id).into());
        }
        return Err(Trouble::new(NOTHING, "nothing_open", &terminal.lang, "cli-nothing-open", &[]).into());
    };
    let moved = at_home(&Command::Finish(action.id), action, args, global, session, terminal)?;
    ended(moved, args.json, terminal)
}

/// The action with this number, or the newest that will do.
fn chosen(actions: &[Action], id: Option<i64>, will_do: impl Fn(&Action) -> bool) -> Option<&Action> {
    match id {
        Some(id) => actions.iter().find(|action| action.id == ActionId(id)),
        None => actions.iter().find(|action| will_do(action)),
    }
}

/// Undoes or finishes an action in the source it was done in. The journal knows the way; another one can be named.
fn at_home(
    command: &Command,
    action: &Action,
    args: &Again,
    global: &Global,
    session: &Session,
    terminal: &mut Terminal,
) -> Result<Moved, Failure> {
    let source = match &args.source {
        Some(source) => open::spec(source, global, terminal)?,
        None => action.home.clone(),
    };
    open::signed_in(&source, global, session, terminal, |secret, terminal| {
        let (source, remember, ca) = (source.clone(), global.remember, global.ca.clone());
        session.tell(Command::Access(Access { source, secret, remember, ca }));
        match session.moving(command.clone(), terminal) {
            // Nothing was begun.
            Moved { error: Some(error), action: None } => Err(error),
            moved => Ok(moved),
        }
    })
}

/// Says how a move ended. Success is only what the source confirmed.
fn ended(moved: Moved, json: bool, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if let Some(action) = &moved.action {
        words::result(terminal, action);
        if json {
            terminal.write_json(&ActionDocument::new(action))?;
        }
    }
    if let Some(error) = moved.error {
        if terminal.owes_json() {
            return Err(error.into());
        }
        let notice = terminal.lang.explain(&error);
        terminal.notice(&notice);
        if let Some(action) = moved.action.filter(|action| action.state == ActionState::Open) {
            words::open_action(terminal, &action);
        }
        return Err(Failure::Said(code(&error)));
    }
    let whole = moved.action.is_some_and(|action| {
        let lost = matches!(action.purpose, Purpose::Undo(_)) && action.gone > 0;
        action.failed == 0 && !lost && action.state != ActionState::Open
    });
    Ok(if whole { Outcome::Done } else { Outcome::Nothing })
}
