//! The steps done, and by whom. Each origin has a tree of its own: undoing and then doing something else opens a new
//! branch, and the old one stays reachable. One log holds what was carried out, in order and by all; from it follows what
//! others did since a step, so that taking the step back leaves theirs alone.

use model::{Clash, Origin, RecordKey, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// A revision of an origin's tree: the state after a step. The first is the design as it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(usize);

#[derive(Debug, Clone)]
struct Revision {
    /// Where the log last did it or took it back.
    logged: usize,
    parent: RevisionId,
    last_child: Option<RevisionId>,
}

/// The steps of one origin, and where it stands among them.
#[derive(Debug, Clone, Default)]
struct Tree {
    /// Revision `n + 1` stands at `n`.
    revisions: Vec<Revision>,
    root_child: Option<RevisionId>,
    current: RevisionId,
}

impl Tree {
    fn get(&self, id: RevisionId) -> Option<&Revision> {
        id.0.checked_sub(1).and_then(|index| self.revisions.get(index))
    }

    fn get_mut(&mut self, id: RevisionId) -> Option<&mut Revision> {
        id.0.checked_sub(1).and_then(|index| self.revisions.get_mut(index))
    }

    fn last_child(&self) -> Option<RevisionId> {
        self.get(self.current).map_or(self.root_child, |revision| revision.last_child)
    }

    /// The revision that undo or redo is about.
    fn next(&self, way: Way) -> Option<RevisionId> {
        match way {
            Way::Back => self.get(self.current).map(|_| self.current),
            Way::Forward => self.last_child(),
        }
    }

    /// The revisions that led to where it stands, latest first.
    fn path(&self) -> impl Iterator<Item = &Revision> {
        std::iter::successors(self.get(self.current), |revision| self.get(revision.parent))
    }
}

/// Whether a step is done or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is done again.
    Forward,
    /// It is taken back.
    Back,
}

/// A step that was carried out, or its inverse.
#[derive(Debug, Clone, Copy)]
struct Logged {
    step: usize,
    way: Way,
    /// How often the log has passed from one origin to another so far.
    turn: usize,
}

/// A step that undo or redo is about to carry out.
#[derive(Debug, Clone)]
pub(crate) struct Travel {
    /// The step, as it fits the design now.
    pub step: Transaction,
    /// Whether others did something since, so that the step is not the one that was noted.
    pub is_moved: bool,
    revision: RevisionId,
    way: Way,
}

/// All steps that were carried out, and where each origin stands among its own.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Steps as they were done. One that was moved over somebody else's stands here in both forms.
    steps: Vec<Transaction>,
    log: Vec<Logged>,
    trees: BTreeMap<Origin, Tree>,
}

impl History {
    /// Where an origin stands.
    pub fn current(&self, origin: &Origin) -> RevisionId {
        self.trees.get(origin).map(|tree| tree.current).unwrap_or_default()
    }

    /// Notes a step that was carried out.
    pub fn push(&mut self, step: Transaction) {
        let origin = step.origin.clone();
        let logged = self.log(step, Way::Forward);
        let tree = self.trees.entry(origin).or_default();
        let id = RevisionId(tree.revisions.len() + 1);
        match tree.get_mut(tree.current) {
            Some(revision) => revision.last_child = Some(id),
            None => tree.root_child = Some(id),
        }
        tree.revisions.push(Revision { logged, parent: tree.current, last_child: None });
        tree.current = id;
    }

    /// Joins a step to the latest one of its origin, when the design stands there and nothing was built on it.
    pub fn amend(&mut self, step: Transaction) -> Result<(), Transaction> {
        let tree = self.trees.get(&step.origin);
        let leaf = tree.and_then(|tree| tree.get(tree.current)).filter(|leaf| leaf.last_child.is_none());
        let last = leaf.filter(|leaf| leaf.logged + 1 == self.log.len()).and_then(|leaf| self.log.get(leaf.logged));
        match last.and_then(|last| self.steps.get_mut(last.step)) {
            Some(noted) => {
                *noted = std::mem::take(noted).then(step);
                Ok(())
            }
            None => Err(step),
        }
    }

    /// The step that undo would take back.
    pub fn undoable(&self, origin: &Origin) -> Option<&Transaction> {
        self.next(origin, Way::Back)
    }

    /// The step that redo would do again.
    pub fn redoable(&self, origin: &Origin) -> Option<&Transaction> {
        self.next(origin, Way::Forward)
    }

