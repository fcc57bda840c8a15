//! Typing a name where it will stand: renaming a card in place, and naming a record before it exists.

use super::outcome::whole;
use super::state::{Canvas, Naming, Wish};
use engine::diagnostic::counted;
use engine::edit::Command;
use engine::model::{Kind, Placement, RecordKey};
use engine::scene::{Rect, Size};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
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
        self.picture.track();
        let camera = self.camera.get();
        let world = match naming {
            Naming::Rename(key) => self.scene(|scene| scene.node(key).map(engine::scene::Node::name_rect)).flatten(),
            // Where the topic will list it, which moves with each that is added.
            Naming::Create(Wish { onto: Some(topic), .. }) => {
                self.scene(|scene| scene.node(topic).map(|node| foot(node.rect))).flatten()
            }
            Naming::Create(wish) => Some(Rect::from_origin_size(wish.at, FIELD)),
        };
        camera.screen_from_world_rect(world.unwrap_or_default())
    }

    /// Takes the field away; gives whether a key ended the edit. Then the canvas takes the keyboard back; after a click it is
    /// elsewhere already.
    fn end_naming(self) -> bool {
        let active = document().active_element();
        let by_key = active.is_some_and(|it| it.closest(".canvas-name").ok().flatten().is_some());
        self.naming.set(None);
        self.inner.update_value(|inner| inner.overlay.marquee = None);
        if let Some(element) = self.element.get_untracked().filter(|_| by_key) {
            let _ = element.focus();
        }
        by_key
    }

    fn named(self, naming: Naming, name: String) {
        let by_key = self.end_naming();
        match naming {
            Naming::Rename(key) => {
                let same =
                    self.document.peek(|engine| engine.design().get(&key).is_some_and(|record| record.name() == name));
                if !same {
                    self.document.dispatch(Command::Rename { key, name });
                }
            }
            Naming::Create(wish) => {
                let is_made = !name.trim().is_empty() && self.create(&wish, &[name]);
                // A topic seldom carries one message alone.
                if is_made && by_key && wish.kind == Kind::Message {
                    self.naming.set(Some(Naming::Create(Wish { nth: wish.nth + 1, ..wish })));
                }
            }
        }
    }

    /// Several lines were pasted for a name. Messages get one each, and the field waits for the next; of anything else there is
    /// but one, and the page makes a line of them.
    fn pasted(self, event: &web_sys::Event) {
        let Some(Naming::Create(wish)) = self.naming.get_untracked().filter(Naming::is_of_message) else { return };
        let lines = lines_of(&pasted_text(event).unwrap_or_default());
        let field = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
        let (Some(field), true) = (field, lines.len() > 1) else { return };
        event.prevent_default();
        // Left empty, the field that goes makes nothing.
        field.set_value("");
        self.end_naming();
        if self.create(&wish, &lines) {
            let nth = wish.nth + lines.len() as u32;
            self.naming.set(Some(Naming::Create(Wish { nth, ..wish })));
        }
    }

    /// Makes a record for each of some names, as one step.
    fn create(self, wish: &Wish, names: &[String]) -> bool {
        let what = wish.kind.title();
        self.document.begin(&match names {
            [name] => format!("Create {what} {name}"),
            _ => format!("Create {}", counted(names.len(), what)),
        });
        let mut made = names.iter().map_while(|name| self.make(wish, name)).collect::<Vec<_>>();
        let is_done = made.len() == names.len();
        if is_done {
            self.document.commit();
        } else {
            self.document.cancel();
        }
        if let Some(last) = made.pop().filter(|_| is_done) {
            self.attention.select(last);
        }
        is_done
    }

    fn make(self, wish: &Wish, name: &str) -> Option<RecordKey> {
        let Wish { kind, at, context, onto, size, .. } = wish;
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
        let made = self.document.create(*kind, name, context.clone(), place)?;
        if let Some(topic) = onto {
            let topic = serde_json::Value::String(topic.id_str().to_owned());
            self.document.set_field(&made, "/topics/-", topic).ok()?;
        }
        Some(made)
    }
}

/// The text that is pasted.
fn pasted_text(event: &web_sys::Event) -> Option<String> {
    let data = js_sys::Reflect::get(event, &"clipboardData".into()).ok()?;
    data.dyn_into::<web_sys::DataTransfer>().ok()?.get_data("text/plain").ok()
}

/// The names in a text with one a line.
fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Where something stands that a card gets next: below its last line.
fn foot(card: Rect) -> Rect {
    Rect::from_origin_size((card.x0, card.y1 + 4.0), (card.width(), FIELD.height))
}

/// The field, while a name is being typed.
#[component]
pub fn NameField(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let field = move |naming: Naming| {
        let (text, placeholder) = match &naming {
            Naming::Rename(key) => {
                let name = canvas.document.peek(|engine| engine.design().get(key).map(|it| it.name()));
                (name.unwrap_or_default(), "")
            }
            Naming::Create(Wish { kind, nth: 0, .. }) => (kind.example().to_owned(), ""),
            Naming::Create(_) => (String::new(), "The next, or Esc"),
        };
        let kind = match &naming {
            Naming::Rename(key) => key.kind(),
            Naming::Create(wish) => wish.kind,
        };
        let placed = naming.clone();
        let rect = Memo::new(move |_| canvas.naming_rect(&placed));
        let committed = naming.clone();
        view! {
            <div
                class="canvas-name"
                on:paste=move |event| canvas.pasted(&event)
                style:left=move || format!("{}px", rect.get().x0 - 6.0)
                style:top=move || format!("{}px", rect.get().center().y - 14.0)
                style:width=move || format!("{}px", rect.get().width().max(140.0) + 12.0)
            >
                <InlineEdit
                    text=text
                    placeholder=placeholder
                    label=format!("Name of the {}", kind.title())
                    testid="canvas-name"
                    mono=kind == Kind::Topic
                    on_commit=Callback::new(move |name| canvas.named(committed.clone(), name))
                    on_cancel=Callback::new(move |()| {
                        canvas.end_naming();
                    })
                />
            </div>
        }
    };
    view! { <For each=move || canvas.naming.get() key=|naming| format!("{naming:?}") children=field /> }
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn a_line_is_a_name() {
        let check = |text: &str, expected: &[&str]| assert_eq!(lines_of(text), expected, "{text:?}");
        check("Scanned\n  Loaded\r\n\nLost\n", &["Scanned", "Loaded", "Lost"]);
        check("Scanned", &["Scanned"]);
        check(" \n", &[]);
    }
}
