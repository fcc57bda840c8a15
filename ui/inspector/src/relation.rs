//! A relation between two contexts.

use crate::fields::{ReferenceField, TextField};
use crate::form::form;
use crate::lists::WordList;
use crate::pick::name_of_id;
use crate::section::Heading;
use engine::model::Kind;
use leptos::prelude::*;

#[component]
pub(super) fn RelationFields() -> impl IntoView {
    let form = form();
    let name = Signal::derive(move || {
        let name = |pointer: &str| name_of_id(form.document, Kind::Context, &form.text(pointer));
        format!("{} → {}", name("/upstream"), name("/downstream"))
    });
    view! {
        <Heading name=name about=Signal::stored("Context relation".to_owned()) />
        <div class="fields">
            <ReferenceField
                pointer="/upstream"
                kind=Kind::Context
            />
            <ReferenceField
                pointer="/downstream"
                kind=Kind::Context
            />
            <WordList pointer="/patterns" empty="No pattern is named yet" />
            <TextField
                pointer="/description"
                lines=3
                placeholder=Signal::stored("What is exchanged, and why it is so".to_owned())
            />
        </div>
    }
}
