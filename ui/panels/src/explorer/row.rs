//! One row of the explorer.

use crate::explorer::Tree;
use crate::explorer::rows::{Content, Row};
use diagnostic::Severity;
use engine::derive::wording::grouped;
use engine::edit::Command;
use engine::model::{Kind, RecordKey};
use leptos::attr::custom::CustomAttribute;
use leptos::ev;
use leptos::prelude::*;
use parts::mark::{Mark, RecordMark};
use parts::names::is_machine_name;
use parts::record_menu::{below_button, context_menu, create_at, create_menu};
use parts::wants_first;
use widgets::{Icon, InlineEdit};

/// The type under which a record's key travels while it is dragged.
pub const DRAG_TYPE: &str = "application/x-eventscape-record";

/// A row. Its kind stays for as long as it is on the page ([`Row::identity`]); its words can change.
#[component]
pub(super) fn RowView(tree: Tree, row: Signal<Row>) -> impl IntoView {
    match row.with_untracked(|row| row.content.clone()) {
        Content::Section { creates, .. } => view! { <SectionRow tree=tree row=row creates=creates /> }.into_any(),
        Content::Record { key, .. } => view! { <RecordRow tree=tree row=row key=key /> }.into_any(),
        Content::New(kind) => view! { <NewRow tree=tree row=row kind=kind /> }.into_any(),
        Content::Hint(text) => view! { <div class="row hint" role="presentation">{text}</div> }.into_any(),
    }
}

/// What a row of a record says.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    name: String,
    mark: Mark,
    trailing: String,
    severity: Option<Severity>,
}

/// How far the row of a kind is set in. Records of a section stand under its heading; they have nothing to unfold.
fn indent(row: Signal<Row>, kind: Kind) -> String {
    let level = if is_flat(kind) { 0 } else { row.with(|row| row.level.saturating_sub(1)) };
    format!("--indent:{}px", level * 15)
}

/// Whether records of a kind are listed in a section instead of in a context.
fn is_flat(kind: Kind) -> bool {
    kind.section().is_some()
}

#[component]
fn SectionRow(tree: Tree, row: Signal<Row>, creates: Kind) -> impl IntoView {
    let id = row.with_untracked(|row| row.id.clone());
    let open = Memo::new(move |_| row.with(|row| row.open.unwrap_or_default()));
    let heading = Memo::new(move |_| {
        row.with(|row| match row.content {
            Content::Section { title, count, .. } => (title, count),
            Content::Record { .. } | Content::New(_) | Content::Hint(_) => ("", 0),
        })
    });
    let own = id.clone();
    let (document, menus) = (tree.document, tree.menus);
    let create = move |event: ev::MouseEvent| {
        event.stop_propagation();
        let (x, y) = below_button(&event);
        create_at(menus, creates, x, y);
    };
    let lacks = Memo::new(move |_| document.of_kinds(&[Kind::Context], |design| wants_first(creates, design)));
    let title_of_plus = format!("New {}", creates.title());
    let hint = {
        let title = title_of_plus.clone();
        move || lacks.get().map_or_else(|| title.clone(), str::to_owned)
    };
    let active = {
        let id = id.clone();
        move || tree.active.with(|active| active.as_ref() == Some(&id))
    };
    view! {
        <div
            id=format!("row-{id}")
            class="row section"
            class:active=active
            role="treeitem"
            aria-expanded=move || open.get().to_string()
            aria-selected="false"
            data-testid=format!("section-{id}")
            on:click=move |_| tree.toggle(&own)
        >
            <span class="section-title">{move || heading.get().0}</span>
            <span class="twisty" class:open=move || open.get() aria-hidden="true">
                <Icon icon=icondata_lu::LuChevronRight size=11 />
            </span>
            <span class="grow"></span>
            <button
                type="button"
                class="ghost icon-only row-add"
                tabindex="-1"
                aria-label=title_of_plus
                title=hint
                data-testid=format!("new-{}", creates.as_str())
                disabled=move || !document.is_editable() || lacks.with(Option::is_some)
                on:click=create
            >
                <Icon icon=icondata_lu::LuPlus size=13 />
            </button>
            <span class="row-trailing">{move || grouped(heading.get().1 as f64, 0)}</span>
        </div>
    }
    .attr("aria-level", "1")
}

