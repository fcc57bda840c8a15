//! The explorer: every record of the design as a tree that can be filtered, walked with the arrow keys, dragged from and
//! edited in place.

mod row;
mod rows;

use crate::explorer::row::RowView;
use crate::explorer::rows::{Content, OPEN_AT_FIRST, Row, Severities, ancestors, rows};
use engine::edit::Selection;
use engine::model::RecordKey;
use leptos::ev;
use leptos::html;
use leptos::prelude::document as page;
use leptos::prelude::*;
use parts::record_menu::{Menus, context_menu, create_menu, menus};
use parts::{Attention, Document, Panels, WindowAction, attention, document, panels, recall, remember};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use widgets::{Icon, Placed, VirtualList, observe_size};

/// The height of a record's row and of a section's heading, in pixels.
const ROW: f64 = 25.0;
const SECTION: f64 = 36.0;

/// How many finds are looked through for one that the explorer shows.
const MOST_HITS: usize = 200;

/// What the rows of the explorer share.
#[derive(Clone, Copy)]
pub(super) struct Tree {
    document: Document,
    attention: Attention,
    panels: Panels,
    menus: Menus,
    open: RwSignal<BTreeSet<String>>,
    active: RwSignal<Option<String>>,
    rows: Memo<Arc<Placed<Row>>>,
    node: NodeRef<html::Div>,
}

/// The explorer.
#[component]
pub fn Explorer() -> impl IntoView {
    let (document, attention, panels, menus) = (document(), attention(), panels(), menus());
    let filter = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    let open = RwSignal::new(recall_open(document));
    let worst: Memo<Severities> = Memo::new(move |_| document.findings(engine::Engine::worst_by_record));
    let found: Memo<Option<HashSet<RecordKey>>> = Memo::new(move |_| {
        let filter = filter.get();
        (!filter.trim().is_empty()).then(|| document.read_records(|engine| engine.found(&filter)))
    });
    let placed = Memo::new(move |_| {
        let creating = panels.creating.get();
        let list = document.read_records(|engine| {
            let names = |key: &RecordKey| engine.name_of(key);
            let rows = |worst: &Severities, open: &BTreeSet<String>| {
                found.with(|found| rows(engine.design(), &names, worst, open, found.as_ref(), creating.as_ref()))
            };
            worst.with(|worst| open.with(|open| rows(worst, open)))
        });
        Arc::new(Placed::new(list, height_of))
    });
    let node = NodeRef::<html::Div>::new();
    let tree = Tree { document, attention, panels, menus, open, active: RwSignal::new(None), rows: placed, node };

    Effect::new(move |_| {
        open.with(|open| remember(&open_name(document), open));
    });
    Effect::new(move |before: Option<u64>| {
        let now = panels.focus_filter.get();
        if before.is_some_and(|before| before != now)
            && let Some(input) = input.get_untracked()
        {
            let _ = input.focus();
            input.select();
        }
        now
    });
    tree.follow_wishes();

    let scrolled = RwSignal::new(0.0);
    let tall = RwSignal::new(800.0);
    observe_size(node, move |_, height| {
        let _ = tall.try_set(height);
    });
    let on_scroll = move |_| {
        if let Some(node) = node.get_untracked() {
            scrolled.set(f64::from(node.scroll_top()));
        }
    };
    view! {
        <div class="explorer">
            <div class="explorer-head">
                <input
                    class="filter"
                    type="text"
                    placeholder="Filter…"
                    aria-label="Filter the explorer"
                    data-testid="explorer-filter"
                    spellcheck="false"
                    autocomplete="off"
                    node_ref=input
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                    on:keydown=move |event| tree.filter_key(&event, filter)
                />
                <button
                    type="button"
                    class="ghost icon-only"
                    aria-label="New…"
                    title="New…"
                    aria-haspopup="menu"
                    data-testid="explorer-new"
                    disabled=move || !document.is_editable()
                    on:click=move |event| create_menu(menus, &event, None)
                >
                    <Icon icon=icondata_lu::LuPlus size=16 />
                </button>
            </div>
            <div
                class="tree"
                data-begin="true"
                role="tree"
                aria-label="Design"
                aria-multiselectable="true"
                aria-activedescendant=move || tree.active.get().map(|id| format!("row-{id}"))
                tabindex="0"
                data-testid="explorer-tree"
                node_ref=node
                on:scroll=on_scroll
                on:keydown=move |event| tree.key(&event)
            >
                <VirtualList
                    items=placed
                    key=Row::identity
                    scrolled=scrolled
                    tall=tall
                    children=move |row| view! { <RowView tree=tree row=row /> }
                />
            </div>
        </div>
    }
}

