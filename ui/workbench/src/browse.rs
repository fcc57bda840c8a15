//! The list of all schemas, by context, with what is wrong and which have a draft; a filter finds names and fields, and says
//! where a field is used.

use super::state::workbench;
use super::unspelled::{Unspelled, unspelled_messages};
use crate::state::Halves;
use engine::avro;
use engine::diagnostic::{Severity, counted};
use engine::model::{ContextId, Kind, RecordKey, SchemaId};
use engine::syntax::Span;
use leptos::prelude::*;
use parts::mark::{KeyMark, RecordMark, mark_of};
use parts::{WindowAction, actions, document, wants_first};
use std::collections::BTreeMap;
use std::sync::Arc;
use widgets::Each;

/// How many fields are listed; typing more finds the others.
const MOST_FIELDS: usize = 100;

/// A schema in the list.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    id: SchemaId,
    context: ContextId,
    context_name: String,
    name: String,
    about: String,
    newest: String,
    has_draft: bool,
    severity: Option<Severity>,
    /// The newest text, from which fields are read when they are searched.
    text: Option<Arc<str>>,
}

/// The schemas of a context.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    context: ContextId,
    name: String,
    entries: Vec<Entry>,
}

/// A field that was found: its name and type, and where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Usage {
    field: String,
    type_text: String,
    places: Vec<Place>,
}

/// A place where a field is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    schema: SchemaId,
    /// What people call the schema, and the record in it when that is another one.
    name: String,
    span: Span,
}

/// A field of some record of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct FoundField {
    name: String,
    type_text: String,
    /// The record, when it is not the outermost one.
    record: Option<String>,
    /// What it is found by besides its name: type, tags, aliases and doc, in small letters.
    words: String,
    span: (usize, usize),
}

/// A schema with its name, and its fields.
type Fields = (SchemaId, String, Vec<FoundField>);

/// The fields of all records of a text.
fn fields_of(text: &str) -> Vec<FoundField> {
    let Some(schema) = avro::Schema::parse(text, &[]).0 else { return Vec::new() };
    let records = schema.types().filter(|(_, ty)| ty.source.is_own()).map(|(id, _)| id);
    let mut out: Vec<FoundField> = Vec::new();
    for id in records {
        let Some(record) = schema.record(id) else { continue };
        let holder = (id != schema.root().ty).then(|| record.name.simple().to_owned());
        out.extend(schema.form_of(id).into_iter().map(|field| {
            FoundField {
                words: [
                    &field.type_text,
                    &field.tags.join(" "),
                    &field.aliases.join(" "),
                    &field.doc.unwrap_or_default(),
                ]
                .map(|it| it.to_lowercase())
                .join(" "),
                name: field.name,
                type_text: field.type_text,
                record: holder.clone(),
                span: (field.span.start, field.span.end),
            }
        }));
    }
    out.sort();
    out
}

/// Where the fields are used whose name, type, tags, aliases or doc a text fits; those first whose name it fits.
fn usages_of(index: &[Fields], typed: &str) -> Vec<Usage> {
    let mut found: BTreeMap<(bool, String, String), Vec<Place>> = BTreeMap::new();
    for (id, name, fields) in index {
        for field in fields {
            let by_name = field.name.to_lowercase().contains(typed);
            if !by_name && !field.words.contains(typed) {
                continue;
            }
            let place = Place {
                schema: id.clone(),
                name: field.record.as_ref().map_or_else(|| name.clone(), |record| format!("{record} in {name}")),
                span: Span::new(field.span.0, field.span.1),
            };
            found.entry((!by_name, field.name.clone(), field.type_text.clone())).or_default().push(place);
        }
    }
    found.into_iter().map(|((_, field, type_text), places)| Usage { field, type_text, places }).collect()
}