#[component]
fn RecordRow(tree: Tree, row: Signal<Row>, key: RecordKey) -> impl IntoView {
    let (document, attention, panels, menus) = (tree.document, tree.attention, tree.panels, tree.menus);
    let id = row.with_untracked(|row| row.id.clone());
    let said = Memo::new(move |_| {
        row.with(|row| match &row.content {
            Content::Record { name, mark, trailing, severity, .. } => {
                Some(Said { name: name.clone(), mark: mark.clone(), trailing: trailing.clone(), severity: *severity })
            }
            Content::Section { .. } | Content::New(_) | Content::Hint(_) => None,
        })
    });
    let name = Memo::new(move |_| said.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let muted = Mark { kind: key.kind(), colour: "var(--muted)".to_owned() };
    let mark = Memo::new(move |_| said.with(|it| it.as_ref().map_or_else(|| muted.clone(), |it| it.mark.clone())));
    let severity = Memo::new(move |_| said.with(|it| it.as_ref().and_then(|it| it.severity)));
    let trailing = move || said.with(|it| it.as_ref().map(|it| it.trailing.clone()).unwrap_or_default());
    let open = Memo::new(move |_| row.with(|row| row.open));
    let (kind, is_context) = (key.kind(), key.kind() == Kind::Context);
    let flat = is_flat(kind);
    let over = RwSignal::new(false);
    let stored = StoredValue::new(key.clone());
    let selected = move || stored.with_value(|key| attention.is_selected(key));
    let renaming =
        Memo::new(move |_| panels.renaming.with(|renaming| stored.with_value(|key| renaming.as_ref() == Some(key))));
    let active = {
        let id = id.clone();
        move || tree.active.with(|active| active.as_ref() == Some(&id))
    };
    let fold_id = id.clone();
    let commit = Callback::new(move |typed: String| {
        panels.renaming.set(None);
        if typed.trim() != name.get_untracked() {
            document.dispatch(Command::Rename { key: stored.get_value(), name: typed });
        }
    });
    let on_drag_start = move |event: ev::DragEvent| {
        if let Some(transfer) = event.data_transfer() {
            let text = stored.with_value(ToString::to_string);
            let _ = transfer.set_data(DRAG_TYPE, &text);
            transfer.set_effect_allowed("copyMove");
        }
    };
    let accepts = move |event: &ev::DragEvent| {
        is_context
            && document.is_editable()
            && event.data_transfer().is_some_and(|it| it.types().includes(&DRAG_TYPE.into(), 0))
    };
    let on_drag_over = move |event: ev::DragEvent| {
        if accepts(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let on_drop = move |event: ev::DragEvent| {
        over.set(false);
        let dragged = event.data_transfer().and_then(|it| it.get_data(DRAG_TYPE).ok()).and_then(|it| it.parse().ok());
        let (Some(dragged), RecordKey::Context(context)) = (dragged, stored.get_value()) else { return };
        event.prevent_default();
        event.stop_propagation();
        move_into(tree, dragged, context);
    };
    let on_menu = move |event: ev::MouseEvent| {
        event.prevent_default();
        let key = stored.get_value();
        if !untrack(|| attention.is_selected(&key)) {
            attention.show(key.clone());
        }
        context_menu(menus, &key, f64::from(event.client_x()), f64::from(event.client_y()));
    };
    let mono = is_machine_name(key.kind());
    let testid = format!("row-{key}");
    view! {
        <div
            id=format!("row-{id}")
            class="row"
            class:selected=selected
            class:active=active
            class:drop=move || over.get()
            class:context=is_context
            class:flat=flat
            style=move || indent(row, kind)
            role="treeitem"
            aria-expanded=move || open.get().map(|open| open.to_string())
            aria-selected=move || selected().to_string()
            aria-label=move || format!("{} {}", kind.title(), name.get())
            title=move || name.get()
            data-testid=testid
            draggable="true"
            on:click=move |event| stored.with_value(|key| tree.press(key, &event))
            on:dblclick=move |_| {
                if document.is_editable() && stored.with_value(|key| key.kind().name_field().is_some()) {
                    panels.renaming.set(Some(stored.get_value()));
                }
            }
            on:contextmenu=on_menu
            on:dragstart=on_drag_start
            on:dragover=on_drag_over
            on:dragleave=move |_| over.set(false)
            on:drop=on_drop
        >
            <span
                class="twisty"
                class:open=move || open.get() == Some(true)
                aria-hidden="true"
                on:click=move |event| {
                    if open.with_untracked(Option::is_some) {
                        event.stop_propagation();
                        tree.toggle(&fold_id);
                    }
                }
            >
                {move || open.get().map(|_| view! { <Icon icon=icondata_lu::LuChevronRight size=12 /> })}
            </span>
            <RecordMark mark=mark />
            <Show
                when=move || renaming.get()
                fallback=move || view! { <span class="row-name" class:mono=mono>{move || name.get()}</span> }
            >
                <InlineEdit
                    text=name.get_untracked()
                    label="New name"
                    testid="rename"
                    mono=mono
                    on_commit=commit
                    on_cancel=Callback::new(move |()| panels.renaming.set(None))
                />
            </Show>
            {move || {
                severity
                    .get()
                    .map(|severity| {
                        view! { <i class=format!("dot {}", severity.as_str()) role="img" aria-label=format!("has {}s", severity.as_str())></i> }
                    })
            }}
            {is_context
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="ghost icon-only row-add"
                            tabindex="-1"
                            aria-label="New in this context"
                            title="New in this context"
                            data-testid=format!("add-in-{id}")
                            disabled=move || !document.is_editable()
                            on:click=move |event| {
                                event.stop_propagation();
                                if let RecordKey::Context(context) = stored.get_value() {
                                    create_menu(menus, &event, Some(context));
                                }
                            }
                        >
                            <Icon icon=icondata_lu::LuPlus size=13 />
                        </button>
                    }
                })}
            <span class="row-trailing">{trailing}</span>
        </div>
    }
    .attr("aria-level", move || row.with(|row| row.level.to_string()))
}

