//! What a person can do on the canvas, as entries of the window's one table of actions.

use super::TOPOLOGY;
use super::outcome::whole;
use super::state::Canvas;
use super::tool::Tool;
use engine::edit::Command;
use engine::model::{Kind, Placement, RecordKey};
use engine::scene::{Point, Vec2, arrange};
use leptos::prelude::*;
use parts::actions::{Action, Deed, Group};
use parts::{Keys, Scope, Tone};
use std::collections::BTreeSet;

/// How much one press zooms.
const ZOOM_STEP: f64 = 1.25;

/// The longest pause between two nudges of one step, in milliseconds.
const NUDGE_PAUSE_MS: f64 = 400.0;

/// An action of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CanvasAction {
    /// Takes a tool.
    Take(Tool),
    /// Shows less, larger.
    ZoomIn,
    /// Shows more, smaller.
    ZoomOut,
    /// Shows everything in its own size.
    ZoomActual,
    /// Shows everything.
    Fit,
    /// Shows what is selected.
    FitSelection,
    /// Places everything anew.
    LayOut,
    /// Moves the selection by one unit.
    Nudge(Way),
    /// Moves the selection by ten units.
    NudgeFar(Way),
}

/// One of four ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    fn step(self) -> Vec2 {
        match self {
            Self::Left => Vec2::new(-1.0, 0.0),
            Self::Right => Vec2::new(1.0, 0.0),
            Self::Up => Vec2::new(0.0, -1.0),
            Self::Down => Vec2::new(0.0, 1.0),
        }
    }
}

impl From<CanvasAction> for Action {
    fn from(action: CanvasAction) -> Self {
        Self { title: action.title(), group: Group::Canvas, keys: action.keys() }
    }
}

impl CanvasAction {
    /// All of them, in the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::Take(Tool::Select),
        Self::Take(Tool::Hand),
        Self::Take(Tool::Context),
        Self::Take(Tool::Service),
        Self::Take(Tool::Topic),
        Self::Take(Tool::Message),
        Self::Take(Tool::Flow),
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomActual,
        Self::Fit,
        Self::FitSelection,
        Self::LayOut,
        Self::Nudge(Way::Left),
        Self::Nudge(Way::Right),
        Self::Nudge(Way::Up),
        Self::Nudge(Way::Down),
        Self::NudgeFar(Way::Left),
        Self::NudgeFar(Way::Right),
        Self::NudgeFar(Way::Up),
        Self::NudgeFar(Way::Down),
    ];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Take(tool) => tool.action_title(),
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomActual => "Zoom to 100 %",
            Self::Fit => "Show everything",
            Self::FitSelection => "Show the selection",
            Self::LayOut => "Lay out anew",
            Self::Nudge(Way::Left) => "Nudge left",
            Self::Nudge(Way::Right) => "Nudge right",
            Self::Nudge(Way::Up) => "Nudge up",
            Self::Nudge(Way::Down) => "Nudge down",
            Self::NudgeFar(Way::Left) => "Nudge left by ten",
            Self::NudgeFar(Way::Right) => "Nudge right by ten",
            Self::NudgeFar(Way::Up) => "Nudge up by ten",
            Self::NudgeFar(Way::Down) => "Nudge down by ten",
        }
    }

    /// Its name for tests.
    pub fn word(self) -> String {
        engine::model::slug(self.title(), "action")
    }

    /// The keys that reach it.
    fn keys(self) -> Keys {
        match self {
            Self::Take(tool) => Keys::new(Scope::Drawing, tool.key()),
            Self::ZoomIn => Keys::new(Scope::OutsideText, &["Mod+=", "Mod++"]),
            Self::ZoomOut => Keys::new(Scope::OutsideText, &["Mod+-"]),
            Self::ZoomActual => Keys::new(Scope::OutsideText, &["Mod+0"]),
            Self::Fit => Keys::new(Scope::OutsideText, &["Shift+1"]),
            Self::FitSelection => Keys::new(Scope::OutsideText, &["Shift+2"]),
            Self::LayOut => Keys::NONE,
            Self::Nudge(Way::Left) => Keys::new(Scope::Picture, &["ArrowLeft"]),
            Self::Nudge(Way::Right) => Keys::new(Scope::Picture, &["ArrowRight"]),
            Self::Nudge(Way::Up) => Keys::new(Scope::Picture, &["ArrowUp"]),
            Self::Nudge(Way::Down) => Keys::new(Scope::Picture, &["ArrowDown"]),
            Self::NudgeFar(Way::Left) => Keys::new(Scope::Picture, &["Shift+ArrowLeft"]),
            Self::NudgeFar(Way::Right) => Keys::new(Scope::Picture, &["Shift+ArrowRight"]),
            Self::NudgeFar(Way::Up) => Keys::new(Scope::Picture, &["Shift+ArrowUp"]),
            Self::NudgeFar(Way::Down) => Keys::new(Scope::Picture, &["Shift+ArrowDown"]),
        }
    }

    /// What it does to a canvas.
    pub(super) fn deed(self, canvas: Canvas) -> Deed {
        Deed::new(self.into(), move || self.is_enabled(canvas), move || self.run(canvas))
    }

    /// Whether it can be done now.
    fn is_enabled(self, canvas: Canvas) -> bool {
        let here = canvas.attention.view.get() == &TOPOLOGY && canvas.document.is_open();
        here && match self {
            Self::Take(Tool::Select | Tool::Hand) => true,
            Self::Take(Tool::Context | Tool::Service | Tool::Topic | Tool::Message | Tool::Flow) | Self::LayOut => {
                canvas.document.is_editable()
            }
            Self::ZoomIn | Self::ZoomOut | Self::ZoomActual | Self::Fit => true,
            Self::FitSelection => canvas.attention.selection.with(|selection| !selection.keys().is_empty()),
            Self::Nudge(_) | Self::NudgeFar(_) => canvas.document.is_editable() && !movable(canvas).is_empty(),
        }
    }

    /// Does it.
    pub(super) fn run(self, canvas: Canvas) {
        match self {
            Self::Take(tool) => canvas.take(tool),
            Self::ZoomIn => canvas.zoom_at(canvas.middle(), ZOOM_STEP),
            Self::ZoomOut => canvas.zoom_at(canvas.middle(), 1.0 / ZOOM_STEP),
            Self::ZoomActual => canvas.zoom_to(1.0),
            Self::Fit => canvas.fit(),
            Self::FitSelection => {
                canvas.attention.selection.with_untracked(|selection| canvas.fit_records(selection.keys()))
            }
            Self::LayOut => lay_out(canvas),
            Self::Nudge(way) => nudge(canvas, way.step()),
            Self::NudgeFar(way) => nudge(canvas, way.step() * 10.0),
        }
    }
}

