//! A field for a type, with what fits under it: types are words of a small language, and nobody knows all of them.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many suggestions show at once.
const MOST_SHOWN: usize = 8;

/// The word at the end of a typed type, and where it begins.
fn last_word(text: &str) -> (usize, &str) {
    let start = text.rfind(['<', '|', '(', ',', ' ']).map_or(0, |at| at + 1);
    (start, text.get(start..).unwrap_or_default())
}

/// What fits a typed type: suggestions that begin like its last word, then those that hold it.
fn fitting(known: &[(String, String)], typed: &str) -> Vec<(String, String)> {
    let (_, word) = last_word(typed);
    let word = word.trim_end_matches('?').to_lowercase();
    let begins = |it: &&(String, String)| it.0.to_lowercase().starts_with(&word);
    let holds = |it: &&(String, String)| {
        let name = it.0.to_lowercase();
        !name.starts_with(&word) && name.contains(&word)
    };
    known.iter().filter(begins).chain(known.iter().filter(holds)).take(MOST_SHOWN).cloned().collect()
}

/// A type with its brackets closed.
fn closed(text: &str) -> String {
    let count = |sign| text.matches(sign).count();
    let missing = |open, close| count(open).saturating_sub(count(close));
    format!("{text}{}{}", ")".repeat(missing('(', ')')), ">".repeat(missing('<', '>')))
}

/// A field for a type. Enter and Tab keep it, Esc gives it up, the arrows choose what fits.
#[component]
pub fn TypeField(
    /// The type as it is.
    text: String,
    /// What can be named, with a few words on each.
    known: Memo<Vec<(String, String)>>,
    /// Takes what was typed.
    on_commit: Callback<String>,
    /// Gives it up.
    on_cancel: Callback<()>,
    /// Goes on once Tab has kept what was typed: to the next cell, or with true to the one before.
    on_tab: Callback<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(text.clone());
    let has_typed = RwSignal::new(false);
    let active: RwSignal<Option<usize>> = RwSignal::new(None);
    // Outlives the field: taking the field away takes the focus from it, which asks again.
    let done = Arc::new(AtomicBool::new(false));
    let all = Memo::new(move |_| {
        // Before anything is typed the whole choice shows, not what fits the type that is there.
        let text = if has_typed.get() { typed.get() } else { String::new() };
        known.with(|known| fitting(known, &text))
    });
    let list = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
            // Only what stands there can be selected.
            input.set_value(&typed.get_untracked());
            input.select();
        }
    });
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        // At the lower edge of the form it would be cut off.
        request_animation_frame(move || {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            list.scroll_into_view_with_scroll_into_view_options(&nearest);
        });
    });
    let finish = Callback::new(move |keep: bool| {
        if done.swap(true, Ordering::Relaxed) {
            return;
        }
        if keep { on_commit.run(typed.get_untracked().trim().to_owned()) } else { on_cancel.run(()) }
    });
    let take = move |index: usize| {
        let Some((word, _)) = all.with_untracked(|all| all.get(index).cloned()) else { return };
        let before = typed.get_untracked();
        let start = if has_typed.get_untracked() { last_word(&before).0 } else { 0 };
        typed.set(closed(&format!("{}{word}", before.get(..start).unwrap_or_default())));
        active.set(None);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        let count = all.with_untracked(Vec::len);
        // Tab by its place: with Shift some webviews have no name for the key.
        let key = if event.code() == "Tab" { event.code() } else { event.key() };
        match key.as_str() {
            "Enter" => {
                if let Some(index) = active.get_untracked() {
                    take(index);
                }
                finish.run(true);
            }
            "Tab" => {
                if let Some(index) = active.get_untracked() {
                    take(index);
                }
                finish.run(true);
                let _ = on_tab.try_run(event.shift_key());
            }
            "Escape" => finish.run(false),
            "ArrowDown" => active.update(|it| *it = Some(it.map_or(0, |at| (at + 1) % count.max(1)))),
            "ArrowUp" => {
                active.update(|it| *it = Some(it.and_then(|at| at.checked_sub(1)).unwrap_or(count.saturating_sub(1))))
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <span class="type-field">
            <input
                class="inline-edit mono"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="type-suggestions"
                aria-activedescendant=move || active.get().map(|it| format!("type-suggestion-{it}"))
                aria-label="Type"
                data-testid="form-input"
                spellcheck="false"
                autocomplete="off"
                node_ref=node
                prop:value=move || typed.get()
                on:input=move |event| {
                    has_typed.set(true);
                    active.set(None);
                    typed.set(event_target_value(&event));
                }
                on:keydown=on_key
                on:blur=move |_| {
                    let _ = finish.try_run(true);
                }
            />
            <span class="type-suggestions" id="type-suggestions" role="listbox" node_ref=list>
                {move || {
                    all.get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, (word, detail))| {
                            let testid = format!("type-{word}");
                            view! {
                                <span
                                    class="type-suggestion"
                                    class:active=move || active.get() == Some(index)
                                    role="option"
                                    id=format!("type-suggestion-{index}")
                                    aria-selected=move || (active.get() == Some(index)).to_string()
                                    data-testid=testid
                                    on:pointerdown=move |event| {
                                        event.prevent_default();
                                        take(index);
                                        finish.run(true);
                                    }
                                >
                                    <code>{word}</code>
                                    <span class="muted">{detail}</span>
                                </span>
                            }
                        })
                        .collect_view()
                }}
            </span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::{closed, fitting};

    #[test]
    fn brackets_are_closed() {
        for (text, expected) in [("array<map<int", "array<map<int>>"), ("map<int>", "map<int>"), ("int", "int")] {
            assert_eq!(closed(text), expected);
        }
    }

    #[test]
    fn the_last_word_chooses() {
        let known: Vec<(String, String)> =
            ["string", "int", "OrderItem", "time-millis"].iter().map(|it| ((*it).to_owned(), String::new())).collect();
        let check = |typed: &str, expected: &[&str]| {
            let found: Vec<String> = fitting(&known, typed).into_iter().map(|(word, _)| word).collect();
            assert_eq!(found, expected, "{typed}");
        };
        check("array<Ord", &["OrderItem"]);
        check("int | st", &["string"]);
        check("i", &["int", "string", "OrderItem", "time-millis"]);
        check("long", &[]);
    }
}