    fn next(&self, origin: &Origin, way: Way) -> Option<&Transaction> {
        let tree = self.trees.get(origin)?;
        self.step(tree.get(tree.next(way)?)?)
    }

    fn step(&self, revision: &Revision) -> Option<&Transaction> {
        self.steps.get(self.log.get(revision.logged)?.step)
    }

    /// Whether the step that led to a revision is among those that led to where its origin stands.
    pub fn stands_on(&self, origin: &Origin, id: RevisionId) -> bool {
        let Some(tree) = self.trees.get(origin) else { return id == RevisionId::default() };
        let mut at = tree.current;
        // A step is noted after the one that it was built on.
        while at > id {
            match tree.get(at) {
                Some(revision) => at = revision.parent,
                None => return false,
            }
        }
        at == id
    }

    /// The steps of all origins from the opened design to where it stands, in the order in which they were last done.
    pub fn path(&self) -> Vec<&Transaction> {
        let mut revisions: Vec<&Revision> = self.trees.values().flat_map(Tree::path).collect();
        revisions.sort_by_key(|revision| revision.logged);
        revisions.into_iter().filter_map(|revision| self.step(revision)).collect()
    }

    /// The step to carry out next on the way of an origin, as it fits what others did since; None at the end of the way.
    pub(crate) fn travel(&self, origin: &Origin, way: Way) -> Option<Result<Travel, Clash>> {
        let tree = self.trees.get(origin)?;
        let revision = tree.next(way)?;
        let at = tree.get(revision)?.logged;
        let step = self.steps.get(self.log.get(at)?.step)?;
        let step = match way {
            Way::Forward => step.clone(),
            Way::Back => step.inverse(),
        };
        let is_moved = self.log.last()?.turn != self.log.get(at)?.turn;
        let step = if is_moved { step.over(&self.since(at, &step)) } else { Ok(step) };
        Some(step.map(|step| Travel { step, is_moved, revision, way }))
    }

    /// The changes since a place in the log to the records of a step.
    fn since(&self, at: usize, step: &Transaction) -> Transaction {
        let keys: BTreeSet<&RecordKey> = step.keys().collect();
        let steps = self.log.iter().skip(at + 1).filter_map(|logged| {
            let step = self.steps.get(logged.step)?;
            let changes = step.changes.iter().filter(|change| keys.contains(change.key())).cloned().collect();
            let step = Transaction { changes, ..Transaction::default() };
            Some(match logged.way {
                Way::Forward => step,
                Way::Back => step.inverse(),
            })
        });
        Transaction::joined("", steps)
    }

    /// The latest step of another origin that touched a record.
    pub(crate) fn latest_of_others(&self, origin: &Origin, key: &RecordKey) -> Option<&Transaction> {
        let steps = self.log.iter().rev().filter_map(|logged| self.steps.get(logged.step));
        steps.filter(|step| step.origin != *origin).find(|step| step.keys().any(|it| it == key))
    }

    /// Notes that a step of undo or redo was carried out.
    pub(crate) fn travelled(&mut self, travel: Travel) {
        let Travel { step, is_moved, revision, way } = travel;
        let origin = step.origin.clone();
        let noted = self.trees.get(&origin).and_then(|tree| self.log.get(tree.get(revision)?.logged)).map(|it| it.step);
        let logged = match noted.filter(|_| !is_moved) {
            Some(step) => self.log_again(step, &origin, way),
            None => {
                let done = match way {
                    Way::Forward => step,
                    Way::Back => step.inverse(),
                };
                self.log(done, way)
            }
        };
        let Some(tree) = self.trees.get_mut(&origin) else { return };
        let Some(noted) = tree.get_mut(revision) else { return };
        noted.logged = logged;
        tree.current = match way {
            Way::Forward => revision,
            Way::Back => noted.parent,
        };
    }

    fn log(&mut self, step: Transaction, way: Way) -> usize {
        let origin = step.origin.clone();
        self.steps.push(step);
        self.log_again(self.steps.len() - 1, &origin, way)
    }

    /// Notes a step of which the form is known; gives its place in the log.
    fn log_again(&mut self, step: usize, origin: &Origin, way: Way) -> usize {
        let turn = self.log.last().map_or(0, |last| {
            let is_another = self.steps.get(last.step).is_some_and(|step| step.origin != *origin);
            last.turn + usize::from(is_another)
        });
        self.log.push(Logged { step, way, turn });
        self.log.len() - 1
    }
}
