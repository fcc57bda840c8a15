//! The schemas view: form and Avro text side by side, versions, what a change breaks and for whom, and how it gets out.
//!
//! One verdict is worked out after every change of the design, [`judged`]; everything in the view shows a part of it.

mod actions;
mod browse;
mod compare;
mod complete;
mod event;
mod findings;
mod focus;
mod form;
mod form_cell;
mod form_list;
mod form_move;
mod form_row;
mod header;
mod human;
mod judged;
mod mend_all;
mod named_types;
mod offsets;
mod rail;
mod reasons;
mod rename;
mod rows;
mod sample;
mod shim;
mod side;
mod state;
mod text;
mod type_field;
mod unspelled;

pub use actions::SchemaAction;

use browse::Browse;
use compare::Compare;
use engine::model::{Kind, RecordKey, SchemaId};
use form::FormHalf;
use header::Header;
use judged::Part;
use leptos::prelude::*;
use parts::actions::actions;
use parts::{Hooks, Installed, MainView, Parts, attention, document};
use rail::Rail;
use reasons::Reasons;
use rename::RenameBar;
use side::SchemaSide;
use state::{Bench, Halves, Workbench, bench, workbench};
use text::AvroText;

/// The schemas view, as the frame knows it. A key means a field or a text there, so no record is deleted by one: a schema goes
/// from the explorer.
pub static SCHEMAS: MainView = MainView {
    word: "schemas",
    title: "Schemas",
    action_title: "Show schemas",
    chords: &["Alt+4"],
    made_for: &[Kind::Schema, Kind::Message],
    keys_act_on: &[],
    is_drawing: false,
    install,
    component: || view! { <SchemasView /> }.into_any(),
    side: Some(|| view! { <SchemaSide /> }.into_any()),
};

fn install(parts: Parts) -> Installed {
    let workbench = Workbench::new(parts);
    provide_context(workbench);
    provide_context(Bench::new(parts.document, workbench));
    Installed {
        actions: SchemaAction::ALL.iter().map(|action| action.deed(workbench)).collect(),
        hooks: Some(Hooks {
            is_amid_something: Callback::new(move |()| workbench.in_workbench() && workbench.is_amid_something()),
            give_up: Callback::new(move |()| untrack(|| workbench.in_workbench()) && workbench.give_up()),
            below: Callback::new(move |()| workbench.in_workbench().then_some(workbench.below)),
        }),
    }
}

/// Schemas, their versions and whom a change breaks.
#[component]
fn SchemasView() -> impl IntoView {
    let (document, attention, workbench) = (document(), attention(), workbench());
    // The selection leads: a schema or a message opens its schema, a message without one and nothing selected
    // show the list, anything else stays.
    Effect::new(move |_| {
        let wanted = attention.selection.with(|selection| match selection.primary() {
            None => Some(None),
            Some(RecordKey::Schema(id)) => Some(Some(id.clone())),
            Some(RecordKey::Message(id)) => {
                Some(document.peek(|engine| engine.design().message(id).and_then(|it| it.schema.clone())))
            }
            Some(_) => None,
        });
        if let Some(wanted) = wanted {
            workbench.turn_to(wanted);
        }
    });
    let open = Memo::new(move |_| {
        let open = workbench.open.get()?;
        document.of_kinds(&[Kind::Schema], |design| design.schema(&open).is_some()).then_some(open)
    });
    view! {
        <div class="schemas" data-testid="schemas">
            {move || match open.get() {
                Some(id) => view! { <OpenSchema id=id /> }.into_any(),
                None => view! { <Browse /> }.into_any(),
            }}
        </div>
    }
}

/// One schema, open.
#[component]
fn OpenSchema(id: SchemaId) -> impl IntoView {
    let (document, actions, workbench, bench) = (document(), actions(), workbench(), bench());
    let rows = Memo::new(move |_| {
        let version = workbench.version.get();
        bench.judged.with(|it| {
            it.as_ref().map_or_else(Vec::new, |it| document.peek(|engine| findings::rows(engine, it, it.part(version))))
        })
    });
    let is_nothing = Memo::new(move |_| bench.part() == Some(Part::Nothing));
    let halves = workbench.halves;
    let shows_form = Memo::new(move |_| halves.get() != Halves::Avro);
    let shows_text = Memo::new(move |_| halves.get() != Halves::Form);
    let id = StoredValue::new(id);
    let compared = Memo::new(move |_| {
        let (from, to) = workbench.compare.get()?;
        let has = |part| bench.judged.with(|it| it.as_ref().is_some_and(|it| it.text(part).is_some()));
        (has(from) && has(to)).then_some((from, to))
    });
    let is_compared = Memo::new(move |_| compared.with(Option::is_some));
    view! {
        <Header id=id.get_value() />
        <Rail />
        {move || workbench.renaming.get().map(|target| view! { <RenameBar id=id.get_value() target=target /> })}
        <Show when=move || is_compared.get()>
            <Compare pair=Signal::derive(move || compared.get().unwrap_or((Part::Nothing, Part::Nothing))) />
        </Show>
        <Show
            when=move || !is_compared.get() && !is_nothing.get()
            fallback=move || {
                (!is_compared.get()).then(|| view! {
                    <div class="nothing">
                        <p>"This schema has no version yet. A draft says what the message looks like, before anybody writes it"</p>
                        <button
                            type="button"
                            class="primary"
                            disabled=move || !document.is_editable()
                            on:click=move |_| actions.run(SchemaAction::StartDraft)
                        >
                            "Start a draft"
                        </button>
                    </div>
                })
            }
        >
            <div class="schema-halves">
                <Show when=move || shows_form.get()>
                    <FormHalf id=id.get_value() found=rows />
                </Show>
                <Show when=move || shows_text.get()>
                    <div class="schema-text">
                        <ReadOnlyNote />
                        <AvroText id=id.get_value() rows=rows />
                    </div>
                </Show>
            </div>
            <Reasons rows=rows />
        </Show>
    }
}

/// Says why a text cannot be typed into, and what to press.
#[component]
fn ReadOnlyNote() -> impl IntoView {
    let (document, actions, workbench, bench) = (document(), actions(), workbench(), bench());
    let shown = Memo::new(move |_| {
        let part = bench.part()?;
        let Part::Version(number) = part else { return None };
        let has_draft = bench.judged.with(|it| it.as_ref().is_some_and(|it| it.draft.is_some()));
        Some((number, has_draft))
    });
    move || {
        shown.get().map(|(number, has_draft)| {
            let act = move |_| {
                if has_draft { workbench.version.set(None) } else { actions.run(SchemaAction::StartDraft) }
            };
            view! {
                <div class="read-only-note">
                    <span>{format!("Version {number} is released and stays as it is")}</span>
                    <button type="button" class="link" data-testid="to-draft" disabled=move || !has_draft && !document.is_editable() on:click=act>
                        {if has_draft { "Back to the draft" } else { "Start a draft from it" }}
                    </button>
                </div>
            }
        })
    }
}
