//! The list of keys, read from the table of actions and therefore complete; it filters by action and by key.

use leptos::prelude::*;
use parts::actions::Action;
use parts::shortcut::Chord;
use parts::{actions, panels, session};
use widgets::Dialog;

/// Keys that belong to a place and not to the table: group, title and chord.
const ELSEWHERE: [(&str, &str, &str); 9] = [
    ("On the canvas", "Keep the tool in hand for several: its key, or its button, a second time", "T"),
    ("On the canvas", "Keep the name of a message and type the next", "Enter"),
    ("On the canvas", "Make a message of each line that is pasted for its name", "Mod+V"),
    ("Explorer", "Walk, open and fold", "Arrows"),
    ("Explorer", "Rename the record", "Enter"),
    ("Explorer", "Select all that is listed", "Mod+A"),
    ("Fields", "Keep what was typed", "Enter"),
    ("Fields", "Give up what was typed", "Escape"),
    ("Panels", "Resize with the line between them focused", "Arrows"),
];

/// The list of keys.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let (panels, session, actions) = (panels(), session(), actions());
    let typed = RwSignal::new(String::new());
    let groups = move || {
        let typed = typed.with(|typed| typed.trim().to_lowercase());
        let platform = session.platform.get();
        let mut lines: Vec<(&'static str, &'static str, Vec<String>)> = Vec::new();
        let mut listed: Vec<Action> =
            actions.all().into_iter().filter(|action| !action.keys.chords.is_empty()).collect();
        listed.sort_by_key(|action| action.group);
        for action in listed {
            let keys = action.keys.chords.iter().map(|chord| Chord::parse(chord).shown(platform)).collect();
            lines.push((action.group.title(), action.title, keys));
        }
        lines.extend(ELSEWHERE.map(|(group, title, chord)| (group, title, vec![Chord::parse(chord).shown(platform)])));
        lines.retain(|(group, title, keys)| {
            typed.is_empty() || format!("{group} {title} {}", keys.join(" ")).to_lowercase().contains(&typed)
        });
        let mut before = "";
        let empty = lines.is_empty();
        let rows = lines
            .into_iter()
            .map(|(group, title, keys)| {
                let heading = (group != before).then_some(group);
                before = group;
                view! {
                    {heading.map(|text| view! { <h3>{text}</h3> })}
                    <div class="key-row">
                        <span>{title}</span>
                        <span class="key-chords">
                            {keys.into_iter().map(|keys| view! { <kbd>{keys}</kbd> }).collect_view()}
                        </span>
                    </div>
                }
            })
            .collect_view();
        view! {
            {rows}
            {empty.then(|| view! { <p class="empty">"No key fits"</p> })}
        }
    };
    view! {
        <Dialog
            title="Keyboard shortcuts"
            testid="shortcuts"
            class="shortcuts"
            on_close=Callback::new(move |()| panels.modal.set(None))
        >
            <input
                class="filter"
                type="text"
                placeholder="Filter by action or key…"
                aria-label="Filter shortcuts"
                data-testid="shortcuts-filter"
                data-autofocus="true"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <div class="key-list" tabindex="0">{groups}</div>
        </Dialog>
    }
}
