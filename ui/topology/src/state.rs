//! The canvas behind the picture: scene, camera, hand. One copyable handle, kept by the window, so that switching views does
//! not lose where a person was looking.

use super::gesture::Gesture;
use super::objection::Objection;
use super::painter::Painter;
use super::tool::Tool;
use super::zooming::{DEAR_MS, RESTED, Zooming};
use engine::model::{ContextId, Kind, RecordKey};
use engine::scene::{
    AdvanceTable, Camera, Drag, Frame, Inputs, Overlay, Point, Rect, Repaint, Scene, Size, Theme, Vec2,
};
use leptos::html;
use leptos::prelude::*;
use parts::{Attention, Document, Notices, Parts, PastePlace, Session, now_ms};
use std::collections::BTreeSet;
use widgets::on_next_frame;

/// The room left around what is shown as a whole, in pixels.
const FIT_PADDING: f64 = 40.0;

/// What the bar of tools covers at the bottom, in pixels.
const TOOLBAR_HEIGHT: f64 = 56.0;

/// A name that is being typed on the canvas.
#[derive(Debug, Clone, PartialEq)]
pub enum Naming {
    /// Of a record that exists.
    Rename(RecordKey),
    /// Of one that is about to.
    Create(Wish),
}

impl Naming {
    /// Whether a message is about to be made.
    pub(super) fn is_of_message(&self) -> bool {
        matches!(self, Self::Create(wish) if wish.kind == Kind::Message)
    }
}

/// A record that waits for its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// What it will be.
    pub kind: Kind,
    /// Where its upper left corner will stand, in canvas units.
    pub at: Point,
    /// The context that takes it; contexts need none.
    pub context: Option<ContextId>,
    /// For a message, the topic that will carry it.
    pub onto: Option<RecordKey>,
    /// The size that was drawn, for contexts.
    pub size: Option<Size>,
    /// How many were named before it without a pause, one with Enter after the other.
    pub nth: u32,
}

/// What only the canvas itself looks at.
pub(super) struct Inner {
    pub scene: Option<Scene>,
    pub overlay: Overlay,
    pub gesture: Gesture,
    pub viewport: Size,
    /// The camera that showed everything, for as long as nobody has moved it.
    fitted: Option<Camera>,
    /// The last place of the pointer on the canvas, in pixels.
    pub pointer: Point,
    pub space_held: bool,
    /// Where the pointer is over the canvas, in canvas units.
    pub over: Option<(i32, i32)>,
    /// Where a menu was opened, in canvas units, until the pointer is over the canvas again: what is pasted from it goes there.
    pub menu_at: Option<(i32, i32)>,
    /// The scale at which two fingers were put down.
    pinch_scale: f64,
    seen: u64,
    opened: u64,
    frame_asked: bool,
    /// The canvas that was drawn on, and what stands there.
    drawn: Option<(web_sys::HtmlCanvasElement, Frame)>,
    /// Whether drawing the whole picture takes longer than a frame.
    is_dear: bool,
    /// How many milliseconds that took last.
    took: f64,
    /// The frame that stands in while the scale changes.
    zooming: Option<Zooming>,
    /// Ends when the scale has rested.
    rest: Option<TimeoutHandle>,
}

/// The state of the canvas.
#[derive(Clone, Copy)]
pub struct Canvas {
    pub(super) document: Document,
    pub(super) attention: Attention,
    pub(super) notices: Notices,
    pub(super) session: Session,
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    /// The element that is drawn on.
    pub(super) element: NodeRef<html::Canvas>,
    /// What the next press does.
    pub tool: RwSignal<Tool>,
    /// Whether the tool stays in hand when it has made a record.
    pub stays: RwSignal<bool>,
    /// Why the last press or pull does nothing, where it was made.
    pub objection: RwSignal<Option<Objection>>,
    /// What the window shows of the picture.
    pub camera: RwSignal<Camera>,
    /// The name that is being typed.
    pub naming: RwSignal<Option<Naming>>,
    /// Counts the pictures of the whole: what is derived from the scene looks again.
    pub picture: RwSignal<u64>,
    /// The cursor over the canvas.
    pub cursor: RwSignal<&'static str>,
}

impl Canvas {
    /// A canvas that has not drawn yet.
    pub fn new(parts: Parts) -> Self {
        let Parts { document, attention, notices, session, .. } = parts;
        let inner = Inner {
            scene: None,
            overlay: Overlay::default(),
            gesture: Gesture::Idle,
            viewport: Size::new(800.0, 600.0),
            fitted: None,
            pointer: Point::ZERO,
            space_held: false,
            over: None,
            menu_at: None,
            pinch_scale: 1.0,
            seen: 0,
            opened: 0,
            frame_asked: false,
            drawn: None,
            is_dear: false,
            took: 0.0,
            zooming: None,
            rest: None,
        };
        Self {
            document,
            attention,
            notices,
            session,
            inner: StoredValue::new_local(inner),
            element: NodeRef::new(),
            tool: RwSignal::new(Tool::Select),
            stays: RwSignal::new(false),
            objection: RwSignal::new(None),
            camera: RwSignal::new(Camera::default()),
            naming: RwSignal::new(None),
            picture: RwSignal::new(0),
            cursor: RwSignal::new("default"),
        }
    }