/// The list of schemas.
#[component]
pub fn Browse() -> impl IntoView {
    let (document, actions, workbench) = (document(), actions(), workbench());
    let filter = workbench.filter;
    let all: Memo<Vec<Entry>> = Memo::new(move |_| {
        document.read_records(|engine| {
            let design = engine.design();
            let mut all: Vec<Entry> = design
                .schemas()
                .values()
                .map(|schema| {
                    let key = RecordKey::from(schema.id.clone());
                    let topics: Vec<&str> = design
                        .messages_of_schema(&schema.id)
                        .flat_map(|it| &it.topics)
                        .map(|id| design.topic(id).map_or(id.as_str(), |it| it.name.as_str()))
                        .collect();
                    let carried = if topics.is_empty() { "no topic".to_owned() } else { topics.join(", ") };
                    Entry {
                        id: schema.id.clone(),
                        context: schema.context.clone(),
                        context_name: design
                            .context(&schema.context)
                            .map_or(schema.context.to_string(), |it| it.name.clone()),
                        name: engine.name_of(&key),
                        about: format!("{carried} · {}", counted(schema.versions.len(), "version")),
                        newest: schema.latest().map_or("–".to_owned(), |it| format!("v{}", it.number)),
                        has_draft: schema.draft.is_some(),
                        severity: engine.severity_of(&key),
                        text: schema.draft.clone().or_else(|| schema.latest().map(|it| it.text.clone())),
                    }
                })
                .collect();
            all.sort_by(|a, b| (&a.context_name, &a.name).cmp(&(&b.context_name, &b.name)));
            all
        })
    });
    let typed = Memo::new(move |_| filter.with(|it| it.trim().to_lowercase()));
    let index: Memo<Vec<Fields>> = Memo::new(move |_| {
        // Reading all fields of all schemas is worth it only once somebody looks for one.
        if typed.with(String::is_empty) {
            return Vec::new();
        }
        all.with(|all| {
            let fields = |it: &Entry| it.text.as_deref().map(fields_of).unwrap_or_default();
            all.iter().map(|it| (it.id.clone(), it.name.clone(), fields(it))).collect()
        })
    });
    let usages: Memo<Vec<Usage>> = Memo::new(move |_| {
        let typed = typed.get();
        if typed.is_empty() { Vec::new() } else { index.with(|index| usages_of(index, &typed)) }
    });
    let groups = Memo::new(move |_| {
        let typed = typed.get();
        let mut groups: Vec<Group> = Vec::new();
        all.with(|all| {
            for entry in all.iter().filter(|it| typed.is_empty() || it.name.to_lowercase().contains(&typed)) {
                match groups.last_mut() {
                    Some(group) if group.context == entry.context => group.entries.push(entry.clone()),
                    Some(_) | None => groups.push(Group {
                        context: entry.context.clone(),
                        name: entry.context_name.clone(),
                        entries: vec![entry.clone()],
                    }),
                }
            }
        });
        groups
    });
    let summary = move || {
        all.with(|all| {
            let drafts = all.iter().filter(|it| it.has_draft).count();
            format!("{} · {}", counted(all.len(), "schema"), counted(drafts, "draft"))
        })
    };
    let lacks = Memo::new(move |_| document.of_kinds(&[Kind::Context], |design| wants_first(Kind::Schema, design)));
    let first = move || WindowAction::Create(if lacks.get().is_some() { Kind::Context } else { Kind::Schema });
    let unspelled = unspelled_messages(document);
    let nothing_fits = move || groups.with(Vec::is_empty) && usages.with(Vec::is_empty);
    view! {
        <div class="browse">
            <header class="view-head">
                <h2>"Schemas"</h2>
                <span class="muted">{summary}</span>
                <span class="grow"></span>
                <input
                    class="filter"
                    type="text"
                    placeholder="Filter schemas and fields…"
                    aria-label="Filter schemas and fields"
                    data-testid="schemas-filter"
                    spellcheck="false"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
                <button
                    type="button"
                    title=move || lacks.get()
                    disabled=move || !actions.is_enabled(WindowAction::Create(Kind::Schema))
                    on:click=move |_| actions.run(WindowAction::Create(Kind::Schema))
                >
                    "New schema…"
                </button>
            </header>
            <Unspelled messages=unspelled typed=typed />
            <Show
                when=move || all.with(|all| !all.is_empty())
                fallback=move || {
                    view! {
                        <div class="nothing" class:hidden=move || unspelled.with(|it| !it.is_empty())>
                            <p>"No schema yet. A schema says what a message looks like, and checks every change of it"</p>
                            {move || lacks.get().map(|lacks| view! { <p data-testid="schema-lacks">{lacks}</p> })}
                            <button
                                type="button"
                                class="primary"
                                data-testid="first-schema"
                                disabled=move || !document.is_editable()
                                on:click=move |_| actions.run(untrack(first))
                            >
                                {move || first().title()}
                            </button>
                        </div>
                    }
                }
            >
                <div class="browse-body" tabindex="0">
                    <Show when=nothing_fits>
                        <p class="form-note">"No schema and no field fits the filter"</p>
                    </Show>
                    <Each
                        items=groups
                        key=|group: &Group| group.context.clone()
                        children=|group| view! { <ContextGroup group=group /> }
                    />
                    <Show when=move || usages.with(|it| !it.is_empty())>
                        <section class="browse-group">
                            <h3>
                                "Fields"
                                <span class="muted">{move || counted(usages.with(Vec::len), "field")}</span>
                            </h3>
                            <ul class="usages" data-testid="field-usages">
                                <For
                                    each=move || usages.with(|it| it.iter().take(MOST_FIELDS).cloned().collect::<Vec<_>>())
                                    key=Usage::clone
                                    children=|usage| view! { <UsageLine usage=usage /> }
                                />
                            </ul>
                            {move || {
                                let left = usages.with(Vec::len).saturating_sub(MOST_FIELDS);
                                (left > 0).then(|| view! { <p class="form-note">{format!("{left} more; type more to narrow")}</p> })
                            }}
                        </section>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn ContextGroup(group: Signal<Group>) -> impl IntoView {
    let document = document();
    let context = RecordKey::from(group.with_untracked(|group| group.context.clone()));
    let mark = Memo::new(move |_| document.appearance(&context, |engine| mark_of(engine.design(), &context)));
    let entries = Memo::new(move |_| group.with(|group| group.entries.clone()));
    view! {
        <section class="browse-group">
            <h3>
                <RecordMark mark=mark />
                {move || group.with(|group| group.name.clone())}
            </h3>
            <div class="browse-cards">
                <Each
                    items=entries
                    key=|entry: &Entry| entry.id.clone()
                    children=|entry| view! { <Card entry=entry /> }
                />
            </div>
        </section>
    }
}

#[component]
fn Card(entry: Signal<Entry>) -> impl IntoView {
    let workbench = workbench();
    let id = entry.with_untracked(|entry| entry.id.clone());
    let key = RecordKey::from(id.clone());
    let testid = format!("open-{id}");
    let dot = |it: Severity| view! { <i class=format!("dot {}", it.as_str()) role="img" aria-label=it.as_str()></i> };
    let draft = || view! { <span class="badge proposed">"draft"</span> };
    view! {
        <button type="button" class="browse-card" data-testid=testid on:click=move |_| workbench.open_schema(&id)>
            <KeyMark key=Signal::stored(key) />
            <span class="browse-name">{move || entry.with(|it| it.name.clone())}</span>
            {move || entry.with(|it| it.severity).map(dot)}
            {move || entry.with(|it| it.has_draft).then(draft)}
            <code>{move || entry.with(|it| it.newest.clone())}</code>
            <span class="browse-about">{move || entry.with(|it| it.about.clone())}</span>
        </button>
    }
}

#[component]
fn UsageLine(usage: Usage) -> impl IntoView {
    let workbench = workbench();
    let testid = format!("usage-{}", usage.field);
    view! {
        <li data-testid=testid>
            <code class="usage-name">{usage.field}</code>
            <code class="usage-type">{usage.type_text}</code>
            <span class="usage-schemas">
                {usage
                    .places
                    .into_iter()
                    .map(|place| {
                        let show = move |_| {
                            workbench.open_schema(&place.schema);
                            if workbench.halves.get_untracked() == Halves::Form {
                                workbench.show(Halves::Split);
                            }
                            workbench.reveal.set(Some(place.span));
                        };
                        view! {
                            <button type="button" class="link" title="Show it in the text" on:click=show>
                                {place.name}
                            </button>
                        }
                    })
                    .collect_view()}
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::{fields_of, usages_of};

    const TEXT: &str = r#"{"type": "record", "name": "A", "fields": [
        {"name": "id", "type": "long"},
        {"name": "inner", "type": {"type": "record", "name": "B", "fields": [
            {"name": "id", "type": "long"}, {"name": "mail", "type": "string", "pii": true, "doc": "Where to write"}]}}
    ]}"#;

    #[test]
    fn fields_are_found_by_what_is_known_of_them_and_say_where_they_are_used() {
        let index = [("a".parse().unwrap(), "Order".to_owned(), fields_of(TEXT))];
        let check = |typed: &str, expected: &[&str]| {
            let found: Vec<String> = usages_of(&index, typed)
                .into_iter()
                .map(|it| {
                    let places: Vec<String> = it.places.into_iter().map(|place| place.name).collect();
                    format!("{} {}: {}", it.field, it.type_text, places.join(", "))
                })
                .collect();
            assert_eq!(found, expected, "{typed}");
        };
        check("id", &["id long: Order, B in Order"]);
        check("pii", &["mail string: B in Order"]);
        check("write", &["mail string: B in Order"]);
        check("long", &["id long: Order, B in Order"]);
        check("inner", &["inner B: Order"]);
        check("nothing", &[]);
    }

    #[test]
    fn a_place_is_where_the_field_stands() {
        let fields = fields_of(TEXT);
        let mail = fields.iter().find(|it| it.name == "mail").unwrap();
        assert!(TEXT.get(mail.span.0..).unwrap().starts_with(r#"{"name": "mail""#));
    }
}
