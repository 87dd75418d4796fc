//! The sentences of the command line: a picture, a preview, an action.

use super::json::state_word;
use super::terminal::{Terminal, shortened};
use crate::engine::{Action, ActionState, FilterDraft, KnownAccount, Picture, ReportDraft};
use crate::lang::Lang;
use crate::plan::{Preview, Problem, Purpose, Stay};
use crate::triage::{Incident, Protection, Verdict};
use std::collections::BTreeMap;

/// Characters of a foreign name in a sentence.
const NAME: usize = 100;
/// Messages that are listed one by one.
const SHOWN: usize = 20;

/// The word for a reason to stay in JSON.
pub const fn stay_word(stay: Stay) -> &'static str {
    match stay {
        Stay::Protected(protection) => protection.as_str(),
        Stay::Kept => "kept",
        Stay::AlreadyThere => "already_there",
        Stay::OutOfReach => "out_of_reach",
    }
}

/// What a scan found.
pub fn picture(terminal: &mut Terminal, picture: &Picture) {
    let source = shortened(&picture.source.label, NAME);
    let head = terminal
        .lang
        .tf("cli-looked-at", &[("source", source.into()), ("n", (picture.messages.len() - picture.moved.len()).into())]);
    terminal.say(&head);
    if picture.findings.incidents.is_empty() {
        let none = terminal.lang.t("cli-no-flood");
        terminal.say(&none);
    }
    for remark in &picture.remarks {
        let line = terminal.lang.remark(remark);
        terminal.note(&line);
    }
    for incident in &picture.findings.incidents {
        terminal.say("");
        one_incident(terminal, picture, incident);
    }
    let to_clean = |incident: &&Incident| picture.source.can_move && offered(picture, incident) > 0;
    if let Some(incident) = picture.findings.incidents.iter().find(to_clean) {
        let command = format!("deich clean SOURCE --incident {} --dry-run", incident.id);
        let next = terminal.lang.tf("cli-next", &[("command", command.into())]);
        terminal.say("");
        terminal.say(&next);
    }
    if !picture.junk.is_empty() {
        terminal.say("");
        found_in_junk(terminal, picture);
        let hint = terminal.lang.t("cli-junk-hint");
        terminal.say(&hint);
    }
}

/// Wanted messages in the mailbox for junk, each with the reason.
pub fn found_in_junk(terminal: &mut Terminal, picture: &Picture) {
    let lang = &terminal.lang;
    let head = lang.tf("cli-junk-found", &[("n", picture.junk.len().into())]);
    let found = picture.junk.iter().zip(&picture.findings.found_in_junk).take(SHOWN);
    let lines: Vec<String> = found
        .map(|(message, found)| {
            let args = [
                ("from", shortened(message.from_addr(), NAME).into()),
                ("subject", shortened(message.subject(), NAME).into()),
                ("reason", lang.protection(found.reason).into()),
            ];
            format!("   {}", lang.tf("cli-junk-message", &args))
        })
        .collect();
    terminal.say(&head);
    for line in lines {
        terminal.say(&line);
    }
}

