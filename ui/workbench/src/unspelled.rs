//! Messages that no schema spells yet: the one that a person came from, and all others, each with the offer of a schema and all
//! with the offer of one each.

use super::focus::{by_id, go_to};
use engine::diagnostic::counted;
use engine::model::{Kind, MessageId, RecordKey};
use leptos::html;
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::{Document, attention, document};

/// How many are offered one by one; the filter finds the others.
const MOST_OFFERED: usize = 60;

/// A message without a schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    id: MessageId,
    name: String,
    /// The topics that carry it, for people.
    carried: String,
}

/// All messages without a schema, by name.
pub fn unspelled_messages(document: Document) -> Memo<Vec<Message>> {
    Memo::new(move |_| {
        document.of_kinds(&[Kind::Message, Kind::Topic], |design| {
            let unspelled = design.messages().values().filter(|it| it.schema.is_none());
            let mut all: Vec<Message> = unspelled
                .map(|message| {
                    let topics = message.topics.iter();
                    let names = topics.map(|id| design.topic(id).map_or(id.as_str(), |it| it.name.as_str()));
                    let names: Vec<&str> = names.collect();
                    let carried = if names.is_empty() { "no topic".to_owned() } else { names.join(", ") };
                    Message { id: message.id.clone(), name: message.name.clone(), carried }
                })
                .collect();
            all.sort_by(|one, two| one.name.cmp(&two.name));
            all
        })
    })
}

/// Makes the schema of a message and goes where its first field is added.
fn make(document: Document, message: &MessageId) {
    document.make_schema_for(message);
    go_to(by_id("add-field"));
}

/// The messages that lack a schema, at the head of the list of schemas.
#[component]
pub fn Unspelled(
    /// All that lack one.
    messages: Memo<Vec<Message>>,
    /// The filter of the list, in small letters.
    typed: Memo<String>,
) -> impl IntoView {
    let attention = attention();
    let meant = Memo::new(move |_| {
        let id = attention.selection.with(|selection| match selection.primary() {
            Some(RecordKey::Message(id)) => Some(id.clone()),
            Some(_) | None => None,
        })?;
        messages.with(|all| all.iter().find(|it| it.id == id).cloned())
    });
    let others = Memo::new(move |_| {
        let meant = meant.get();
        let fits = |it: &&Message| typed.with(|typed| it.name.to_lowercase().contains(typed));
        messages
            .with(|all| all.iter().filter(|it| Some(*it) != meant.as_ref()).filter(fits).cloned().collect::<Vec<_>>())
    });
    view! {
        {move || meant.get().map(|message| view! { <Meant message=message /> })}
        <Show when=move || others.with(|it| !it.is_empty())>
            <Others messages=others />
        </Show>
    }
}

/// The offer of a schema for the message that a person came from.
#[component]
fn Meant(message: Message) -> impl IntoView {
    let document = document();
    let Message { id, name, .. } = message;
    let button = NodeRef::<html::Button>::new();
    // The button that led here may be gone; the offer is what comes next.
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            request_animation_frame(move || drop(button.focus()));
        }
    });
    view! {
        <div class="unspelled" data-testid="unspelled">
            <p>
                <b>{name.clone()}</b>
                " has no schema yet. A schema says what it looks like, and checks every change of it"
            </p>
            <button
                type="button"
                class="primary"
                data-testid="new-schema-for"
                node_ref=button
                disabled=move || !document.is_editable()
                on:click=move |_| make(document, &id)
            >
                {format!("New schema for {name}")}
            </button>
        </div>
    }
}

/// The offers for all others.
#[component]
fn Others(messages: Memo<Vec<Message>>) -> impl IntoView {
    let document = document();
    let count = move || messages.with(Vec::len);
    let make_all = move |_| {
        let ids: Vec<MessageId> = messages.with_untracked(|all| all.iter().map(|it| it.id.clone()).collect());
        document.make_schemas_for(&ids);
        go_to(".browse-body".to_owned());
    };
    let offer = move |message: Message| {
        let Message { id, name, carried } = message;
        view! {
            <button
                type="button"
                class="browse-card"
                title=format!("Makes a schema for {name} and opens it")
                data-testid=format!("spell-{id}")
                disabled=move || !document.is_editable()
                on:click={
                    let id = id.clone();
                    move |_| make(document, &id)
                }
            >
                <KeyMark key=Signal::stored(id.clone().into()) />
                <span class="browse-name">{name.clone()}</span>
                <span class="browse-offer">"New schema"</span>
                <span class="browse-about">{carried}</span>
            </button>
        }
    };
    view! {
        <section class="browse-group unspelled-others" data-testid="unspelled-others">
            <h3>
                "Without a schema"
                <span class="muted">{move || counted(count(), "message")}</span>
                <span class="grow"></span>
                <button
                    type="button"
                    class="small"
                    title="Makes a schema for each, with its name and in its context, as one step"
                    data-testid="spell-all"
                    disabled=move || !document.is_editable()
                    on:click=make_all
                >
                    {move || match count() {
                        1 => "New schema for it".to_owned(),
                        count => format!("New schemas for all {count}"),
                    }}
                </button>
            </h3>
            <div class="browse-cards">
                <For
                    each=move || messages.with(|all| all.iter().take(MOST_OFFERED).cloned().collect::<Vec<_>>())
                    key=Message::clone
                    children=offer
                />
            </div>
            {move || {
                let left = count().saturating_sub(MOST_OFFERED);
                (left > 0).then(|| view! { <p class="form-note">{format!("{left} more; filter by name to find one")}</p> })
            }}
        </section>
    }
}