/// What of the selection stands on the canvas.
fn movable(canvas: Canvas) -> BTreeSet<RecordKey> {
    canvas.attention.selection.with(|selection| {
        let stands = |key: &&RecordKey| key.kind().is_placed();
        selection.keys().iter().filter(stands).cloned().collect()
    })
}

fn nudge(canvas: Canvas, step: Vec2) {
    let keys = movable(canvas);
    let nodes = canvas.scene(|scene| scene.with_members(&keys)).unwrap_or(keys);
    let Some(view) = canvas.view() else { return };
    let placements = canvas.placements(&view, &nodes, step);
    canvas.document.dispatch_joining(Command::Place { placements }, "nudge", NUDGE_PAUSE_MS);
}

/// Only when asked: everything gets a new place, as one step.
fn lay_out(canvas: Canvas) {
    let Some(view) = canvas.view() else { return };
    let placements: Vec<Placement> = canvas.document.peek(|engine| arrange(engine.design(), &view, &BTreeSet::new()));
    if canvas.document.dispatch(Command::Place { placements }) {
        canvas.follow();
        canvas.fit();
    }
}

/// The place of a dropped record, in canvas units, with the pointer in its upper left quarter.
pub(super) fn dropped(canvas: Canvas, key: &RecordKey, at: Point) {
    let world = canvas.world(at);
    if key.kind().is_placed() {
        let Some(view) = canvas.view() else { return };
        let mut placements = canvas.placements(&view, &[key.clone()].into(), Vec2::ZERO);
        for placement in &mut placements {
            placement.x = whole(world.x - 40.0);
            placement.y = whole(world.y - 16.0);
        }
        canvas.document.dispatch(Command::Place { placements });
        canvas.attention.select(key.clone());
    } else if key.kind() == Kind::Message {
        carry(canvas, key, at);
    } else {
        canvas.notices.toast(
            Tone::Refused,
            format!("A {} has no place in this picture", key.kind().title()),
            "Drag a context, a service or a topic, or a message onto a topic",
        );
    }
}

/// A message dropped on a topic is carried by it.
fn carry(canvas: Canvas, message: &RecordKey, at: Point) {
    let Some(topic) = canvas.topic_at(at) else {
        canvas.notices.toast(
            Tone::Refused,
            "A message is dropped on a topic",
            "Drop it on the topic that will carry it",
        );
        return;
    };
    let carried = canvas
        .document
        .peek(|engine| engine.design().messages_of_topic(&topic).any(|it| it.id.as_str() == message.id_str()));
    if !carried {
        let value = serde_json::Value::String(topic.as_str().to_owned());
        let command = Command::Set { key: message.clone(), pointer: "/topics/-".to_owned(), value };
        canvas.document.dispatch(command);
    }
}
