//! The list of all schemas, by context, with what is wrong and which have a draft; a filter finds names and fields, and says
//! where a field is used.

use crate::app::actions::Action;
use crate::app::app;
use crate::schemas::judged::counted;
use crate::widgets::{KeyMark, RecordMark, mark_of};
use engine::avro;
use engine::diagnostic::Severity;
use engine::model::{ContextId, Kind, RecordKey, SchemaId};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// A field that was found: its name and type, and the schemas that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Usage {
    field: String,
    type_text: String,
    schemas: Vec<(SchemaId, String)>,
}

/// A schema with its name, and its fields as names with types.
type Fields = (SchemaId, String, Vec<(String, String)>);

/// The fields of all records of a text, as names with types.
fn fields_of(text: &str) -> Vec<(String, String)> {
    let Some(schema) = avro::Schema::parse(text, &[]).0 else { return Vec::new() };
    let mut out: Vec<(String, String)> = schema
        .types()
        .filter_map(|(id, _)| schema.record(id))
        .flat_map(|record| record.fields.iter().map(|field| (field.name.to_string(), schema.type_text(field.ty))))
        .collect();
    out.sort();
    out.dedup();
    out
}

/// The list of schemas.
#[component]
pub fn Browse() -> impl IntoView {
    let app = app();
    let filter = app.workbench.filter;
    let all: Memo<Vec<Entry>> = Memo::new(move |_| {
        app.read_records(|engine| {
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
                        name: crate::names::name_of(design, &key),
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
        let mut found: BTreeMap<(String, String), Vec<(SchemaId, String)>> = BTreeMap::new();
        index.with(|index| {
            for (id, name, fields) in index {
                for (field, type_text) in fields.iter().filter(|(field, _)| field.to_lowercase().contains(&typed)) {
                    found.entry((field.clone(), type_text.clone())).or_default().push((id.clone(), name.clone()));
                }
            }
        });
        let usage = |((field, type_text), schemas)| Usage { field, type_text, schemas };
        found.into_iter().map(usage).take(MOST_FIELDS).collect()
    });
    let groups = Memo::new(move |_| {
        let typed = typed.get();
        let mut groups: Vec<(ContextId, String, Vec<Entry>)> = Vec::new();
        all.with(|all| {
            for entry in all.iter().filter(|it| typed.is_empty() || it.name.to_lowercase().contains(&typed)) {
                match groups.last_mut() {
                    Some((context, _, entries)) if *context == entry.context => entries.push(entry.clone()),
                    Some(_) | None => {
                        groups.push((entry.context.clone(), entry.context_name.clone(), vec![entry.clone()]))
                    }
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
                    disabled=move || !Action::Create(Kind::Schema).is_enabled(app)
                    on:click=move |_| app.run(Action::Create(Kind::Schema))
                >
                    "New schema…"
                </button>
            </header>
            <Show
                when=move || all.with(|all| !all.is_empty())
                fallback=move || {
                    view! {
                        <div class="nothing">
                            <p>"No schema yet. A schema says what a message looks like, and checks every change of it"</p>
                            <button
                                type="button"
                                class="primary"
                                data-testid="first-schema"
                                disabled=move || !Action::Create(Kind::Schema).is_enabled(app)
                                on:click=move |_| app.run(Action::Create(Kind::Schema))
                            >
                                "New schema…"
                            </button>
                        </div>
                    }
                }
            >
                <div class="browse-body" tabindex="0">
                    <Show when=nothing_fits>
                        <p class="form-note">"No schema and no field fits the filter"</p>
                    </Show>
                    <For
                        each=move || groups.get()
                        key=|group| format!("{group:?}")
                        children=|(context, name, entries)| view! { <ContextGroup context=context name=name entries=entries /> }
                    />
                    <Show when=move || usages.with(|it| !it.is_empty())>
                        <section class="browse-group">
                            <h3>"Fields"</h3>
                            <ul class="usages" data-testid="field-usages">
                                <For
                                    each=move || usages.get()
                                    key=|usage| format!("{usage:?}")
                                    children=|usage| view! { <UsageLine usage=usage /> }
                                />
                            </ul>
                        </section>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn ContextGroup(context: ContextId, name: String, entries: Vec<Entry>) -> impl IntoView {
    let app = app();
    let mark = Memo::new(move |_| app.design(|design| mark_of(design, &RecordKey::from(context.clone()))));
    view! {
        <section class="browse-group">
            <h3>
                <RecordMark mark=mark />
                {name}
            </h3>
            <div class="browse-cards">
                {entries
                    .into_iter()
                    .map(|entry| {
                        let id = entry.id.clone();
                        view! {
                            <button
                                type="button"
                                class="browse-card"
                                data-testid=format!("open-{}", entry.id)
                                on:click=move |_| app.open_schema(&id)
                            >
                                <KeyMark key=Signal::stored(RecordKey::from(entry.id.clone())) />
                                <span class="browse-name">{entry.name}</span>
                                {entry
                                    .severity
                                    .map(|it| view! { <i class=format!("dot {}", it.as_str()) role="img" aria-label=it.as_str()></i> })}
                                {entry.has_draft.then(|| view! { <span class="badge proposed">"draft"</span> })}
                                <code>{entry.newest}</code>
                                <span class="browse-about">{entry.about}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

#[component]
fn UsageLine(usage: Usage) -> impl IntoView {
    let app = app();
    let testid = format!("usage-{}", usage.field);
    view! {
        <li data-testid=testid>
            <code class="usage-name">{usage.field}</code>
            <code class="usage-type">{usage.type_text}</code>
            <span class="usage-schemas">
                {usage
                    .schemas
                    .into_iter()
                    .map(|(id, name)| {
                        view! {
                            <button type="button" class="link" on:click=move |_| app.open_schema(&id)>
                                {name}
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
    use super::fields_of;

    #[test]
    fn fields_of_nested_records_are_found_too() {
        let text = r#"{"type": "record", "name": "A", "fields": [
            {"name": "id", "type": "long"},
            {"name": "inner", "type": {"type": "record", "name": "B", "fields": [{"name": "id", "type": "long"}]}}
        ]}"#;
        let found: Vec<String> = fields_of(text).into_iter().map(|(name, ty)| format!("{name} {ty}")).collect();
        assert_eq!(found, ["id long", "inner B"]);
    }
}