fn height_of(row: &Row) -> f64 {
    match row.content {
        Content::Section { .. } => SECTION,
        Content::Record { .. } | Content::New(_) | Content::Hint(_) => ROW,
    }
}

fn open_name(document: Document) -> String {
    document.folder.with_untracked(|folder| format!("open.{}", folder.as_ref().map_or("", |it| it.path.as_str())))
}

fn recall_open(document: Document) -> BTreeSet<String> {
    recall(&open_name(document)).unwrap_or_else(|| OPEN_AT_FIRST.iter().map(|it| (*it).to_owned()).collect())
}

impl Tree {
    /// Opens the way to a record and scrolls to it.
    fn bring(self, key: &RecordKey) {
        let way = self.document.peek(|engine| ancestors(engine.design(), key));
        if self.open.with_untracked(|open| way.iter().any(|id| !open.contains(id))) {
            self.open.update(|open| open.extend(way));
        }
        let id = key.to_string();
        self.active.set(Some(id.clone()));
        request_animation_frame(move || self.scroll_to(&id));
    }

    fn scroll_to(self, id: &str) {
        let Some(node) = self.node.get_untracked() else { return };
        let (scrolled, tall) = (f64::from(node.scroll_top()), f64::from(node.client_height()));
        let place = self.rows.with_untracked(|rows| {
            let at = rows.items().iter().position(|row| row.id == id)?;
            rows.scroll_to(at, scrolled, tall)
        });
        if let Some(top) = place {
            node.set_scroll_top(top as i32);
        }
    }

    /// Follows selections made elsewhere, and wishes to rename or create.
    fn follow_wishes(self) {
        Effect::new(move |_| {
            let primary = self.attention.selection.with(|selection| selection.primary().cloned());
            if let Some(key) = primary
                && self.active.get_untracked() != Some(key.to_string())
            {
                self.bring(&key);
            }
        });
        Effect::new(move |_| {
            if let Some(key) = self.panels.renaming.get() {
                self.bring(&key);
            }
        });
        Effect::new(move |_| {
            if self.panels.creating.with(Option::is_some) {
                request_animation_frame(move || self.scroll_to("new"));
            }
        });
    }

    fn fold(self, id: &str, open: bool) {
        self.open.update(|set| {
            if open {
                set.insert(id.to_owned());
            } else {
                set.remove(id);
            }
        });
    }

    /// Opens or folds a row.
    pub(super) fn toggle(self, id: &str) {
        let open = self.open.with_untracked(|set| set.contains(id));
        self.fold(id, !open);
    }

    /// What a press on a record's row does.
    pub(super) fn press(self, key: &RecordKey, event: &ev::MouseEvent) {
        self.active.set(Some(key.to_string()));
        if let Some(node) = self.node.get_untracked() {
            let _ = node.focus();
        }
        if event.ctrl_key() || event.meta_key() {
            self.attention.selection.update(|selection| selection.toggle(key.clone()));
        } else if event.shift_key() {
            self.select_range(key);
        } else {
            self.attention.show(key.clone());
        }
    }

    fn select_range(self, to: &RecordKey) {
        let from = self.attention.selection.with_untracked(|selection| selection.primary().cloned());
        let keys: Vec<RecordKey> = self.rows.with_untracked(|rows| {
            let keys: Vec<&RecordKey> = rows.items().iter().filter_map(key_of).collect();
            let at = |key: &RecordKey| keys.iter().position(|it| *it == key);
            match (from.as_ref().and_then(at), at(to)) {
                (Some(a), Some(b)) => keys.into_iter().skip(a.min(b)).take(a.abs_diff(b) + 1).cloned().collect(),
                (None, _) | (_, None) => vec![to.clone()],
            }
        });
        let mut selection = Selection::of(keys);
        selection.add(to.clone());
        self.attention.selection.set(selection);
    }

    /// All that is listed: not what a filter or a folded row hides.
    fn select_listed(self) {
        let keys: Vec<RecordKey> =
            self.rows.with_untracked(|rows| rows.items().iter().filter_map(key_of).cloned().collect());
        self.attention.selection.set(Selection::of(keys));
    }