/// Gives a record that was dropped on a context to it, and the rest of the selection with it.
fn move_into(tree: Tree, dragged: RecordKey, context: engine::model::ContextId) {
    let (document, attention) = (tree.document, tree.attention);
    let selected =
        attention.selection.with_untracked(|selection| selection.contains(&dragged).then(|| selection.keys().clone()));
    let keys: Vec<RecordKey> =
        selected.unwrap_or_else(|| [dragged].into()).into_iter().filter(|key| key.kind().is_movable()).collect();
    if !keys.is_empty() {
        document.dispatch(Command::MoveToContext { keys, context });
    }
}

#[component]
fn NewRow(tree: Tree, row: Signal<Row>, kind: Kind) -> impl IntoView {
    let (document, attention, panels) = (tree.document, tree.attention, tree.panels);
    let commit = Callback::new(move |name: String| {
        let Some(creating) = panels.creating.get_untracked() else { return };
        panels.creating.set(None);
        if name.trim().is_empty() {
            return;
        }
        if let Some(key) = document.create(creating.kind, &name, creating.context, |_| None) {
            attention.show(key);
        }
    });
    let cancel = Callback::new(move |()| panels.creating.set(None));
    view! {
        <div id="row-new" class="row new" class:flat=is_flat(kind) style=move || indent(row, kind) role="treeitem" aria-selected="true">
            <span class="twisty"></span>
            <RecordMark mark=Signal::stored(Mark { kind, colour: "var(--muted)".to_owned() }) />
            <InlineEdit
                text=kind.example()
                label=format!("Name of the new {}", kind.title())
                testid="new-name"
                mono=is_machine_name(kind)
                on_commit=commit
                on_cancel=cancel
            />
        </div>
    }
    .attr("aria-level", "2")
}
