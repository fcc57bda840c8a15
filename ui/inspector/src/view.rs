//! A view: what it draws and what it leaves out.

use crate::fields::{TYPE_A_NAME, TextField, WordField};
use crate::form::form;
use crate::lists::ReferenceList;
use crate::section::Heading;
use engine::edit::Command;
use engine::model::{Kind, RecordKey};
use leptos::prelude::*;

#[component]
pub(super) fn ViewFields() -> impl IntoView {
    let form = form();
    let document = form.document;
    let placed = Memo::new(move |_| {
        let RecordKey::View(view) = form.key() else { return 0 };
        document.read(|engine| engine.design().placements(&view).count())
    });
    let forget = move |_| {
        let RecordKey::View(view) = form.key() else { return };
        let nodes = document.peek(|engine| engine.design().placements(&view).map(|it| it.node.clone()).collect());
        document.dispatch(Command::Unplace { view, nodes });
    };
    view! {
        <Heading
            name=Signal::derive(move || form.text("/name"))
            about=Signal::derive(move || format!("View · {} records placed by hand", placed.get()))
        />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <WordField pointer="/kind" />
            <ReferenceList
                pointer="/hidden"
                kinds=&[Kind::Context, Kind::Service, Kind::Topic]
                empty="Everything is shown"
                add="Leave out…"
            />
            <button
                type="button"
                class="small"
                disabled=move || !form.is_editable() || placed.get() == 0
                on:click=forget
            >
                "Lay everything out anew"
            </button>
        </div>
    }
}
