//! The inspector: every field of what is selected, with the facts that follow from it beside the fields they explain.

mod context;
mod decision;
mod environment;
mod failure;
mod fields;
mod flow;
mod form;
mod input;
mod kafka_key;
mod lists;
mod message;
mod nothing;
mod pick;
mod placement;
mod policy;
mod process;
mod readers;
mod relation;
mod schema;
mod section;
mod service;
mod several;
mod step;
mod topic;
mod view;

use engine::model::RecordKey;
use form::Form;
use leptos::html;
use leptos::prelude::*;
use parts::{attention, document};
use section::Findings;
pub use section::Section;

/// What the inspector is about.
#[derive(Debug, Clone, PartialEq)]
enum Subject {
    Nothing,
    One(RecordKey),
    Several,
}

/// Every field of what is selected.
#[component]
pub fn Inspector() -> impl IntoView {
    let (document, attention) = (document(), attention());
    let subject = Memo::new(move |_| {
        attention.selection.with(|selection| match (selection.keys().len(), selection.primary()) {
            (0, _) | (_, None) => Subject::Nothing,
            (1, Some(key)) => Subject::One(key.clone()),
            (_, Some(_)) => Subject::Several,
        })
    });
    // Another design is another record, even under the same key.
    let opened = Memo::new(move |_| document.opened.get());
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        subject.track();
        // Another record is read from its top.
        if let Some(node) = node.get() {
            node.set_scroll_top(0);
        }
    });
    view! {
        <div class="inspector" role="complementary" aria-label="Inspector" data-testid="inspector" node_ref=node>
            {move || {
                opened.track();
                match subject.get() {
                    Subject::Nothing => view! { <nothing::Nothing /> }.into_any(),
                    Subject::One(key) => view! { <One key=key /> }.into_any(),
                    Subject::Several => view! { <several::Several /> }.into_any(),
                }
            }}
        </div>
    }
}

#[component]
fn One(key: RecordKey) -> impl IntoView {
    Form::provide(key.clone());
    let fields = match key {
        RecordKey::Context(id) => view! { <context::ContextFields id=id /> }.into_any(),
        RecordKey::ContextRelation(_) => view! { <relation::RelationFields /> }.into_any(),
        RecordKey::Service(id) => view! { <service::ServiceFields id=id /> }.into_any(),
        RecordKey::Topic(id) => view! { <topic::TopicFields id=id /> }.into_any(),
        RecordKey::Message(id) => view! { <message::MessageFields id=id /> }.into_any(),
        RecordKey::Schema(id) => view! { <schema::SchemaFields id=id /> }.into_any(),
        RecordKey::Flow(id) => view! { <flow::FlowFields id=id /> }.into_any(),
        RecordKey::Process(_) => view! { <process::ProcessFields /> }.into_any(),
        RecordKey::Environment(id) => view! { <environment::EnvironmentFields id=id /> }.into_any(),
        RecordKey::Decision(_) => view! { <decision::DecisionFields /> }.into_any(),
        RecordKey::View(_) => view! { <view::ViewFields /> }.into_any(),
        RecordKey::Placement(view, node) => view! { <placement::PlacementFields view=view node=*node /> }.into_any(),
        RecordKey::Settings => view! { <nothing::SettingsFields /> }.into_any(),
        RecordKey::Policy => view! { <policy::PolicyFields /> }.into_any(),
    };
    view! {
        {fields}
        <Findings />
    }
}
