//! The journal: every action is written down before it is done, and every step as the source confirmed it.
//!
//! An item goes `planned -> sent -> moved | gone | failed`. `sent` says that the source may have been asked to move it: after
//! a crash only the source knows what became of it. Every method is one transaction, on the disk when it returns.

use super::{Result, SourceId, Store, StoreError};
use crate::account::SourceSpec;
use crate::mail::{MailboxName, MessageRef, SpecialUse};
use crate::plan::{ActionId, Item, Plan, Problem, ProblemKind, Purpose, Step};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemState {
    Planned,
    Sent,
    Moved,
    Gone,
    Failed,
}

impl ItemState {
    const ALL: [Self; 5] = [Self::Planned, Self::Sent, Self::Moved, Self::Gone, Self::Failed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::Failed => "failed",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionState {
    Open,
    Done,
    Partly,
    Undone,
}

impl ActionState {
    const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Partly, Self::Undone];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Undone => "undone",
        }
    }
}

/// Messages in the mailboxes an action moves from, and in those it moves to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub from: u32,
    pub to: u32,
}

/// An action as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRecord {
    pub id: ActionId,
    pub source: SourceId,
    /// Label of the source, and how to open it.
    pub label: String,
    pub spec: SourceSpec,
    pub purpose: Purpose,
    pub begun: Timestamp,
    pub state: ActionState,
    pub problem: Option<Problem>,
    pub before: Option<Totals>,
    pub after: Option<Totals>,
    /// The target mailboxes.
    pub to: Vec<MailboxName>,
    /// What those of them are for that have a use, as the source said when the action was begun.
    pub uses: BTreeMap<MailboxName, SpecialUse>,
    /// Items by state.
    pub items: BTreeMap<ItemState, usize>,
    /// Moved items that no undo has brought back.
    pub away: usize,
}

impl ActionRecord {
    pub fn count(&self, state: ItemState) -> usize {
        self.items.get(&state).copied().unwrap_or(0)
    }

    pub fn planned(&self) -> usize {
        self.items.values().sum()
    }
}

