//! A schema: its mode, its versions, its draft, and who reads it. The text itself is edited in the schemas view.

use crate::fields::{RecordLink, TextField, WordField};
use crate::form::form;
use crate::placement::MoveField;
use crate::readers::{ReaderLine, readers_of_schema};
use crate::section::{Heading, Section};
use engine::check::SchemaVerdict;
use engine::diagnostic::counted;
use engine::edit::Command;
use engine::model::{RecordKey, SchemaId};
use leptos::prelude::*;

/// A version in a line: what it is called, whether it is sound, and in a few words why not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Version {
    title: String,
    tone: &'static str,
    word: String,
}

#[component]
pub(super) fn SchemaFields(id: SchemaId) -> impl IntoView {
    let form = form();
    let (document, attention) = (form.document, form.attention);
    let id = StoredValue::new(id);
    let name =
        Memo::new(move |_| document.read_records(|engine| id.with_value(|id| engine.name_of(&id.clone().into()))));
    let verdict = Memo::new(move |_| document.read(|engine| id.with_value(|id| engine.verdict(id).cloned())));
    let about = Memo::new(move |_| {
        let versions = counted(form.count("/versions"), "version");
        let draft = if form.value("/draft").is_string() { " · a draft" } else { "" };
        format!("Schema · {versions}{draft}")
    });
    let mode = Signal::derive(move || verdict.with(|it| it.as_ref().map_or("", |it| it.mode.as_str()).to_owned()));
    let versions = Memo::new(move |_| verdict.with(|verdict| verdict.as_deref().map(lines).unwrap_or_default()));
    let has_draft = Memo::new(move |_| form.value("/draft").is_string());
    let messages = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| {
                design.messages_of_schema(id).map(|it| RecordKey::from(it.id.clone())).collect::<Vec<_>>()
            })
        })
    });
    let readers = Memo::new(move |_| document.read(|engine| id.with_value(|id| readers_of_schema(engine, id))));
    let start_draft = move |_| {
        let text = document.peek(|engine| {
            id.with_value(|id| engine.design().schema(id).and_then(|it| it.latest()).map(|it| it.text.to_string()))
        });
        document.dispatch(Command::SetDraft { schema: id.get_value(), text: Some(text.unwrap_or_default()) });
    };
    view! {
        <Heading name=name about=about />
        <div class="fields">
            <TextField pointer="/name" placeholder=name />
            <WordField
                pointer="/compatibility"
                mono=true
                none=Some(("As its topics say".to_owned(), "The strictest mode of the topics that carry it".to_owned()))
            />
            <p class="field-note muted">"In force: " <span class="mono">{mode}</span></p>
            <MoveField />
        </div>
        <Section title="Versions" detail=Signal::derive(move || form.count("/versions").to_string())>
            <For each=move || versions.get() key=|line| line.clone() let:version>
                <div class="end-line" title=version.word.clone()>
                    <i class=format!("dot {}", version.tone)></i>
                    <span class="mono version-title">{version.title.clone()}</span>
                    <span class=format!("version-word {}", version.tone)>{version.word.clone()}</span>
                </div>
            </For>
            <div class="buttons">
                <button type="button" class="small" data-testid="open-schema" on:click=move |_| attention.open_view_of(&form.key())>
                    "Open in Schemas"
                </button>
                <Show
                    when=move || has_draft.get()
                    fallback=move || {
                        view! {
                            <button
                                type="button"
                                class="small"
                                data-testid="start-draft"
                                disabled=move || !form.is_editable()
                                on:click=start_draft
                            >
                                "Start a draft"
                            </button>
                        }
                    }
                >
                    <button
                        type="button"
                        class="small"
                        data-testid="release-draft"
                        disabled=move || !form.is_editable()
                        on:click=move |_| {
                            document.dispatch(Command::ReleaseDraft { schema: id.get_value() });
                        }
                    >
                        "Release the draft"
                    </button>
                    <button
                        type="button"
                        class="small danger"
                        data-testid="discard-draft"
                        disabled=move || !form.is_editable()
                        on:click=move |_| {
                            document.dispatch(Command::SetDraft { schema: id.get_value(), text: None });
                        }
                    >
                        "Discard"
                    </button>
                </Show>
            </div>
        </Section>
        <Section title="Consumers" detail=Signal::derive(move || readers.with(|it| it.len().to_string()))>
            <Show
                when=move || readers.with(|it| !it.is_empty())
                fallback=|| view! { <p class="entries-empty">"Nobody reads it yet"</p> }
            >
                <For each=move || readers.get() key=|reader| reader.clone() let:reader>
                    <ReaderLine reader=reader />
                </For>
            </Show>
        </Section>
        <Section title="Spells" detail=Signal::derive(move || messages.with(|it| it.len().to_string()))>
            <For each=move || messages.get() key=|key| key.clone() let:key>
                <div class="entry">
                    <RecordLink key=key />
                </div>
            </For>
            {move || messages.with(Vec::is_empty).then(|| view! { <p class="entries-empty">"No message uses it yet"</p> })}
        </Section>
    }
}

fn lines(verdict: &SchemaVerdict) -> Vec<Version> {
    let mut lines: Vec<Version> = verdict
        .versions
        .iter()
        .map(|version| {
            let (tone, word) =
                match (version.text.findings.is_empty(), version.history.is_empty(), version.draft.is_empty()) {
                    (false, ..) => ("error", "its text has problems".to_owned()),
                    (true, false, _) => ("warning", "breaks the mode against an earlier version".to_owned()),
                    (true, true, false) => ("warning", "the draft breaks the mode against it".to_owned()),
                    (true, true, true) => ("ok", "sound".to_owned()),
                };
            Version { title: format!("v{}", version.number), tone, word }
        })
        .collect();
    let broken = verdict.consumers.iter().filter(|it| !it.breaks.is_empty()).count();
    if let Some(first) = verdict.draft_findings().first() {
        lines.push(Version { title: "draft".to_owned(), tone: "error", word: first.message.clone() });
    } else if broken > 0 {
        let word = format!("breaks {broken} of {} consumers", verdict.consumers.len());
        lines.push(Version { title: "next".to_owned(), tone: "error", word });
    }
    lines
}