    /// Where paste puts things while the pointer is over the canvas, or over a menu that it opened there. On a region the copies join its context.
    pub fn paste_place(self) -> Option<PastePlace> {
        let at = self.inner.with_value(|inner| inner.menu_at.or(inner.over))?;
        let point = Point::new(f64::from(at.0), f64::from(at.1));
        let over = self.scene(|scene| scene.drop_target(point, &BTreeSet::new())).flatten();
        Some(PastePlace { at, over })
    }

    /// Looks at the scene; nothing before the first picture.
    pub fn scene<T>(self, look: impl FnOnce(&Scene) -> T) -> Option<T> {
        self.inner.with_value(|inner| inner.scene.as_ref().map(look))
    }

    /// The size of the canvas in pixels.
    pub fn viewport(self) -> Size {
        self.inner.with_value(|inner| inner.viewport)
    }

    /// Brings the scene up to date with the design.
    pub(super) fn follow(self) {
        let (revision, opened) = (self.document.revision.get_untracked(), self.document.opened.get_untracked());
        let Some(view) = self.document.topology() else { return };
        let seen = self.inner.with_value(|inner| (inner.seen, inner.opened));
        if seen == (revision, opened) && self.inner.with_value(|inner| inner.scene.is_some()) {
            return;
        }
        let changed = if seen.1 == opened { self.document.effects_since(seen.0) } else { None };
        let fresh = seen.1 != opened;
        self.document.peek(|engine| {
            let inputs = Inputs { design: engine.design(), facts: engine, measure: &AdvanceTable };
            self.inner.update_value(|inner| {
                match (&mut inner.scene, changed) {
                    (Some(scene), Some(changed)) if *scene.view() == view => {
                        let shown: BTreeSet<RecordKey> =
                            changed.iter().flat_map(|key| engine.shown_with(key)).collect();
                        scene.update(&inputs, &shown.into_iter().collect::<Vec<_>>());
                    }
                    (scene, _) => *scene = Some(Scene::new(&view, &inputs)),
                }
                inner.seen = revision;
                inner.opened = opened;
                if fresh {
                    // Nothing of the design before stands in for this one.
                    (inner.drawn, inner.zooming, inner.is_dear) = (None, None, false);
                }
            });
        });
        self.picture.update(|count| *count += 1);
        if fresh {
            self.fit();
        }
    }

    /// Shows nodes on their way, or where they stand.
    pub(super) fn set_drag(self, drag: Option<Drag>) {
        self.document.peek(|engine| {
            let inputs = Inputs { design: engine.design(), facts: engine, measure: &AdvanceTable };
            self.inner.update_value(|inner| {
                if let Some(scene) = &mut inner.scene {
                    scene.set_drag(&inputs, drag);
                }
            });
        });
        self.repaint();
    }