/// How the target stood just before a step was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetMark {
    pub uid_validity: u32,
    pub uid_next: Option<u32>,
    /// Messages in it; None in steps of older versions.
    pub exists: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRecord {
    pub step: u32,
    pub from: MailboxName,
    pub uid_validity: u32,
    pub to: MailboxName,
    pub target: Option<TargetMark>,
    /// In the plan's order; an item's number is its index.
    pub items: Vec<ItemRecord>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRecord {
    /// Where the message lies (or lay) in the step's source mailbox, and what finds it again.
    pub item: Item,
    pub state: ItemState,
    /// Where it lies in the target, once known.
    pub new_place: Option<MessageRef>,
    /// An undo brought it back.
    pub undone: bool,
}

impl Store {
    /// Writes an action down, whole, before anything of it is done. The items of `missing` belong to it but are out of reach
    /// (their places are not known): they are gone from the start.
    pub fn begin(&mut self, source: SourceId, plan: &Plan, missing: &[Step], now: Timestamp) -> Result<ActionId> {
        let change = self.db.transaction()?;
        let (purpose, incident, key, undoes) = match &plan.purpose {
            Purpose::CleanUp { kind, key } => ("clean_up", Some(kind), Some(key), None),
            Purpose::Selection => ("selection", None, None, None),
            Purpose::Undo(action) => ("undo", None, None, Some(action.0)),
        };
        change.execute(
            "INSERT INTO action (source, purpose, incident, incident_key, undoes, begun, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open')",
            params![source.0, purpose, incident, key, undoes, now.as_second()],
        )?;
        let action = change.last_insert_rowid();
        let mut origins = undoes.map(|undone| origins(&change, undone)).transpose()?.unwrap_or_default();
        {
            let mut add_step = change.prepare_cached(
                "INSERT INTO action_step (action, step, from_mailbox, from_validity, to_mailbox) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut add_item = change.prepare_cached(
                "INSERT INTO action_item
                 (action, step, item, place, message_id, size, received, received_ns, state, origin_step, origin_item)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            let planned = plan.steps.iter().map(|step| (step, ItemState::Planned));
            let missing = missing.iter().map(|step| (step, ItemState::Gone));
            for (number, (step, state)) in (0_u32..).zip(planned.chain(missing)) {
                add_step.execute(params![action, number, step.from.as_str(), step.uid_validity, step.to.as_str()])?;
                for (place, item) in (0_u32..).zip(&step.items) {
                    let origin = origins.remove(&(step.from.as_str().to_owned(), item.message.as_str().to_owned()));
                    add_item.execute(params![
                        action,
                        number,
                        place,
                        item.message.as_str(),
                        &*item.message_id,
                        item.size,
                        item.received.as_second(),
                        item.received.subsec_nanosecond(),
                        state.as_str(),
                        origin.map(|o| o.0),
                        origin.map(|o| o.1),
                    ])?;
                }
            }
        }
        change.commit()?;
        Ok(ActionId(action))
    }

    /// Notes what a target mailbox of an action is for.
    pub fn set_use(&mut self, action: ActionId, target: &MailboxName, special: SpecialUse) -> Result<()> {
        let sql = "UPDATE action_step SET to_use = ?3 WHERE action = ?1 AND to_mailbox = ?2";
        self.db.execute(sql, params![action.0, target.as_str(), special.as_str()])?;
        Ok(())
    }

    /// The open action of a source, if there is one.
    pub fn open_action(&self, source: SourceId) -> Result<Option<ActionId>> {
        let sql = "SELECT id FROM action WHERE source = ?1 AND state = 'open'";
        Ok(self.db.query_row(sql, [source.0], |row| row.get(0)).optional()?.map(ActionId))
    }

    /// The newest action that has something to bring back.
    pub fn last_undoable(&self, source: SourceId) -> Result<Option<ActionId>> {
        let sql = "SELECT max(a.id) FROM action a WHERE a.source = ?1 AND a.purpose <> 'undo' AND a.state <> 'undone' AND (a.state = 'open'
             OR EXISTS (SELECT 1 FROM action_item i WHERE i.action = a.id AND i.state = 'moved' AND i.undone = 0))";
        Ok(self.db.query_row(sql, [source.0], |row| row.get::<_, Option<i64>>(0))?.map(ActionId))
    }

    /// Numbers of a step's actions, in order.
    pub fn steps(&self, action: ActionId) -> Result<Vec<u32>> {
        let mut query = self.db.prepare_cached("SELECT step FROM action_step WHERE action = ?1 ORDER BY step")?;
        Ok(query.query_map([action.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    pub fn step(&self, action: ActionId, step: u32) -> Result<StepRecord> {
        let mut record = self.db.query_row(
            "SELECT from_mailbox, from_validity, to_mailbox, to_validity, to_uid_next, to_exists FROM action_step WHERE action = ?1 AND step = ?2",
            params![action.0, step],
            |row| {
                let (uid_next, exists) = (row.get(4)?, row.get(5)?);
                let target = row.get::<_, Option<u32>>(3)?.map(|uid_validity| TargetMark { uid_validity, uid_next, exists });
                Ok(StepRecord {
                    step,
                    from: MailboxName::new(&row.get::<_, String>(0)?),
                    uid_validity: row.get(1)?,
                    to: MailboxName::new(&row.get::<_, String>(2)?),
                    target,
                    items: Vec::new(),
                })
            },
        )?;
        let mut query = self.db.prepare_cached(
            "SELECT place, message_id, size, received, received_ns, state, new_place, undone FROM action_item
             WHERE action = ?1 AND step = ?2 ORDER BY item",
        )?;
        let rows = query.query_map(params![action.0, step], item)?;
        record.items = rows.map(|row| row?.ok_or_else(|| StoreError::damaged("a journal item"))).collect::<Result<_>>()?;
        Ok(record)
    }

    /// Opens an action again that ended with items that could not be moved. An earlier attempt may have got half way with them
    /// (a copy that nobody could take the original of away), so they count as sent: the source is asked first.
    pub fn reopen(&mut self, action: ActionId) -> Result<()> {
        let change = self.db.transaction()?;
        change.execute("UPDATE action SET state = 'open', problem = NULL, ended = NULL WHERE id = ?1", [action.0])?;
        change.execute("UPDATE action_item SET state = 'sent' WHERE action = ?1 AND state = 'failed'", [action.0])?;
        Ok(change.commit()?)
    }

    /// Counts of the mailboxes before the first step.
    pub fn counted_before(&mut self, action: ActionId, totals: Totals) -> Result<()> {
        let sql = "UPDATE action SET from_before = coalesce(from_before, ?2), to_before = coalesce(to_before, ?3) WHERE id = ?1";
        self.db.execute(sql, params![action.0, totals.from, totals.to])?;
        Ok(())
    }

    /// Intent: all planned items of the step may from now on have been moved.
    pub fn send(&mut self, action: ActionId, step: u32, target: TargetMark) -> Result<()> {
        let change = self.db.transaction()?;
        // Places in a target that was rebuilt mean nothing any more.
        change.execute(
            "UPDATE action_item SET new_place = NULL WHERE action = ?1 AND step = ?2
             AND EXISTS (SELECT 1 FROM action_step s WHERE s.action = ?1 AND s.step = ?2 AND s.to_validity <> ?3)",
            params![action.0, step, target.uid_validity],
        )?;
        change.execute(
            // The first mark counts, also where a step is sent again: an earlier attempt may turn out to have moved something.
            "UPDATE action_step SET (to_validity, to_uid_next, to_exists) = (?3, ?4, ?5)
             WHERE action = ?1 AND step = ?2 AND (to_validity IS NOT ?3 OR to_uid_next IS NULL)",
            params![action.0, step, target.uid_validity, target.uid_next, target.exists],
        )?;
        change.execute(
            "UPDATE action_item SET state = 'sent' WHERE action = ?1 AND step = ?2 AND state = 'planned'",
            params![action.0, step],
        )?;
        Ok(change.commit()?)
    }

    /// What became of items of a step. Moved messages leave what the store knows of their mailbox, and stay as evidence.
    pub fn record(&mut self, action: ActionId, step: u32, news: &[(usize, ItemState, Option<MessageRef>)]) -> Result<()> {
        let change = self.db.transaction()?;
        {
            // The same for all items of a step: the mailbox as the store knows it, and the action that an undo undoes.
            let (mailbox, undoes): (Option<i64>, Option<i64>) = change.query_row(
                "SELECT m.id, a.undoes FROM action a JOIN action_step s ON s.action = a.id AND s.step = ?2
                 LEFT JOIN mailbox m ON m.source = a.source AND m.name = s.from_mailbox WHERE a.id = ?1",
                params![action.0, step],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let mut update = change.prepare_cached(
                "UPDATE action_item SET state = ?4, new_place = coalesce(?5, new_place)
                 WHERE action = ?1 AND step = ?2 AND item = ?3",
            )?;
            let mut witness = change.prepare_cached(
                "INSERT OR IGNORE INTO evidence (action, step, item, mailbox, flags, head, excerpt)
                 SELECT ?1, ?2, ?3, mailbox, flags, head, excerpt FROM envelope
                 WHERE mailbox = ?4 AND place = (SELECT place FROM action_item WHERE action = ?1 AND step = ?2 AND item = ?3)",
            )?;
            let mut returned = change.prepare_cached(
                "DELETE FROM evidence WHERE action = ?4
                 AND (step, item) = (SELECT origin_step, origin_item FROM action_item WHERE action = ?1 AND step = ?2 AND item = ?3)",
            )?;
            let mut leave = change.prepare_cached(
                "DELETE FROM envelope
                 WHERE mailbox = ?4 AND place = (SELECT place FROM action_item WHERE action = ?1 AND step = ?2 AND item = ?3)",
            )?;
            let mut back = change.prepare_cached(
                "UPDATE action_item SET undone = 1 WHERE action = ?4
                 AND (step, item) = (SELECT origin_step, origin_item FROM action_item WHERE action = ?1 AND step = ?2 AND item = ?3)",
            )?;
            for (item, state, new_place) in news {
                let item = *item as i64;
                update.execute(params![action.0, step, item, state.as_str(), new_place.as_ref().map(MessageRef::as_str)])?;
                let moved = *state == ItemState::Moved;
                match undoes {
                    Some(undone) if moved => {
                        returned.execute(params![action.0, step, item, undone])?;
                        back.execute(params![action.0, step, item, undone])?;
                    }
                    None if moved => drop(witness.execute(params![action.0, step, item, mailbox])?),
                    _ => {}
                }
                if moved || *state == ItemState::Gone {
                    leave.execute(params![action.0, step, item, mailbox])?;
                }
            }
        }
        Ok(change.commit()?)
    }

    /// The source mailbox of a step was rebuilt: new places of items, under a new UIDVALIDITY. They are planned again: what was
    /// sent under the old places says nothing of a message found at a new one, which may be a twin.
    pub fn relocate(&mut self, action: ActionId, step: u32, uid_validity: u32, places: &[(usize, MessageRef)]) -> Result<()> {
        let change = self.db.transaction()?;
        change.execute(
            "UPDATE action_step SET from_validity = ?3 WHERE action = ?1 AND step = ?2",
            params![action.0, step, uid_validity],
        )?;
        for (item, place) in places {
            change.execute(
                "UPDATE action_item SET place = ?4, state = 'planned' WHERE action = ?1 AND step = ?2 AND item = ?3",
                params![action.0, step, *item as i64, place.as_str()],
            )?;
        }
        Ok(change.commit()?)
    }

    /// What stopped an action that stays open, or nothing any more.
    pub fn set_problem(&mut self, action: ActionId, problem: Option<&Problem>) -> Result<()> {
        let (kind, about, said) = problem_columns(problem);
        let sql = "UPDATE action SET problem = ?2, problem_about = ?3, problem_said = ?4 WHERE id = ?1";
        self.db.execute(sql, params![action.0, kind, about, said])?;
        Ok(())
    }

    /// Brings an action to its end.
    pub fn end(
        &mut self,
        action: ActionId,
        state: ActionState,
        problem: Option<&Problem>,
        after: Option<Totals>,
        now: Timestamp,
    ) -> Result<()> {
        let (kind, about, said) = problem_columns(problem);
        let (from, to) = (after.map(|t| t.from), after.map(|t| t.to));
        self.db.execute(
            "UPDATE action SET state = ?2, problem = ?3, problem_about = ?4, problem_said = ?5, ended = ?6,
                    from_after = coalesce(?7, from_after), to_after = coalesce(?8, to_after) WHERE id = ?1",
            params![action.0, state.as_str(), kind, about, said, now.as_second(), from, to],
        )?;
        Ok(())
    }

    pub fn action(&self, action: ActionId) -> Result<Option<ActionRecord>> {
        let sql = format!("{ACTIONS} WHERE a.id = ?1");
        let Some(found) = self.db.query_row(&sql, [action.0], action_record).optional()? else { return Ok(None) };
        found.ok_or_else(|| StoreError::damaged("a journal action")).and_then(|record| self.complete(record)).map(Some)
    }

    /// Every action, the newest first.
    pub fn history(&self) -> Result<Vec<ActionRecord>> {
        let mut query = self.db.prepare(&format!("{ACTIONS} ORDER BY a.id DESC"))?;
        let records = query.query_map([], action_record)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let whole = |record: Option<_>| record.ok_or_else(|| StoreError::damaged("a journal action"));
        records.into_iter().map(|record| self.complete(whole(record)?)).collect()
    }

    /// Adds what the items say.
    fn complete(&self, mut record: ActionRecord) -> Result<ActionRecord> {
        let id = record.id.0;
        let mut query =
            self.db.prepare_cached("SELECT to_mailbox, max(to_use) FROM action_step WHERE action = ?1 GROUP BY 1 ORDER BY 1")?;
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().map(MailboxName::new).map_err(rusqlite::Error::from)?;
            let word = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            if let Some(special) = word.and_then(SpecialUse::of) {
                record.uses.insert(name.clone(), special);
            }
            record.to.push(name);
        }
        let sql = "SELECT state, count(*), sum(state = 'moved' AND undone = 0) FROM action_item WHERE action = ?1 GROUP BY state";
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            let state = item_state(&row.get::<_, String>(0)?).ok_or_else(|| StoreError::damaged("a journal item"))?;
            record.items.insert(state, row.get::<_, i64>(1)? as usize);
            record.away += row.get::<_, i64>(2)? as usize;
        }
        Ok(record)
    }
}

const ACTIONS: &str =
    "SELECT a.id, a.source, s.label, a.purpose, a.incident, a.incident_key, a.undoes, a.begun, a.state, a.problem,
     a.from_before, a.to_before, a.from_after, a.to_after, a.problem_about, a.problem_said,
     s.kind, s.location, s.user, s.port
     FROM action a JOIN source s ON s.id = a.source";

fn problem_columns(problem: Option<&Problem>) -> (Option<&str>, &str, &str) {
    problem.map_or((None, "", ""), |problem| (Some(problem.kind.as_str()), &problem.about, &problem.said))
}

/// Items that lie in targets and are not brought back: by mailbox and place.
fn origins(change: &Transaction<'_>, action: i64) -> Result<BTreeMap<(String, String), (u32, u32)>> {
    let mut query = change.prepare_cached(
        "SELECT s.to_mailbox, i.new_place, i.step, i.item FROM action_item i JOIN action_step s USING (action, step)
         WHERE i.action = ?1 AND i.state = 'moved' AND i.undone = 0 AND i.new_place IS NOT NULL",
    )?;
    let rows = query.query_map([action], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn item_state(word: &str) -> Option<ItemState> {
    ItemState::ALL.into_iter().find(|state| state.as_str() == word)
}

/// None inside: words or times that this program never wrote.
fn item(row: &Row<'_>) -> rusqlite::Result<Option<ItemRecord>> {
    let state = item_state(row.get_ref(5)?.as_str()?);
    let received = Timestamp::new(row.get(3)?, row.get(4)?).ok();
    let (Some(state), Some(received)) = (state, received) else { return Ok(None) };
    let item = Item {
        message: MessageRef::new(row.get_ref(0)?.as_str()?),
        message_id: row.get_ref(1)?.as_str()?.into(),
        size: row.get(2)?,
        received,
    };
    let new_place = row.get_ref(6)?.as_str_or_null()?.map(MessageRef::new);
    Ok(Some(ItemRecord { item, state, new_place, undone: row.get(7)? }))
}

fn action_record(row: &Row<'_>) -> rusqlite::Result<Option<ActionRecord>> {
    let purpose = match row.get_ref(3)?.as_str()? {
        "clean_up" => Purpose::CleanUp {
            kind: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
            key: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        },
        "undo" => Purpose::Undo(ActionId(row.get::<_, Option<i64>>(6)?.unwrap_or_default())),
        _ => Purpose::Selection,
    };
    let word: String = row.get(8)?;
    let state = ActionState::ALL.into_iter().find(|state| state.as_str() == word);
    let (Some(state), Ok(begun)) = (state, Timestamp::from_second(row.get(7)?)) else { return Ok(None) };
    let problem = match row.get_ref(9)?.as_str_or_null()?.map(ProblemKind::of) {
        None => None,
        Some(None) => return Ok(None),
        Some(Some(kind)) => {
            Some(Problem { kind, about: row.get_ref(14)?.as_str()?.into(), said: row.get_ref(15)?.as_str()?.into() })
        }
    };
    let Some(spec) = super::sources::spec(row, 16)? else { return Ok(None) };
    let totals = |from: Option<u32>, to: Option<u32>| Some(Totals { from: from?, to: to? });
    Ok(Some(ActionRecord {
        id: ActionId(row.get(0)?),
        source: SourceId(row.get(1)?),
        label: row.get(2)?,
        spec,
        purpose,
        begun,
        state,
        problem,
        before: totals(row.get(10)?, row.get(11)?),
        after: totals(row.get(12)?, row.get(13)?),
        to: Vec::new(),
        uses: BTreeMap::new(),
        items: BTreeMap::new(),
        away: 0,
    }))
}
