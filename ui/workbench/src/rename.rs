//! Renaming a field or a named type with the old name as an alias, wherever it is used: in its own text, and in the texts of
//! other subjects that use it or hold a copy. All of it is one step.

use super::focus::{by_id, focused, in_text, keep_focus};
use super::named_types::{SharedType, needed, parse_with};
use super::state::{Workbench, bench, workbench};
use engine::Engine;
use engine::avro::{Field, FormEdit, Schema, SourceId, TypeId};
use engine::diagnostic::{capitalised, counted};
use engine::edit::Command;
use engine::model::SchemaId;
use engine::syntax::{Kind, TextEdit, apply_edits};
use leptos::html;
use leptos::prelude::*;
use parts::{Tone, document};

/// What is to be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The field at a pointer.
    Field {
        /// The pointer to its object.
        pointer: String,
        /// Its name.
        name: String,
    },
    /// The named type with a full name.
    Type(String),
}

impl Target {
    /// The name that is edited.
    pub fn name(&self) -> &str {
        match self {
            Self::Field { name, .. } => name,
            Self::Type(full) => full.rsplit('.').next().unwrap_or(full),
        }
    }

    fn noun(&self) -> &'static str {
        match self {
            Self::Field { .. } => "field",
            Self::Type(_) => "type",
        }
    }
}

/// What stands at a byte of a text and has a name: a type by its definition or use, or a field.
pub fn target_at(schema: &Schema, cursor: usize) -> Option<Target> {
    let tree = schema.tree(SourceId::OWN);
    let node = tree.node_at(cursor);
    let type_named = |id| schema.shape(id).name().map(|name| Target::Type(name.full().to_owned()));
    if tree.kind(node) == Kind::String
        && let Some(target) =
            schema.uses().find(|at| at.source.is_own() && at.node == node).and_then(|at| type_named(at.ty))
    {
        return Some(target);
    }
    let is_name = tree.key(node).as_deref() == Some("name");
    let object = if tree.kind(node) == Kind::Object { node } else { tree.parent(node)? };
    if is_name && let Some((id, _)) = schema.types().find(|(_, ty)| ty.source.is_own() && ty.node == object) {
        return type_named(id);
    }
    let (_, _, field) = schema.field_defined_at(object)?;
    Some(Target::Field { pointer: tree.pointer(object), name: field.name.to_string() })
}

/// Why a rename is not carried out.
fn refusal(target: &Target, name: &str) -> String {
    format!("{name} is taken or is no name; a {} is called by letters, digits and _", target.noun())
}

/// The field at a pointer, after its record and its place there.
fn field_at<'a>(schema: &'a Schema, pointer: &str) -> Option<(TypeId, usize, &'a Field)> {
    schema.field_defined_at(schema.tree(SourceId::OWN).locate(pointer)?)
}

/// The text after a field got another name; the old one stays as an alias where data has been written by it.
fn field_renamed(schema: &Schema, pointer: &str, name: &str, with_alias: bool) -> Option<String> {
    let (record, index, _) = field_at(schema, pointer)?;
    let edits = schema.rename_field_with_alias(record, index, name)?;
    if with_alias {
        return apply_edits(schema.text(), &edits).ok();
    }
    schema.edit_form(&FormEdit::Rename { field: pointer.to_owned(), name: name.to_owned() }).ok()
}

/// What becomes of the texts of other subjects in which a default has a value of the field's record.
fn renamed_in_defaults(engine: &Engine, own: &SchemaId, schema: &Schema, pointer: &str, name: &str) -> Vec<Command> {
    let own_record =
        field_at(schema, pointer).and_then(|(id, _, field)| Some((schema.record(id)?.name.full(), &*field.name)));
    let Some((record, old)) = own_record else { return Vec::new() };
    let others = engine.design().schemas().keys().filter(|id| *id != own);
    let renamed = others.filter_map(|id| {
        let other = engine.verdict(id)?.written()?.schema.as_ref()?;
        let shared = other.named(record).filter(|it| !other.ty(*it).source.is_own())?;
        let edits = other.rename_in_defaults(shared, old, name, SourceId::OWN);
        let text = apply_edits(other.text(), &edits).ok().filter(|_| !edits.is_empty())?;
        Some(Command::SetDraft { schema: id.clone(), text: Some(text) })
    });
    renamed.collect()
}

/// The text after a type got another name, whether it defines the type or uses it; nothing when it does neither.
fn type_renamed(schema: &Schema, full: &str, name: &str, with_alias: bool) -> Option<Result<String, ()>> {
    let id = schema.named(full)?;
    let edits: Option<Vec<TextEdit>> = match (schema.ty(id).source.is_own(), with_alias) {
        (true, true) => schema.rename_with_alias(id, name),
        (true, false) => schema.rename(id, name),
        (false, _) => Some(schema.rename_uses(full, name)).filter(|it| !it.is_empty()),
    };
    let Some(edits) = edits else { return Some(Err(())) };
    Some(apply_edits(schema.text(), &edits).map_err(|_| ()))
}

