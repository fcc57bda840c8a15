//! History as a tree: undoing and then doing something else opens a new branch, and the old one stays reachable.

use model::Transaction;

/// A revision: the state after a step. The first is the design as it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(usize);

#[derive(Debug, Clone)]
struct Revision {
    step: Transaction,
    parent: RevisionId,
    last_child: Option<RevisionId>,
}

/// All steps that were taken, and where the design stands among them.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The step that leads to revision `n + 1`.
    revisions: Vec<Revision>,
    root_child: Option<RevisionId>,
    current: RevisionId,
}

impl History {
    /// Where the design stands.
    pub fn current(&self) -> RevisionId {
        self.current
    }

    fn get(&self, id: RevisionId) -> Option<&Revision> {
        id.0.checked_sub(1).and_then(|index| self.revisions.get(index))
    }

    fn get_mut(&mut self, id: RevisionId) -> Option<&mut Revision> {
        id.0.checked_sub(1).and_then(|index| self.revisions.get_mut(index))
    }

    fn last_child(&self) -> Option<RevisionId> {
        self.get(self.current).map_or(self.root_child, |revision| revision.last_child)
    }

    /// Notes a step that was taken.
    pub fn push(&mut self, step: Transaction) {
        let id = RevisionId(self.revisions.len() + 1);
        match self.get_mut(self.current) {
            Some(revision) => revision.last_child = Some(id),
            None => self.root_child = Some(id),
        }
        self.revisions.push(Revision { step, parent: self.current, last_child: None });
        self.current = id;
    }

    /// Joins a step to the latest one, when the design stands there and nothing was built on it.
    pub fn amend(&mut self, step: Transaction) -> Result<(), Transaction> {
        match self.get_mut(self.current) {
            Some(revision) if revision.last_child.is_none() => {
                revision.step = std::mem::take(&mut revision.step).then(step);
                Ok(())
            }
            Some(_) | None => Err(step),
        }
    }

    /// What undo would take back.
    pub fn undoable(&self) -> Option<&Transaction> {
        self.get(self.current).map(|revision| &revision.step)
    }

    /// What redo would do again.
    pub fn redoable(&self) -> Option<&Transaction> {
        self.last_child().and_then(|id| self.get(id)).map(|revision| &revision.step)
    }

    /// Steps back; gives the step to apply.
    pub fn undo(&mut self) -> Option<Transaction> {
        let revision = self.get(self.current)?;
        let step = revision.step.inverse();
        self.current = revision.parent;
        Some(step)
    }

    /// Steps forward along the latest branch; gives the step to apply.
    pub fn redo(&mut self) -> Option<Transaction> {
        let child = self.last_child()?;
        let step = self.get(child)?.step.clone();
        self.current = child;
        Some(step)
    }

    /// Whether the step that led to a revision is among those that led to where the design stands.
    pub fn stands_on(&self, id: RevisionId) -> bool {
        let mut at = self.current;
        // A step is noted after the one that it was built on.
        while at > id {
            match self.get(at) {
                Some(revision) => at = revision.parent,
                None => return false,
            }
        }
        at == id
    }

    /// The steps from the opened design to where it stands, oldest first.
    pub fn path(&self) -> Vec<&Transaction> {
        let mut steps = Vec::new();
        let mut at = self.current;
        while let Some(revision) = self.get(at) {
            steps.push(&revision.step);
            at = revision.parent;
        }
        steps.reverse();
        steps
    }
}