    fn filter_key(self, event: &ev::KeyboardEvent, filter: RwSignal<String>) {
        match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                filter.set(String::new());
            }
            "ArrowDown" | "Enter" => {
                event.prevent_default();
                if let Some(node) = self.node.get_untracked() {
                    let _ = node.focus();
                }
                // The best fit, not the first row: the one whose name begins with what was typed.
                let best = self.document.peek(|engine| engine.search(&filter.get_untracked(), MOST_HITS));
                let first = self.rows.with_untracked(|rows| {
                    let shows = |key: &RecordKey| rows.items().iter().any(|row| key_of(row) == Some(key));
                    best.into_iter().map(|hit| hit.key).find(shows)
                });
                if let Some(key) = first {
                    self.attention.show(key);
                }
            }
            _ => {}
        }
    }

    /// Walks the tree.
    fn key(self, event: &ev::KeyboardEvent) {
        if self.menus.actions.is_asked(WindowAction::SelectAll, event) {
            event.prevent_default();
            self.select_listed();
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.target() != event.current_target() {
            return;
        }
        let Some((index, row)) = self.current() else {
            if matches!(event.key().as_str(), "ArrowDown" | "Home") {
                event.prevent_default();
                event.stop_propagation();
                self.go(0, event.shift_key());
            }
            return;
        };
        let last = self.rows.with_untracked(|rows| rows.items().len()).saturating_sub(1);
        let page = self.node.get_untracked().map_or(10, |node| (f64::from(node.client_height()) / ROW) as usize);
        match event.key().as_str() {
            "ArrowDown" => self.go((index + 1).min(last), event.shift_key()),
            "ArrowUp" => self.go(index.saturating_sub(1), event.shift_key()),
            "PageDown" => self.go((index + page).min(last), event.shift_key()),
            "PageUp" => self.go(index.saturating_sub(page), event.shift_key()),
            "Home" => self.go(0, event.shift_key()),
            "End" => self.go(last, event.shift_key()),
            "ArrowRight" => match row.open {
                Some(false) => self.fold(&row.id, true),
                Some(true) => self.go((index + 1).min(last), false),
                None => return,
            },
            "ArrowLeft" => {
                if row.open == Some(true) {
                    self.fold(&row.id, false);
                } else {
                    self.go(self.parent_of(index, row.level), false);
                }
            }
            " " if row.open.is_some() => self.toggle(&row.id),
            "Enter" => match key_of(&row) {
                Some(_) => self.menus.actions.run(WindowAction::Rename),
                None => self.toggle(&row.id),
            },
            "ContextMenu" => match key_of(&row) {
                Some(key) => self.menu_at_row(key.clone(), &row.id),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn menu_at_row(self, key: RecordKey, id: &str) {
        let rect = page().get_element_by_id(&format!("row-{id}")).map(|it| it.get_bounding_client_rect());
        let (x, y) = rect.map_or((40.0, 120.0), |rect| (rect.left() + 40.0, rect.bottom()));
        context_menu(self.menus, &key, x, y);
    }

    fn current(self) -> Option<(usize, Row)> {
        let active = self.active.get_untracked()?;
        self.rows.with_untracked(|rows| {
            rows.items().iter().enumerate().find(|(_, row)| row.id == active).map(|(index, row)| (index, row.clone()))
        })
    }

    fn parent_of(self, index: usize, level: u32) -> usize {
        self.rows
            .with_untracked(|rows| rows.items().iter().take(index).rposition(|row| row.level < level).unwrap_or(index))
    }

    fn go(self, index: usize, extend: bool) {
        let Some(row) = self.rows.with_untracked(|rows| rows.items().get(index).cloned()) else { return };
        self.active.set(Some(row.id.clone()));
        self.scroll_to(&row.id);
        match key_of(&row) {
            Some(key) if extend => self.attention.selection.update(|selection| selection.add(key.clone())),
            Some(key) => self.attention.show(key.clone()),
            None => {}
        }
    }
}

fn key_of(row: &Row) -> Option<&RecordKey> {
    match &row.content {
        Content::Record { key, .. } => Some(key),
        Content::Section { .. } | Content::New(_) | Content::Hint(_) => None,
    }
}