/// The other schemas whose newest text defines or uses a type.
pub fn other_users(engine: &Engine, shared: &[SharedType], own: &SchemaId, full: &str) -> Vec<SchemaId> {
    let uses = |id: &SchemaId| {
        let text = newest(engine, id)?;
        let simple = full.rsplit('.').next().unwrap_or(full);
        if !text.contains(simple) {
            return None;
        }
        let schema = parse_with(&text, &needed(shared, id, &text, ""))?;
        let ty = schema.named(full)?;
        let is_used = schema.ty(ty).source.is_own() || schema.uses_by_name(ty).iter().any(|at| at.source.is_own());
        is_used.then_some(())
    };
    engine.design().schemas().keys().filter(|id| *id != own && uses(id).is_some()).cloned().collect()
}

/// The draft of a schema, or its latest version.
fn newest(engine: &Engine, id: &SchemaId) -> Option<std::sync::Arc<str>> {
    let schema = engine.design().schema(id)?;
    schema.draft.clone().or_else(|| schema.latest().map(|it| it.text.clone()))
}

impl Workbench {
    /// Renames a field from the form: with its old name as an alias where a released version has it.
    pub fn rename_field(self, id: &SchemaId, pointer: &str, name: &str) -> bool {
        let was_released = self.document.peek(|engine| {
            let text = newest(engine, id)?;
            let schema = Schema::parse(&text, &[]).0?;
            let (_, _, renamed) = field_at(&schema, pointer)?;
            let latest = Schema::parse(&engine.design().schema(id)?.latest()?.text, &[]).0?;
            let has = |field: &Field| field.name == renamed.name;
            Some(latest.types().filter_map(|(it, _)| latest.record(it)).any(|record| record.fields.iter().any(has)))
        });
        let target = Target::Field { pointer: pointer.to_owned(), name: String::new() };
        self.rename_with(id, &target, name, was_released.unwrap_or(false), &[])
    }

    /// Renames as one step.
    pub fn rename_with(self, id: &SchemaId, target: &Target, name: &str, with_alias: bool, also: &[SchemaId]) -> bool {
        let shared = self.document.peek(super::named_types::shared_types);
        let planned = self.document.peek(|engine| {
            let mut commands = Vec::new();
            for schema_id in [id].into_iter().chain(also) {
                let text = newest(engine, schema_id)?;
                let schema = parse_with(&text, &needed(&shared, schema_id, &text, ""))?;
                let renamed = match target {
                    Target::Field { pointer, .. } => field_renamed(&schema, pointer, name, with_alias)?,
                    Target::Type(full) => type_renamed(&schema, full, name, with_alias)?.ok()?,
                };
                if let Target::Field { pointer, .. } = target {
                    commands.extend(renamed_in_defaults(engine, schema_id, &schema, pointer, name));
                }
                commands.push(Command::SetDraft { schema: schema_id.clone(), text: Some(renamed) });
            }
            Some(commands)
        });
        let Some(commands) = planned else {
            self.notices.toast(Tone::Refused, capitalised(&refusal(target, name)), "Choose another name");
            return false;
        };
        self.version.set(None);
        self.document.dispatch(Command::All { label: format!("Rename {} to {name}", target.noun()), commands })
    }
}

