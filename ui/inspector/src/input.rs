//! The one text field of the window: Enter or leaving it commits, Esc gives up, and what cannot be understood stays where it
//! was typed, with the reason below.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use parts::actions::Actions;
use parts::{Kept, WindowAction, actions};
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;

/// How high a text area becomes by itself, in pixels.
const TALLEST: i32 = 360;

/// Takes what was typed; an error is the reason to show. It may be called after everything around the field is gone, so it
/// must hold what it needs itself.
pub type Commit = Arc<dyn Fn(String) -> Result<(), String> + Send + Sync>;

/// A field for a line or a few.
#[component]
pub fn TextInput(
    /// What a screen reader calls it.
    #[prop(into)]
    label: String,
    /// What a test calls it.
    #[prop(into)]
    testid: String,
    /// What stands in it when nobody types.
    #[prop(into)]
    shown: Signal<String>,
    /// Takes what was typed.
    commit: Commit,
    /// Keeps what is typed until it is taken.
    #[prop(optional)]
    kept: Option<Kept>,
    /// Whether it cannot be changed.
    #[prop(into, default = Signal::derive(|| false))]
    disabled: Signal<bool>,
    /// What holds while it is empty.
    #[prop(into, default = Signal::derive(String::new))]
    placeholder: Signal<String>,
    /// A fact at its right end.
    #[prop(into, default = Signal::derive(String::new))]
    fact: Signal<String>,
    /// Whether the fact is a warning.
    #[prop(into, default = Signal::derive(|| false))]
    fact_warns: Signal<bool>,
    /// Whether it holds a machine's name or number.
    #[prop(default = false)]
    mono: bool,
    /// How many lines it has.
    #[prop(default = 1)]
    lines: u32,
    /// Whether something outside is wrong with what it holds.
    #[prop(into, default = Signal::derive(|| false))]
    wrong: Signal<bool>,
    /// What to say when it is left blank; empty where it may be.
    #[prop(default = "")]
    required: &'static str,
) -> impl IntoView {
    let actions = actions();
    let at_first = kept.as_ref().and_then(|kept| kept.at_first.clone());
    let was_typing = at_first.is_some();
    let draft = RwSignal::new(at_first.clone());
    let error = RwSignal::new(None::<String>);
    // What is typed outlives the field when another record is selected before the focus has left it.
    let pending: Arc<Mutex<Option<String>>> = Arc::new(Mutex::new(at_first));
    let note = {
        let (pending, kept) = (pending.clone(), kept.clone());
        move |text: Option<String>| {
            if let Some(kept) = &kept {
                (kept.note)(text.as_deref());
            }
            if let Ok(mut pending) = pending.lock() {
                *pending = text;
            }
        }
    };
    let finish: Arc<dyn Fn() + Send + Sync> = {
        let (commit, note) = (commit.clone(), note.clone());
        Arc::new(move || {
            // The field may be gone already: leaving it is the last that it hears of.
            let Some(text) = draft.try_get_untracked().flatten() else { return };
            if Some(&text) == shown.try_get_untracked().as_ref() {
                note(None);
                draft.set(None);
                error.set(None);
                return;
            }
            note(None);
            match required_text(text, required).and_then(|text| commit(text)) {
                Ok(()) => {
                    let _ = draft.try_set(None);
                    let _ = error.try_set(None);
                }
                Err(reason) => drop(error.try_set(Some(reason))),
            }
        })
    };
    on_cleanup({
        let commit = commit.clone();
        move || {
            if let Some(text) = pending.lock().ok().and_then(|mut pending| pending.take()) {
                if let Some(kept) = &kept {
                    (kept.note)(None);
                }
                let commit = commit.clone();
                // Refused or not, there is no field left to say so in.
                queue_microtask(move || drop(required_text(text, required).and_then(|text| commit(text))));
            }
        }
    });
    // Undo and changes from elsewhere win over what was left half typed.
    Effect::new(move |before: Option<String>| {
        let now = shown.get();
        if before.is_some_and(|before| before != now) {
            draft.set(None);
            error.set(None);
        }
        now
    });
    let value = move || draft.get().unwrap_or_else(|| shown.get());
    let on_input = {
        let note = note.clone();
        move |event: ev::Event| {
            let text = event_target_value(&event);
            note(Some(text.clone()));
            draft.set(Some(text));
            error.set(None);
        }
    };
    let give_up = move || {
        note(None);
        draft.set(None);
        error.set(None);
    };
    let on_key = {
        let (finish, give_up) = (finish.clone(), give_up.clone());
        move |event: ev::KeyboardEvent| match event.key().as_str() {
            _ if travel(actions, &event, draft.get_untracked().as_deref(), &shown.get_untracked()) => {}
            "Enter" if lines == 1 || event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                finish();
            }
            "Escape" => {
                event.stop_propagation();
                give_up();
                let target: web_sys::HtmlElement = event_target(&event);
                let _ = target.blur();
            }
            _ => {}
        }
    };
    let on_blur = move |_| {
        let is_blank =
            !required.is_empty() && draft.try_get_untracked().flatten().is_some_and(|text| text.trim().is_empty());
        // Nothing was said in place of what stood there, so that stays.
        if is_blank { give_up() } else { finish() }
    };
    let invalid = move || error.with(Option::is_some) || wrong.get();
    // The caret is back where it was when the window ended.
    if was_typing {
        let place = format!("[data-testid=\"{testid}\"]");
        request_animation_frame(move || {
            let field = document().query_selector(&place).ok().flatten();
            if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = field.focus();
            }
        });
    }
    let with_fact = move || fact.with(|fact| !fact.is_empty());
    let field = if lines == 1 {
        view! {
            <input
                class="text-field"
                class:mono=mono
                class:invalid=invalid
                type="text"
                aria-label=label
                aria-invalid=move || invalid().to_string()
                data-testid=testid
                placeholder=move || placeholder.get()
                spellcheck="false"
                autocomplete="off"
                disabled=move || disabled.get()
                title=value
                prop:value=value
                on:input=on_input
                on:keydown=on_key
                on:blur=on_blur
            />
        }
        .into_any()
    } else {
        let area = NodeRef::<html::Textarea>::new();
        Effect::new(move |_| {
            draft.track();
            shown.track();
            if let Some(area) = area.get() {
                request_animation_frame(move || fit(&area));
            }
        });
        view! {
            <textarea
                node_ref=area
                class="text-area"
                class:mono=mono
                class:invalid=invalid
                rows=lines
                aria-label=label
                aria-invalid=move || invalid().to_string()
                data-testid=testid
                placeholder=move || placeholder.get()
                spellcheck=if mono { "false" } else { "true" }
                disabled=move || disabled.get()
                prop:value=value
                on:input=on_input
                on:keydown=on_key
                on:blur=on_blur
            ></textarea>
        }
        .into_any()
    };
    view! {
        <div class="input" class:with-fact=with_fact>
            {field}
            <Show when=with_fact>
                <span class="field-fact" class:warns=move || fact_warns.get()>{move || fact.get()}</span>
            </Show>
        </div>
        {move || error.get().map(|reason| view! { <p class="field-error" role="alert">{reason}</p> })}
    }
}