fn one_incident(terminal: &mut Terminal, picture: &Picture, incident: &Incident) {
    let lang = &terminal.lang;
    let kind = lang.incident_kind(incident.kind);
    let key = shortened(&incident.key, NAME);
    let mut lines = vec![
        lang.tf("cli-incident-head", &[("id", incident.id.into()), ("kind", kind.into()), ("key", key.into())]),
        lang.tf(
            "cli-incident-span",
            &[("from", lang.date_time(incident.started).into()), ("to", lang.date_time(incident.ended).into())],
        ),
        lang.tf(
            "cli-incident-size",
            &[("n", incident.messages.into()), ("senders", incident.senders.into()), ("peak", incident.peak_per_minute.into())],
        ),
    ];
    for (kind, n) in &incident.kinds {
        let name = if *n == 1 { lang.one_of_kind(*kind) } else { lang.kind(*kind) };
        lines.push(counted(lang, &name, *n as usize));
    }
    let moved = picture.findings.members(incident.id).filter(|index| picture.moved.contains(index)).count();
    if moved > 0 {
        lines.push(lang.tf("cli-incident-moved", &[("n", moved.into())]));
    }
    lines.push(lang.tf("cli-incident-plan", &[("n", offered(picture, incident).into()), ("safe", incident.protected.into())]));
    let mut reasons: BTreeMap<Protection, usize> = BTreeMap::new();
    let verdicts = picture.findings.verdicts.iter().filter(|verdict| verdict.incident == Some(incident.id));
    for protection in verdicts.filter_map(|verdict| verdict.protected) {
        *reasons.entry(protection).or_default() += 1;
    }
    for (protection, n) in reasons {
        lines.push(counted(lang, &lang.protection(protection), n));
    }
    // The first line stands out, the others belong to it.
    for (at, line) in lines.iter().enumerate() {
        terminal.say(&if at == 0 { line.clone() } else { format!("   {line}") });
    }
}

/// How many messages of an incident a clean-up would still move.
fn offered(picture: &Picture, incident: &Incident) -> usize {
    let verdict = |index: &usize| picture.findings.verdicts.get(*index).is_some_and(Verdict::offered);
    picture.findings.members(incident.id).filter(|i| !picture.moved.contains(i)).filter(verdict).count()
}

/// One line of a list: how many of what.
fn counted(lang: &Lang, what: &str, n: usize) -> String {
    format!("   {}", lang.tf("cli-incident-kind", &[("kind", what.into()), ("n", n.into())]))
}

/// An action that was left open: what it is, and the two ways on.
pub fn open_action(terminal: &mut Terminal, action: &Action) {
    let id = action.id.0;
    let line = terminal
        .lang
        .tf("cli-open-action", &[("id", id.into()), ("moved", action.moved.into()), ("planned", action.planned.into())]);
    terminal.note(&line);
    terminal.note(&format!("   deich finish {id}"));
    terminal.note(&format!("   deich undo {id}"));
}

/// What a clean-up would move, and what stays and why.
pub fn preview(terminal: &mut Terminal, preview: &Preview) {
    let lang = &terminal.lang;
    let mut moves: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for step in &preview.plan().steps {
        *moves.entry((step.from.as_str(), step.to.as_str())).or_default() += step.items.len();
    }
    let mut stays: BTreeMap<Stay, usize> = BTreeMap::new();
    for (_, stay) in preview.stays() {
        *stays.entry(*stay).or_default() += 1;
    }
    let mut lines = Vec::new();
    for mailbox in &preview.plan().create {
        lines.push(lang.tf("cli-preview-create", &[("mailbox", shortened(mailbox.as_str(), NAME).into())]));
    }
    for ((from, to), n) in moves {
        let args = [("n", n.into()), ("from", shortened(from, NAME).into()), ("to", shortened(to, NAME).into())];
        lines.push(lang.tf("cli-preview-moves", &args));
    }
    if !stays.is_empty() {
        lines.push(lang.tf("cli-preview-stays", &[("n", preview.stays().len().into())]));
    }
    for (stay, n) in stays {
        lines.push(counted(lang, &lang.stay(stay), n));
    }
    for line in lines {
        terminal.say(&line);
    }
}

/// What a storm filter would have caught.
pub fn filter(terminal: &mut Terminal, draft: &FilterDraft) {
    let lang = &terminal.lang;
    let mailbox = shortened(draft.mailbox.as_str(), NAME);
    let lines = [
        lang.tf("cli-filter-what", &[("mailbox", mailbox.into()), ("until", lang.date(draft.until).into())]),
        lang.tf(
            "cli-filter-tried",
            &[("flood", draft.catches_flood.into()), ("other", draft.catches_other.into()), ("all", draft.other.into())],
        ),
    ];
    for line in lines {
        terminal.say(&line);
    }
}

