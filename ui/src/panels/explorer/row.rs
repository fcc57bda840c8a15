//! One row of the explorer.

use crate::app::actions::wants_first;
use crate::names::is_machine_name;
use crate::panels::explorer::Tree;
use crate::panels::explorer::menu::{below_button, context_menu, create_at, create_menu};
use crate::panels::explorer::rows::{Content, Row};
use crate::widgets::{Icon, InlineEdit, Mark, RecordMark};
use diagnostic::Severity;
use engine::derive::wording::grouped;
use engine::edit::Command;
use engine::model::{Kind, RecordKey};
use leptos::attr::custom::CustomAttribute;
use leptos::ev;
use leptos::prelude::*;

/// The type under which a record's key travels while it is dragged.
pub const DRAG_TYPE: &str = "application/x-eventscape-record";

#[component]
pub(super) fn RowView(tree: Tree, top: f64, row: Row) -> impl IntoView {
    let style = format!("top:{top}px;--indent:{}px", indent_of(&row));
    match row.content {
        Content::Section { title, count, creates } => {
            view! { <SectionRow tree=tree style=style id=row.id open=row.open.unwrap_or_default() title=title count=count creates=creates /> }
                .into_any()
        }
        Content::Record { key, name, mark, trailing, severity } => {
            let (id, level, open) = (row.id, row.level, row.open);
            view! {
                <RecordRow
                    tree=tree
                    style=style
                    id=id
                    level=level
                    open=open
                    key=key
                    name=name
                    mark=mark
                    trailing=trailing
                    severity=severity
                />
            }
            .into_any()
        }
        Content::New(kind) => view! { <NewRow tree=tree style=style kind=kind /> }.into_any(),
        Content::Hint(text) => view! { <div class="row hint" style=style role="presentation">{text}</div> }.into_any(),
    }
}

/// How far a row is set in, in pixels. Records of a section stand under its heading; they have nothing to unfold.
fn indent_of(row: &Row) -> u32 {
    match &row.content {
        Content::Record { key, .. } if is_flat(key.kind()) => 0,
        Content::New(kind) if is_flat(*kind) => 0,
        Content::Record { .. } | Content::New(_) => row.level.saturating_sub(1) * 15,
        Content::Section { .. } | Content::Hint(_) => 0,
    }
}

/// Whether records of a kind are listed in a section instead of in a context.
fn is_flat(kind: Kind) -> bool {
    kind.section().is_some()
}

#[component]
fn SectionRow(
    tree: Tree,
    style: String,
    id: String,
    open: bool,
    title: &'static str,
    count: usize,
    creates: Kind,
) -> impl IntoView {
    let own = id.clone();
    let app = tree.app;
    let create = move |event: ev::MouseEvent| {
        event.stop_propagation();
        let (x, y) = below_button(&event);
        create_at(app, creates, x, y);
    };
    let lacks = Memo::new(move |_| app.design(|design| wants_first(creates, design)));
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
            style=style
            role="treeitem"
            aria-expanded=open.to_string()
            aria-selected="false"
            data-testid=format!("section-{id}")
            on:click=move |_| tree.toggle(&own)
        >
            <span class="section-title">{title}</span>
            <span class="twisty" class:open=open aria-hidden="true">
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
                disabled=move || !app.is_editable() || lacks.with(Option::is_some)
                on:click=create
            >
                <Icon icon=icondata_lu::LuPlus size=13 />
            </button>
            <span class="row-trailing">{grouped(count as f64, 0)}</span>
        </div>
    }
    .attr("aria-level", "1")
}