/// Asks for the new name, under the rail of versions.
#[component]
pub fn RenameBar(
    /// The schema.
    id: SchemaId,
    /// What is renamed.
    target: Target,
) -> impl IntoView {
    let (document, workbench, bench) = (document(), workbench(), bench());
    let renaming = workbench.renaming;
    let others = match &target {
        Target::Type(full) => {
            bench.shared.with_untracked(|shared| document.peek(|engine| other_users(engine, shared, &id, full)))
        }
        Target::Field { .. } => Vec::new(),
    };
    let name = RwSignal::new(target.name().to_owned());
    let (with_alias, everywhere) = (RwSignal::new(true), RwSignal::new(!others.is_empty()));
    let field = NodeRef::<html::Input>::new();
    let before = StoredValue::new_local(focused());
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    // The keyboard goes on where the question was asked.
    on_cleanup(move || {
        let Some(before) = before.try_get_value().flatten() else { return };
        request_animation_frame(move || {
            if focused().is_some_and(|it| it.tag_name() != "BODY") {
                return;
            }
            if before.is_connected() {
                let _ = before.focus();
            } else {
                keep_focus(vec![in_text(), format!("{} button", by_id("form-rows"))]);
            }
        });
    });
    let title = format!("Rename {} {}", target.noun(), target.name());
    let label = title.clone();
    let old = target.name().to_owned();
    let shown_others = others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let count = others.len();
    let state = StoredValue::new((id, target, others));
    let commit = move || {
        let wanted = name.get_untracked().trim().to_owned();
        let is_done = state.with_value(|(id, target, others)| {
            let also = if everywhere.get_untracked() { others.as_slice() } else { &[] };
            wanted == target.name() || workbench.rename_with(id, target, &wanted, with_alias.get_untracked(), also)
        });
        if is_done {
            renaming.set(None);
        }
    };
    view! {
        <div
            class="rename-bar"
            role="form"
            aria-label=label
            data-testid="rename-bar"
            on:keydown=move |event| {
                match event.key().as_str() {
                    "Enter" => commit(),
                    "Escape" => renaming.set(None),
                    _ => return,
                }
                event.prevent_default();
                event.stop_propagation();
            }
        >
            <h3>{title}</h3>
            <input
                class="text-field mono"
                type="text"
                aria-label="New name"
                data-testid="rename-name"
                spellcheck="false"
                autocomplete="off"
                node_ref=field
                value=name.get_untracked()
                on:input=move |event| name.set(event_target_value(&event))
            />
            <label title="With an alias, data that was written under the old name can still be read">
                <input
                    type="checkbox"
                    data-testid="rename-alias"
                    prop:checked=move || with_alias.get()
                    on:change=move |event| with_alias.set(event_target_checked(&event))
                />
                {format!("Keep {old} as an alias")}
            </label>
            {(count > 0)
                .then(|| {
                    view! {
                        <label title=shown_others>
                            <input
                                type="checkbox"
                                data-testid="rename-everywhere"
                                prop:checked=move || everywhere.get()
                                on:change=move |event| everywhere.set(event_target_checked(&event))
                            />
                            {format!("In {} too", counted(count, "other schema"))}
                        </label>
                    }
                })}
            <span class="grow"></span>
            <button type="button" class="small" data-testid="rename-cancel" on:click=move |_| renaming.set(None)>
                "Cancel"
            </button>
            <button
                type="button"
                class="small primary"
                data-testid="rename-apply"
                disabled=move || !document.is_editable()
                on:click=move |_| commit()
            >
                "Rename"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, field_renamed, target_at, type_renamed};
    use engine::avro::{Reference, Schema};

    const ORDER: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "first", "type": {"type": "record", "name": "Item", "fields": []}, "doc": "One"},
        {"name": "rest", "type": {"type": "array", "items": "Item"}}
    ]}"#;

    #[test]
    fn what_stands_at_the_cursor_can_be_renamed() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let check = |word: &str, expected: Option<&str>| {
            let found = target_at(&schema, ORDER.find(word).unwrap() + 1);
            let shown = found.map(|it| match it {
                Target::Field { pointer, name } => format!("{name} at {pointer}"),
                Target::Type(full) => full,
            });
            assert_eq!(shown.as_deref(), expected, "{word}");
        };
        check("\"Order\"", Some("shop.Order"));
        check("\"Item\", \"fields\"", Some("shop.Item"));
        check("\"Item\"}", Some("shop.Item"));
        check("\"first\"", Some("first at /fields/0"));
        check("\"One\"", Some("first at /fields/0"));
        check("\"rest\"", Some("rest at /fields/1"));
        check("\"shop\"", None);
    }

    #[test]
    fn a_rename_keeps_the_old_name_where_it_is_asked_to() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let with = field_renamed(&schema, "/fields/0", "head", true).unwrap();
        assert!(with.contains(r#""name": "head", "aliases": ["first"]"#), "{with}");
        let without = field_renamed(&schema, "/fields/0", "head", false).unwrap();
        assert!(without.contains(r#""name": "head", "type""#), "{without}");
        assert_eq!(field_renamed(&schema, "/fields/0", "rest", false), None, "the name is taken");
        let line = type_renamed(&schema, "shop.Item", "Line", true).unwrap().unwrap();
        assert!(
            line.contains(r#""name": "Line", "aliases": ["Item"]"#) && line.contains(r#""items": "Line""#),
            "{line}"
        );
        assert_eq!(type_renamed(&schema, "shop.Item", "Order", true), Some(Err(())), "the name is taken");
        assert_eq!(type_renamed(&schema, "shop.Nothing", "Line", true), None);
    }

    #[test]
    fn who_uses_a_renamed_type_uses_the_new_name() {
        let text = r#"{"type": "record", "name": "Cart", "fields": [{"name": "a", "type": "shop.Item"}]}"#;
        let item = Reference { name: "item", text: r#"{"type": "record", "name": "shop.Item", "fields": []}"# };
        let schema = Schema::parse(text, &[item]).0.unwrap();
        let renamed = type_renamed(&schema, "shop.Item", "Line", true).unwrap().unwrap();
        assert_eq!(renamed, text.replace("shop.Item", "shop.Line"));
    }
}
