//! The open design: the engine in which it lives, and what of it is not on disk.
//!
//! A reader says what it looks at, and runs again when that changes: [`Document::record`], [`Document::appearance`],
//! [`Document::of_kinds`], [`Document::findings`]. Only what looks at the whole design goes through [`Document::read_records`]
//! (every change but positions, so that dragging on the canvas wakes no list) or [`Document::read`] (every change). Changing goes
//! through [`Document::dispatch`] and its kin.

use crate::attention::Attention;
use crate::host::WindowHost;
use crate::journal::Journal;
use crate::notices::Notices;
use crate::session::OpenFolder;
use crate::typing::TypingStore;
use crate::watch::Watch;
use engine::model::{Design, EnvironmentId, Kind, RecordKey};
use engine::{Effect, Engine};
use leptos::prelude::*;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// How many steps views can catch up on without looking at everything again.
pub(super) const REMEMBERED_EFFECTS: usize = 256;

/// The open design.
#[derive(Clone, Copy)]
pub struct Document {
    pub(super) notices: Notices,
    pub(super) attention: Attention,
    pub(super) engine: StoredValue<Engine, LocalStorage>,
    pub(super) journal: StoredValue<Journal, LocalStorage>,
    pub(super) watch: Watch,
    pub(super) effects: StoredValue<VecDeque<(u64, Effect)>>,
    pub(super) typing: StoredValue<TypingStore, LocalStorage>,
    pub(super) unsaved_timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// Counts every change of the design, and every opening.
    pub revision: RwSignal<u64>,
    /// Counts the changes that concern more than positions.
    pub(super) records_revision: RwSignal<u64>,
    /// Counts the openings of designs: everything derived from an earlier one is void.
    pub opened: RwSignal<u64>,
    /// What the last step changed. Steps that follow each other at once are all in [`Document::effects_since`].
    pub effect: RwSignal<Effect>,
    /// The open folder; nothing while there is none.
    pub folder: RwSignal<Option<OpenFolder>>,
    /// Why the design cannot be changed.
    pub read_only: RwSignal<Option<String>>,
    /// Records that were changed both here and in their file.
    pub conflicts: RwSignal<Vec<engine::format::Conflict>>,
    /// What saving would write, worked out shortly after the last change.
    pub unsaved: RwSignal<Arc<Vec<engine::format::FileChange>>>,
    /// The files that cannot be saved, because what stands there cannot be read.
    pub withheld: RwSignal<BTreeSet<String>>,
    /// What was done last that ended in a check, and how many milliseconds it took.
    pub took: RwSignal<(&'static str, f64)>,
}

impl Document {
    /// The empty design before any is open.
    pub(super) fn new(journal: Journal, typing: TypingStore, notices: Notices, attention: Attention) -> Self {
        Self {
            notices,
            attention,
            engine: StoredValue::new_local(Engine::open(Vec::new(), Box::new(WindowHost::silent()))),
            journal: StoredValue::new_local(journal),
            watch: Watch::new(),
            effects: StoredValue::new(VecDeque::new()),
            typing: StoredValue::new_local(typing),
            unsaved_timer: StoredValue::new_local(None),
            revision: RwSignal::new(0),
            records_revision: RwSignal::new(0),
            opened: RwSignal::new(0),
            effect: RwSignal::new(Effect::default()),
            folder: RwSignal::new(None),
            read_only: RwSignal::new(None),
            conflicts: RwSignal::new(Vec::new()),
            unsaved: RwSignal::new(Arc::new(Vec::new())),
            withheld: RwSignal::new(BTreeSet::new()),
            took: RwSignal::new(("checked", 0.0)),
        }
    }

    /// Looks at the document; a view or memo that calls it runs again after every change.
    pub fn read<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.revision.track();
        self.engine.with_value(look)
    }

    /// Looks at the document; runs again after every change that concerns more than positions on a canvas.
    pub fn read_records<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.records_revision.track();
        self.engine.with_value(look)
    }

    /// Looks at one record and what the rules say of it; runs again when either changes.
    pub fn record<T>(self, key: &RecordKey, look: impl FnOnce(&Engine) -> T) -> T {
        self.watch.record(key);
        self.engine.with_value(look)
    }

    /// Looks at what a record is called, or at its sign; runs again when either may have changed.
    pub fn appearance<T>(self, key: &RecordKey, look: impl FnOnce(&Engine) -> T) -> T {
        self.engine.with_value(|engine| {
            self.watch.appearance(engine.design(), key);
            look(engine)
        })
    }

    /// Looks at the records of some kinds; runs again when one of them changes.
    pub fn of_kinds<T>(self, kinds: &[Kind], look: impl FnOnce(&Design) -> T) -> T {
        self.watch.kinds(kinds);
        self.engine.with_value(|engine| look(engine.design()))
    }

    /// Looks at what the rules say of all records; runs again when that changes.
    pub fn findings<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.watch.findings();
        self.engine.with_value(look)
    }

    /// Looks at the document now, without running again.
    pub fn peek<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.engine.with_value(look)
    }

    /// Looks at the records; like [`Document::read_records`] where nothing but the design is needed.
    pub fn design<T>(self, look: impl FnOnce(&Design) -> T) -> T {
        self.read_records(|engine| look(engine.design()))
    }

    /// The records that changed after a revision; nothing when that is too long ago, so that everything must be looked at.
    pub fn effects_since(self, revision: u64) -> Option<BTreeSet<RecordKey>> {
        self.effects.with_value(|effects| {
            let now = self.revision.get_untracked();
            if revision == now {
                return Some(BTreeSet::new());
            }
            let complete = effects.front().is_some_and(|(first, _)| *first <= revision + 1);
            complete.then(|| {
                effects
                    .iter()
                    .filter(|(at, _)| *at > revision)
                    .flat_map(|(_, effect)| effect.changed.iter().chain(&effect.judged).cloned())
                    .collect()
            })
        })
    }

    /// Whether a folder is open.
    pub fn is_open(self) -> bool {
        self.folder.with(Option::is_some)
    }

    /// Whether the design can be changed.
    pub fn is_editable(self) -> bool {
        self.read_only.with(Option::is_none) && self.is_open()
    }

    /// Whether anything is not on disk.
    pub fn has_unsaved(self) -> bool {
        self.peek(Engine::is_unsaved)
    }

    /// Whether the folder says what the design says; a moment late, for those who show it.
    pub fn is_on_disk(self) -> bool {
        self.unsaved.with(|unsaved| unsaved.is_empty()) && self.withheld.with(BTreeSet::is_empty)
    }

    /// The environment that numbers refer to: the chosen one, else the design's default, else the first.
    pub fn current_environment(self) -> Option<EnvironmentId> {
        let chosen = self.attention.environment.get();
        self.of_kinds(&[Kind::Environment, Kind::Settings], |design| {
            let exists = |id: &EnvironmentId| design.environment(id).is_some();
            chosen
                .filter(exists)
                .or_else(|| design.settings().default_environment.clone().filter(exists))
                .or_else(|| design.environments().keys().next().cloned())
        })
    }

    /// What follows from the files alone may be another: everything looks again.
    pub(super) fn look_again(self) {
        self.revision.update(|it| *it += 1);
        self.records_revision.update(|it| *it += 1);
        self.watch.wake_all();
    }
}