/// To whom a report goes, and what it hides.
pub fn report(terminal: &mut Terminal, draft: &ReportDraft) {
    let lang = &terminal.lang;
    let lines = [
        lang.tf("cli-report-to", &[("to", shortened(&draft.to.join(", "), 300).into())]),
        lang.tf("cli-report-subject", &[("subject", shortened(&draft.subject, 200).into())]),
        lang.tf("cli-report-redacted", &[("n", draft.redacted.into())]),
    ];
    for line in lines {
        terminal.say(&line);
    }
}

/// How an action ended.
pub fn result(terminal: &mut Terminal, action: &Action) {
    let lang = &terminal.lang;
    let undo = matches!(action.purpose, Purpose::Undo(_));
    let key = if undo { "cli-result-undone" } else { "cli-result-moved" };
    let mut lines = vec![lang.tf(key, &[("n", action.moved.into())])];
    if action.gone > 0 {
        lines.push(lang.tf(if undo { "cli-result-lost" } else { "cli-result-gone" }, &[("n", action.gone.into())]));
    }
    if action.failed > 0 {
        lines.push(lang.tf("cli-result-failed", &[("n", action.failed.into())]));
    }
    let remark = |problem: &&Problem| problem.kind.is_remark();
    if let Some(problem) = action.problem.as_ref().filter(|problem| !remark(problem)) {
        lines.push(lang.tf("cli-result-problem", &[("problem", lang.problem(problem).into())]));
    }
    if let Some(c) = action.counted {
        let args = [
            ("frombefore", c.from_before.into()),
            ("fromafter", c.from_after.into()),
            ("tobefore", c.to_before.into()),
            ("toafter", c.to_after.into()),
        ];
        lines.push(lang.tf("cli-result-counted", &args));
    }
    if let Some(problem) = action.problem.as_ref().filter(remark) {
        lines.push(lang.problem(problem));
    }
    if action.can_undo && action.state != ActionState::Open {
        lines.push(lang.tf("cli-result-undo-hint", &[("command", format!("deich undo {}", action.id.0).into())]));
    }
    for line in lines {
        terminal.say(&line);
    }
}

/// The sources that were scanned before.
pub fn accounts(terminal: &mut Terminal, accounts: &[KnownAccount]) {
    if accounts.is_empty() {
        let none = terminal.lang.t("cli-accounts-empty");
        terminal.say(&none);
    }
    for known in accounts {
        let args = [
            ("label", shortened(&known.label, NAME).into()),
            ("source", known.source.to_string().into()),
            ("when", terminal.lang.date_time(known.last_scan).into()),
        ];
        let line = terminal.lang.tf("cli-account", &args);
        terminal.say(&line);
    }
}

/// The history, one action after the other.
pub fn history(terminal: &mut Terminal, actions: &[Action]) {
    if actions.is_empty() {
        let none = terminal.lang.t("cli-history-empty");
        terminal.say(&none);
    }
    for action in actions {
        let lang = &terminal.lang;
        let what = match &action.purpose {
            Purpose::CleanUp { key, .. } => lang.tf("cli-purpose-clean-up", &[("key", shortened(key, NAME).into())]),
            Purpose::Selection => lang.t("cli-purpose-selection"),
            Purpose::Undo(id) => lang.tf("cli-purpose-undo", &[("id", id.0.into())]),
        };
        let to: Vec<String> = action.to.iter().map(|mailbox| shortened(mailbox.as_str(), NAME)).collect();
        let state = lang.t(&format!("cli-state-{}", state_word(action.state)));
        let lines = [
            lang.tf(
                "cli-history-head",
                &[("id", action.id.0.into()), ("when", lang.date_time(action.begun).into()), ("what", what.into())],
            ),
            lang.tf("cli-history-source", &[("source", shortened(&action.source, NAME).into()), ("to", to.join(", ").into())]),
            lang.tf(
                "cli-history-state",
                &[("state", state.into()), ("moved", action.moved.into()), ("planned", action.planned.into())],
            ),
        ];
        for (at, line) in lines.iter().enumerate() {
            terminal.say(&if at == 0 { line.clone() } else { format!("   {line}") });
        }
    }
}
