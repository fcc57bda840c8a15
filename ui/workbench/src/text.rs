//! The Avro text at the right half: what is typed goes to the draft at once, what changes elsewhere comes back, and what is
//! wrong is underlined.

use super::complete::{complete, explain};
use super::findings::Row;
use super::judged::Part;
use super::named_types::SharedType;
use super::offsets::Offsets;
use super::rename::target_at;
use super::shim::{Beginning, Editor, Underline};
use super::state::{bench, workbench};
use engine::avro::{Schema, SourceId};
use engine::model::SchemaId;
use engine::syntax::{Span, Tree};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use parts::{Document, Tone, document, notices, session};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// What the page calls for a key press.
type OnKey = Closure<dyn FnMut(web_sys::KeyboardEvent)>;

/// The text of the part that is shown.
#[component]
pub fn AvroText(
    /// The schema.
    id: SchemaId,
    /// What is wrong with the text.
    rows: Memo<Vec<Row>>,
) -> impl IntoView {
    let (document, notices, session, workbench, bench) = (document(), notices(), session(), workbench(), bench());
    let host = NodeRef::<html::Div>::new();
    let editor: StoredValue<Option<Editor>, LocalStorage> = StoredValue::new_local(None);
    let keys: StoredValue<Option<OnKey>, LocalStorage> = StoredValue::new_local(None);
    let part = Memo::new(move |_| bench.part().unwrap_or(Part::Nothing));
    let text: Memo<Arc<str>> = Memo::new(move |_| {
        let part = part.get();
        bench.judged.with(|it| it.as_ref().and_then(|it| it.text(part)).map_or_else(|| "".into(), |it| it.text.clone()))
    });
    // Undo while typing jumps to the field, so the user sees what was undone.
    let follow = StoredValue::new(false);
    let read_only = Memo::new(move |_| part.get() != Part::Draft || !document.is_editable());
    let parsed = move || {
        bench.judged.with_untracked(|it| {
            it.as_ref().and_then(|it| it.text(part.get_untracked())).and_then(|it| it.schema.clone())
        })
    };
    let schema = StoredValue::new(id);
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        if editor.with_value(Option::is_some) {
            return;
        }
        let typed = move |typed: String| {
            // The shown part may have changed under the last key stroke.
            if !read_only.get_untracked() {
                schema.with_value(|id| workbench.type_draft(id, typed));
            }
        };
        let fits = move |text: &str, unit: usize| {
            let known = parsed().filter(|it| it.text() == text);
            let parsed = known.or_else(|| Schema::parse(text, &[]).0)?;
            bench.shared.with_untracked(|shared| {
                let others: Vec<&SharedType> =
                    shared.iter().filter(|it| schema.with_value(|id| it.schema != *id)).collect();
                complete(&parsed, unit, &others)
            })
        };
        let meaning = move |unit: usize| explain(&parsed()?, unit);
        let beginning = Beginning {
            text: &text.get_untracked(),
            read_only: read_only.get_untracked(),
            dark: untrack(|| session.is_dark()),
            label: "Avro text",
        };
        editor.set_value(Editor::new(&host, &beginning, typed, fits, meaning));
        let rename_at_cursor = move || {
            if !document.is_editable() {
                return;
            }
            let units = editor.with_value(|editor| editor.as_ref().map_or(0, Editor::cursor));
            let target = parsed().and_then(|it| target_at(&it, Offsets::of(it.text()).byte_of_units(units)));
            match target {
                Some(target) => workbench.renaming.set(Some(target)),
                None => notices.toast(
                    Tone::Refused,
                    "Nothing to rename here",
                    "Put the cursor on a field or the name of a type",
                ),
            }
        };
        // One history for the whole design: the editor's own would take back the text without the form's edits in between.
        let on_key = Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
            if event.key() == "F2" {
                event.prevent_default();
                event.stop_propagation();
                rename_at_cursor();
                return;
            }
            if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
                return;
            }
            let letter = event.key().to_lowercase();
            let step = match (letter.as_str(), event.shift_key()) {
                ("z", false) => Document::undo,
                ("z", true) | ("y", false) => Document::redo,
                _ => return,
            };
            follow.set_value(true);
            step(document);
            request_animation_frame(move || {
                let _ = follow.try_update_value(|it| *it = false);
            });
            event.prevent_default();
            event.stop_propagation();
        });
        let _ = host.add_event_listener_with_callback_and_bool("keydown", on_key.as_ref().unchecked_ref(), true);
        keys.set_value(Some(on_key));
    });
    let underline = move |text: &str, rows: &[Row]| {
        let places = Offsets::of(text);
        let schema = parsed().filter(|it| it.text() == text);
        let tree = schema.as_ref().map(|it| it.tree(SourceId::OWN));
        let all: Vec<Underline> = rows
            .iter()
            .filter_map(|row| {
                let span = told_at(text, row.span?, tree);
                Some(Underline {
                    from: places.units_of_byte(span.start),
                    to: places.units_of_byte(span.end),
                    severity: row.severity.as_str(),
                    message: row.sentence.clone(),
                    source: if row.whom.is_empty() {
                        row.kind.clone()
                    } else {
                        format!("{} · {}", row.kind, row.whom.join(", "))
                    },
                })
            })
            .collect();
        editor.with_value(|editor| editor.as_ref().map(|it| it.underline(&all)));
    };
    Effect::new(move |_| {
        let _ = host.get();
        let text = text.get();
        editor.with_value(|editor| editor.as_ref().map(|it| it.set_text(&text, follow.get_value())));
        rows.with(|rows| underline(&text, rows));
    });
    Effect::new(move |_| {
        let _ = host.get();
        let read_only = read_only.get();
        editor.with_value(|editor| editor.as_ref().map(|it| it.set_read_only(read_only)));
    });
    Effect::new(move |_| {
        let dark = session.is_dark();
        editor.with_value(|editor| editor.as_ref().map(|it| it.set_dark(dark)));
    });
    Effect::new(move |_| {
        let _ = host.get();
        let Some(span) = workbench.reveal.get() else { return };
        let text = text.get_untracked();
        let places = Offsets::of(&text);
        let (from, to) = (places.units_of_byte(span.start), places.units_of_byte(span.end));
        request_animation_frame(move || {
            editor.try_with_value(|editor| editor.as_ref().map(|it| it.reveal(from, to)));
        });
        workbench.reveal.set(None);
    });
    on_cleanup(move || {
        if let Some(Some(editor)) = editor.try_update_value(Option::take) {
            editor.destroy();
        }
    });
    let stop = |event: ev::KeyboardEvent| {
        // Esc closes what the editor shows; it does not mean "select nothing" while the caret is in a text.
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    view! { <div class="schema-editor" data-testid="editor" node_ref=host on:keydown=stop></div> }
}