/// Whether a field shows what is committed.
fn holds_nothing_new(draft: Option<&str>, shown: &str) -> bool {
    draft.is_none_or(|draft| draft == shown)
}

/// Takes a step back or forth if the keys ask for it; gives whether they did. While there is something typed the step is the
/// field's own; some webviews bind no key to it. Otherwise it is the design's: the field's own would bring back what is no
/// longer so.
fn travel(actions: Actions, event: &ev::KeyboardEvent, draft: Option<&str>, shown: &str) -> bool {
    let Some(action) = actions.history_step(event) else { return false };
    event.prevent_default();
    event.stop_propagation();
    if holds_nothing_new(draft, shown) {
        actions.run(action);
    } else {
        edit_history(if action == WindowAction::Redo { "redo" } else { "undo" });
    }
    true
}

fn edit_history(command: &str) {
    let page = document();
    if let Ok(act) = js_sys::Reflect::get(&page, &"execCommand".into())
        && let Some(act) = act.dyn_ref::<js_sys::Function>()
    {
        let _ = act.call1(&page, &command.into());
    }
}

fn required_text(text: String, required: &'static str) -> Result<String, String> {
    if !required.is_empty() && text.trim().is_empty() { Err(required.to_owned()) } else { Ok(text) }
}

/// Makes a text area as high as its text, within reason; below, it scrolls.
fn fit(area: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let height = (area.scroll_height() + 2).min(TALLEST);
    let _ = style.set_property("height", &format!("{height}px"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_something_new_only_while_it_differs() {
        assert!(holds_nothing_new(None, "order"));
        assert!(holds_nothing_new(Some("order"), "order"));
        assert!(!holds_nothing_new(Some("orders"), "order"));
        assert!(!holds_nothing_new(Some(""), "order"));
    }

    #[test]
    fn what_is_required_is_not_blank() {
        assert_eq!(required_text(" \t".to_owned(), "Type a name"), Err("Type a name".to_owned()));
        assert_eq!(required_text("order".to_owned(), "Type a name"), Ok("order".to_owned()));
        assert_eq!(required_text(String::new(), ""), Ok(String::new()));
    }
}