    /// Asks for a frame; many wishes before it are one.
    pub(super) fn repaint(self) {
        let asked = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.frame_asked, true));
        if asked == Some(false) {
            on_next_frame(move || {
                // The view may have gone in the meantime.
                if self.inner.try_update_value(|inner| inner.frame_asked = false).is_some() {
                    self.paint();
                }
            });
        }
    }

    fn paint(self) {
        let Some(element) = self.element.get_untracked() else { return };
        let density = window().device_pixel_ratio();
        let viewport = self.viewport();
        let (width, height) = ((viewport.width * density).round() as u32, (viewport.height * density).round() as u32);
        let Some(painter) = Painter::of(&element) else { return };
        let theme = theme(self.session);
        let camera = self.camera.get_untracked().on_pixels(density);
        let mut zoomed = false;
        self.inner.update_value(|inner| {
            if (element.width(), element.height()) != (width, height) {
                // Another size empties the canvas.
                element.set_width(width);
                element.set_height(height);
                inner.drawn = None;
            }
            self.attention.selection.with_untracked(|selection| {
                if inner.overlay.selection != *selection.keys() {
                    inner.overlay.selection = selection.keys().clone();
                }
            });
            let Some(scene) = &mut inner.scene else { return };
            let dark = untrack(|| self.session.is_dark());
            let now = Frame { camera, viewport, density, dark, overlay: inner.overlay.clone() };
            // A hand that works on the picture has to see it.
            if inner.gesture != Gesture::Idle && inner.zooming.take().is_some() {
                inner.drawn = None;
            }
            if inner.is_dear && inner.zooming.is_none() {
                let zooms = |(of, frame): &&(web_sys::HtmlCanvasElement, Frame)| *of == element && frame.zooms_to(&now);
                let before = inner.drawn.as_ref().filter(zooms).map(|(_, frame)| frame.clone());
                inner.zooming = before.and_then(|frame| Zooming::begin(&element, frame));
            }
            // A test that looks at the picture waits until it is one.
            let _ = element.toggle_attribute_with_force("data-stretched", inner.zooming.is_some());
            if let Some(zooming) = &mut inner.zooming {
                zoomed = zooming.show(&painter, &now, theme.canvas);
                return;
            }
            match scene.repaint(inner.drawn.as_ref().filter(|(of, _)| *of == element).map(|(_, frame)| frame), &now) {
                Repaint::Everything => {
                    let picture = scene.picture(&camera, viewport, theme, &now.overlay);
                    let began = now_ms();
                    painter.draw(&picture, density);
                    let took = now_ms() - began;
                    // One slow frame says more of the machine than of the picture.
                    inner.is_dear = took.min(inner.took) > DEAR_MS;
                    inner.took = took;
                }
                Repaint::Parts { shift, areas } => {
                    if shift != Vec2::ZERO {
                        painter.shift(&element, shift, density);
                    }
                    for area in areas {
                        let part = scene.picture_in(area, &camera, viewport, theme, &now.overlay);
                        painter.draw_part(&part, density, area);
                    }
                }
            }
            inner.drawn = Some((element.clone(), now));
        });
        if zoomed {
            self.draw_when_rested();
        }
    }

    /// Draws the whole picture with the next frame, whatever stands there.
    pub(super) fn draw_anew(self) {
        if self.inner.try_update_value(|inner| inner.drawn = None).is_some() {
            self.repaint();
        }
    }

    /// Draws the picture itself once the scale rests.
    fn draw_when_rested(self) {
        let draw = move || {
            let stood_in = self.inner.try_update_value(|inner| inner.zooming.take().is_some());
            if stood_in == Some(true) {
                self.draw_anew();
            }
        };
        let timer = set_timeout_with_handle(draw, RESTED).ok();
        let before = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.rest, timer));
        if let Some(Some(before)) = before {
            before.clear();
        }
    }

    /// Moves the view.
    pub fn pan(self, delta: Vec2) {
        self.camera.update(|camera| *camera = camera.panned(delta));
    }

    /// Zooms by a factor about a point of the canvas, in pixels.
    pub fn zoom_at(self, at: Point, factor: f64) {
        self.camera.update(|camera| *camera = camera.zoomed_at(at, factor));
    }

    /// Two fingers spread or close over a point of the page; `scale` counts from where they began.
    pub fn pinched(self, begins: bool, at: Point, scale: f64) {
        let Some(element) = self.element.get_untracked() else { return };
        let rect = element.get_bounding_client_rect();
        let at = Point::new(at.x - rect.left(), at.y - rect.top());
        let began = self.inner.try_update_value(|inner| {
            if begins {
                inner.pinch_scale = self.camera.get_untracked().scale;
            }
            inner.pinch_scale
        });
        if let Some(began) = began {
            self.camera.update(|camera| *camera = camera.scaled_at(at, began * scale));
        }
    }

    /// Zooms to a scale about the middle.
    pub fn zoom_to(self, scale: f64) {
        let middle = self.middle();
        self.camera.update(|camera| *camera = camera.scaled_at(middle, scale));
    }

    /// The middle of the canvas, in pixels.
    pub fn middle(self) -> Point {
        let viewport = self.viewport();
        Point::new(viewport.width / 2.0, viewport.height / 2.0)
    }

    /// Shows everything.
    pub fn fit(self) {
        if let Some(bounds) = self.scene(Scene::bounds).flatten() {
            self.show(bounds);
            self.inner.update_value(|inner| inner.fitted = Some(self.camera.get_untracked()));
        }
    }

    /// Shows some records as large as they fit.
    pub fn fit_records(self, keys: &BTreeSet<RecordKey>) {
        if let Some(bounds) = self.scene(|scene| scene.bounds_of(keys)).flatten() {
            self.show(bounds);
        }
    }

    fn show(self, bounds: Rect) {
        self.camera.set(Camera::fit(bounds, self.viewport(), FIT_PADDING));
    }

    /// Moves the view no more than needed to have some records in sight.
    pub fn reveal(self, keys: &[RecordKey]) {
        if let Some(bounds) = self.scene(|scene| scene.bounds_of(keys)).flatten() {
            let viewport = self.viewport();
            let free = Size::new(viewport.width, viewport.height - TOOLBAR_HEIGHT);
            self.camera.update(|camera| *camera = camera.revealing(bounds, free, FIT_PADDING));
        }
    }

    /// The canvas was laid out at another size: what showed everything still does.
    pub(super) fn resized(self, viewport: Size) {
        if self.viewport() == viewport {
            return;
        }
        let fitted = self.inner.try_update_value(|inner| {
            inner.viewport = viewport;
            inner.fitted
        });
        if fitted.flatten() == Some(self.camera.get_untracked()) {
            self.fit();
        } else {
            // What is seen has changed although the camera has not: the minimap's frame follows.
            self.camera.update(|_| {});
        }
    }
}

/// The colours of the picture.
pub(super) fn theme(session: Session) -> &'static Theme {
    if untrack(|| session.is_dark()) { &Theme::DARK } else { &Theme::LIGHT }
}
