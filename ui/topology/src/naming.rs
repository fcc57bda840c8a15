//! Typing a name where it will stand: renaming a card in place, and naming a record before it exists.

use super::outcome::whole;
use super::state::{Canvas, Naming};
use engine::edit::Command;
use engine::model::{Kind, Placement, RecordKey};
use engine::scene::{Point, Rect, Size};
use leptos::prelude::*;
use widgets::InlineEdit;

/// How large the field of a new record is, in canvas units.
const FIELD: Size = Size::new(150.0, 26.0);

impl Canvas {
    /// Begins renaming a card or region in place.
    pub fn rename(self, key: RecordKey) {
        if self.document.is_editable() && self.scene(|scene| scene.node(&key).is_some()) == Some(true) {
            self.naming.set(Some(Naming::Rename(key)));
        }
    }

    /// Where the field stands on the canvas, in pixels.
    fn naming_rect(self, naming: &Naming) -> Rect {
        let camera = self.camera.get();
        let world = match naming {
            Naming::Rename(key) => self.scene(|scene| scene.node(key).map(engine::scene::Node::name_rect)).flatten(),
            Naming::Create { at, .. } => Some(Rect::from_origin_size(*at, FIELD)),
        };
        camera.screen_from_world_rect(world.unwrap_or_default())
    }

    /// Takes the field away. Keep keyboard focus if the edit ended with a key: the canvas takes it back. After a click it
    /// is elsewhere already.
    fn end_naming(self) {
        let active = document().active_element();
        let by_key = active.is_some_and(|it| it.closest(".canvas-name").ok().flatten().is_some());
        self.naming.set(None);
        if let Some(element) = self.element.get_untracked().filter(|_| by_key) {
            let _ = element.focus();
        }
    }

    fn named(self, naming: Naming, name: String) {
        self.end_naming();
        match naming {
            Naming::Rename(key) => {
                let same =
                    self.document.peek(|engine| engine.design().get(&key).is_some_and(|record| record.name() == name));
                if !same {
                    self.document.dispatch(Command::Rename { key, name });
                }
            }
            Naming::Create { kind, at, context, onto, size } => {
                if !name.trim().is_empty() {
                    self.create(kind, &name, context, onto, (at, size));
                }
            }
        }
    }

    fn create(
        self,
        kind: Kind,
        name: &str,
        context: Option<engine::model::ContextId>,
        onto: Option<RecordKey>,
        (at, size): (Point, Option<Size>),
    ) {
        self.document.begin(&format!("Create {} {name}", kind.title()));
        let view = self.view();
        let place = |key: &RecordKey| {
            let placed = kind.is_placed();
            view.filter(|_| placed).map(|view| Placement {
                view,
                node: key.clone(),
                x: whole(at.x),
                y: whole(at.y),
                width: size.map(|it| it.width as u32),
                height: size.map(|it| it.height as u32),
            })
        };
        let created = self.document.create(kind, name, context, place);
        let carried = match (&created, &onto) {
            (Some(message), Some(topic)) => self
                .document
                .set_field(message, "/topics/-", serde_json::Value::String(topic.id_str().to_owned()))
                .is_ok(),
            (created, _) => created.is_some(),
        };
        if carried {
            self.document.commit();
        } else {
            self.document.cancel();
        }
        if let Some(key) = created.filter(|_| carried) {
            self.attention.select(key);
        }
    }
}

/// The field, while a name is being typed.
#[component]
pub fn NameField(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let field = move |naming: Naming| {
        let text = match &naming {
            Naming::Rename(key) => {
                canvas.document.peek(|engine| engine.design().get(key).map(|it| it.name())).unwrap_or_default()
            }
            Naming::Create { kind, .. } => kind.example().to_owned(),
        };
        let kind = match &naming {
            Naming::Rename(key) => key.kind(),
            Naming::Create { kind, .. } => *kind,
        };
        let placed = naming.clone();
        let rect = Memo::new(move |_| canvas.naming_rect(&placed));
        let committed = naming.clone();
        view! {
            <div
                class="canvas-name"
                style:left=move || format!("{}px", rect.get().x0 - 6.0)
                style:top=move || format!("{}px", rect.get().center().y - 14.0)
                style:width=move || format!("{}px", rect.get().width().max(140.0) + 12.0)
            >
                <InlineEdit
                    text=text
                    label=format!("Name of the {}", kind.title())
                    testid="canvas-name"
                    mono=kind == Kind::Topic
                    on_commit=Callback::new(move |name| canvas.named(committed.clone(), name))
                    on_cancel=Callback::new(move |()| canvas.end_naming())
                />
            </div>
        }
    };
    move || canvas.naming.get().map(field)
}
