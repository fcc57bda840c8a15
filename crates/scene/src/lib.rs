//! The picture of a design: what stands where, what is under the pointer, what a frame has to draw.
//!
//! A [`Scene`] is one view of a design, kept from frame to frame. It is told which records changed and follows with work that
//! grows with the change. A [`Camera`] says which part of it the window shows. [`Scene::picture`] gives the [`DisplayList`] of
//! a frame: commands in world units with resolved colours and shortened texts, which a painter draws one by one and
//! [`to_svg`] writes down. Nothing here knows a canvas, a document object model or a clock.
//!
//! ```
//! use model::{Context, ContextId, Design, Placement, Record, RecordKey, Service, ViewId};
//! use scene::{AdvanceTable, Camera, Drag, Hit, Inputs, NoFacts, Overlay, Point, Scene, Size, Theme, Vec2};
//!
//! # fn design() -> Result<Design, model::IllegalId> {
//! # let mut design = Design::default();
//! # let context = ContextId::new("order")?;
//! # let (name, purpose, team) = ("Order".to_owned(), String::new(), "checkout-team".to_owned());
//! # let glossary = Default::default();
//! # design.insert(Record::Context(Context { id: context, name, purpose, domain: Default::default(), team, hue: None, glossary }));
//! # let view = ViewId::new("topology")?;
//! # let node = RecordKey::Context(ContextId::new("order")?);
//! # design.insert(Record::Placement(Placement { view, node, x: 100, y: 100, width: None, height: None }));
//! # Ok(design)
//! # }
//! # fn main() -> Result<(), model::IllegalId> {
//! let design = design()?;
//! let inputs = Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable };
//! let mut scene = Scene::new(&ViewId::new("topology")?, &inputs);
//!
//! // A frame: set the list's camera as transform, clear with its background, draw its commands in order.
//! let viewport = Size::new(800.0, 600.0);
//! let camera = scene.bounds().map_or_else(Camera::default, |all| Camera::fit(all, viewport, 40.0));
//! let overlay = Overlay::default();
//! let list = scene.picture(&camera, viewport, &Theme::LIGHT, &overlay);
//! assert!(!list.commands.is_empty());
//!
//! // A click: 6 pixels beside a line still hit it.
//! let hit = scene.hit(camera.screen_from_world(Point::new(120.0, 110.0)), 6.0, &camera);
//! let order = ContextId::new("order")?;
//! assert_eq!(hit, Some(Hit::ContextHeader(order.clone())));
//!
//! // A drag, move by move: the scene follows, edges included; the design stays.
//! let nodes = scene.with_members(&[RecordKey::Context(order.clone())].into());
//! scene.set_drag(&inputs, Some(Drag { nodes, offset: Vec2::new(30.0, 0.0) }));
//! scene.set_drag(&inputs, None);
//!
//! // After an edit (here: none), name what changed.
//! scene.update(&inputs, &[RecordKey::Context(order)]);
//! # Ok(())
//! # }
//! ```

mod arrange;
mod camera;
mod channel;
mod color;
mod damage;
mod detail;
mod display;
mod edge;
mod facts;
mod hit;
mod hue;
mod look;
mod measure;
mod minimap;
mod node;
mod overlay;
mod paint;
mod route;
mod scene;
mod store;
mod svg;
mod theme;
mod update;
mod wiring;

pub use arrange::arrange;
pub use camera::Camera;
pub use color::Rgba;
pub use damage::{Frame, Repaint};
pub use detail::Detail;
pub use display::{Align, Command, Corners, DisplayList, Stroke};
pub use edge::{Edge, EdgeKind};
pub use facts::{Badge, Fact, Facts, NoFacts};
pub use hit::Hit;
pub use hue::{HUES, HueTokens, hue_of, hue_of_id};
pub use kurbo::{BezPath, PathEl, Point, Rect, Size, Vec2};
pub use measure::{AdvanceTable, Font, Label, Measure, TextStyle};
pub use minimap::Minimap;
pub use node::{Body, Node, REGION_HEADER, REGION_PADDING, REGION_SIZE, Row, SERVICE_SIZE, TOPIC_WIDTH, TopicCard};
pub use overlay::{Connect, Overlay};
pub use route::Side;
pub use scene::{Drag, Inputs, Scene};
pub use svg::{ticks, to_svg};
pub use theme::Theme;