#[component]
fn RecordRow(
    tree: Tree,
    style: String,
    id: String,
    level: u32,
    open: Option<bool>,
    key: RecordKey,
    name: String,
    mark: Mark,
    trailing: String,
    severity: Option<Severity>,
) -> impl IntoView {
    let app = tree.app;
    let is_context = key.kind() == Kind::Context;
    let flat = is_flat(key.kind());
    let over = RwSignal::new(false);
    let stored = StoredValue::new(key.clone());
    let selected = move || stored.with_value(|key| app.is_selected(key));
    let renaming =
        Memo::new(move |_| app.renaming.with(|renaming| stored.with_value(|key| renaming.as_ref() == Some(key))));
    let active = {
        let id = id.clone();
        move || tree.active.with(|active| active.as_ref() == Some(&id))
    };
    let fold_id = id.clone();
    let old_name = name.clone();
    let commit = Callback::new(move |typed: String| {
        app.renaming.set(None);
        if typed.trim() != old_name {
            app.dispatch(Command::Rename { key: stored.get_value(), name: typed });
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
            && app.is_editable()
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
        if !untrack(|| app.is_selected(&key)) {
            app.show(key.clone());
        }
        context_menu(app, &key, f64::from(event.client_x()), f64::from(event.client_y()));
    };
    let mono = is_machine_name(key.kind());
    let shown = name.clone();
    let label = format!("{} {name}", key.kind().title());
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
            style=style
            role="treeitem"
            aria-expanded=open.map(|open| open.to_string())
            aria-selected=move || selected().to_string()
            aria-label=label
            title=name.clone()
            data-testid=testid
            draggable="true"
            on:click=move |event| stored.with_value(|key| tree.press(key, &event))
            on:dblclick=move |_| {
                if app.is_editable() && stored.with_value(|key| key.kind().name_field().is_some()) {
                    app.renaming.set(Some(stored.get_value()));
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
                class:open=open == Some(true)
                aria-hidden="true"
                on:click=move |event| {
                    if open.is_some() {
                        event.stop_propagation();
                        tree.toggle(&fold_id);
                    }
                }
            >
                {open.map(|_| view! { <Icon icon=icondata_lu::LuChevronRight size=12 /> })}
            </span>
            <RecordMark mark=Signal::stored(mark) />
            <Show
                when=move || renaming.get()
                fallback={
                    let shown = shown.clone();
                    move || view! { <span class="row-name" class:mono=mono>{shown.clone()}</span> }
                }
            >
                <InlineEdit
                    text=shown.clone()
                    label="New name"
                    testid="rename"
                    mono=mono
                    on_commit=commit
                    on_cancel=Callback::new(move |()| app.renaming.set(None))
                />
            </Show>
            {severity
                .map(|severity| {
                    view! { <i class=format!("dot {}", severity.as_str()) role="img" aria-label=format!("has {}s", severity.as_str())></i> }
                })}
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
                            disabled=move || !app.is_editable()
                            on:click=move |event| {
                                event.stop_propagation();
                                if let RecordKey::Context(context) = stored.get_value() {
                                    create_menu(app, &event, Some(context));
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
    .attr("aria-level", level.to_string())
}

/// Gives a record that was dropped on a context to it, and the rest of the selection with it.
fn move_into(tree: Tree, dragged: RecordKey, context: engine::model::ContextId) {
    let app = tree.app;
    let selected =
        app.selection.with_untracked(|selection| selection.contains(&dragged).then(|| selection.keys().clone()));
    let keys: Vec<RecordKey> =
        selected.unwrap_or_else(|| [dragged].into()).into_iter().filter(|key| key.kind().is_movable()).collect();
    if !keys.is_empty() {
        app.dispatch(Command::MoveToContext { keys, context });
    }
}

#[component]
fn NewRow(tree: Tree, style: String, kind: Kind) -> impl IntoView {
    let app = tree.app;
    let commit = Callback::new(move |name: String| {
        let Some(creating) = app.creating.get_untracked() else { return };
        app.creating.set(None);
        if name.trim().is_empty() {
            return;
        }
        if let Some(key) = app.create(creating.kind, &name, creating.context, |_| None) {
            app.show(key);
        }
    });
    let cancel = Callback::new(move |()| app.creating.set(None));
    view! {
        <div id="row-new" class="row new" class:flat=is_flat(kind) style=style role="treeitem" aria-selected="true">
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
