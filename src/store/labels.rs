//! Labels of moved messages: noted before the move, hung on again by the undo (`engine/moving/labels`).

use super::{Result, Store};
use crate::mail::{MailboxName, MessageRef};
use crate::plan::ActionId;
use rusqlite::params;

/// A label of an item of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelNote<'a> {
    pub step: u32,
    pub item: usize,
    pub label: &'a str,
}

/// A label that is to be hung on messages again which an undo brought back to a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseLabel {
    pub label: String,
    pub mailbox: MailboxName,
    /// UIDVALIDITY of the mailbox under which the places mean something; None: no place in it is known.
    pub uid_validity: Option<u32>,
    pub messages: Vec<MessageRef>,
    /// Messages of which nobody knows where in the mailbox they lie.
    pub unplaced: usize,
}

impl Store {
    /// Writes labels down that hang on items of an action. What is noted already stays.
    pub fn note_labels<'a>(&mut self, action: ActionId, notes: impl IntoIterator<Item = LabelNote<'a>>) -> Result<()> {
        let change = self.db.transaction()?;
        {
            let sql = "INSERT OR IGNORE INTO action_label (action, step, item, label) VALUES (?1, ?2, ?3, ?4)";
            let mut note = change.prepare_cached(sql)?;
            for LabelNote { step, item, label } in notes {
                note.execute(params![action.0, step, item as i64, label])?;
            }
        }
        Ok(change.commit()?)
    }

    /// What an undo has brought back without its labels, by label and mailbox.
    pub fn loose_labels(&self, undo: ActionId) -> Result<Vec<LooseLabel>> {
        let mut query = self.db.prepare_cached(
            "SELECT l.label, s.to_mailbox, s.to_validity, i.new_place
             FROM action_item i JOIN action_step s USING (action, step) JOIN action a ON a.id = i.action
             JOIN action_label l ON l.action = a.undoes AND l.step = i.origin_step AND l.item = i.origin_item
             WHERE i.action = ?1 AND i.state = 'moved' AND l.back = 0 ORDER BY 1, 2, 3, i.step, i.item",
        )?;
        let mut rows = query.query([undo.0])?;
        let mut found: Vec<LooseLabel> = Vec::new();
        while let Some(row) = rows.next()? {
            let (label, mailbox): (String, String) = (row.get(0)?, row.get(1)?);
            let (mailbox, uid_validity) = (MailboxName::new(&mailbox), row.get(2)?);
            let place = row.get_ref(3)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(MessageRef::new);
            let same = |last: &LooseLabel| (&last.label, &last.mailbox, last.uid_validity) == (&label, &mailbox, uid_validity);
            if !found.last().is_some_and(same) {
                found.push(LooseLabel { label, mailbox, uid_validity, messages: Vec::new(), unplaced: 0 });
            }
            let Some(loose) = found.last_mut() else { continue };
            match place {
                Some(place) => loose.messages.push(place),
                None => loose.unplaced += 1,
            }
        }
        Ok(found)
    }

    /// A label hangs again on everything that an undo has brought back to a mailbox, as far as its place there is known.
    pub fn label_is_back(&mut self, undo: ActionId, label: &str, mailbox: &MailboxName) -> Result<()> {
        self.db.execute(
            "UPDATE action_label SET back = 1 WHERE action = (SELECT undoes FROM action WHERE id = ?1) AND label = ?2
             AND (step, item) IN (SELECT i.origin_step, i.origin_item FROM action_item i JOIN action_step s USING (action, step)
                                  WHERE i.action = ?1 AND i.state = 'moved' AND i.new_place IS NOT NULL AND s.to_mailbox = ?3)",
            params![undo.0, label, mailbox.as_str()],
        )?;
        Ok(())
    }
}