/// What is underlined of a place. A long one is told by its first line, as a whole record in red says less; and where that is
/// nothing but a bracket, by the name that stands in it or before it.
fn told_at(text: &str, span: Span, tree: Option<&Tree>) -> Span {
    let inside = text.get(span.start..span.end).unwrap_or_default();
    let Some((line, _)) = inside.split_once('\n') else { return span };
    let name = tree.filter(|_| matches!(line.trim_end(), "{" | "[")).and_then(|tree| {
        let node = tree.node_at(span.start);
        tree.get(node, "name").map(|name| tree.span(name)).or_else(|| tree.key_span(node))
    });
    name.unwrap_or(Span::new(span.start, span.start + line.len()))
}

#[cfg(test)]
mod tests {
    use super::told_at;
    use engine::avro::{Schema, SourceId};
    use engine::syntax::Span;

    #[test]
    fn a_long_place_is_told_by_its_name_or_first_line() {
        let text = "{\n  \"type\": \"record\",\n  \"name\": \"A\",\n  \"fields\": [\n    {\n      \"name\": \"a\",\n      \"type\": \"int\"\n    },\n    { \"name\": \"b\",\n      \"type\": \"int\" }\n  ]\n}\n";
        let schema = Schema::parse(text, &[]).0.unwrap();
        let tree = schema.tree(SourceId::OWN);
        for (pointer, expected) in [
            ("/fields/0", "\"a\""),
            ("/fields/1", "{ \"name\": \"b\","),
            ("/fields/1/name", "\"b\""),
            ("/fields", "\"fields\""),
            ("", "\"A\""),
        ] {
            let span = tree.span(tree.locate(pointer).unwrap());
            let Span { start, end } = told_at(text, span, Some(tree));
            assert_eq!(text.get(start..end), Some(expected), "{pointer}");
        }
    }
}
