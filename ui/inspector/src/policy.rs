//! The guardrail policy: how hard each rule holds, and who has been let off until when.

use crate::decision::{DateField, months_from_now};
use crate::fields::{Field, TextField};
use crate::form::{form, token};
use crate::lists::{MapField, MapValue, RemoveButton};
use crate::pick::record_choices;
use crate::section::{Heading, Section};
use engine::check::{RULES, rule};
use engine::model::{Kind, RecordKey, Word, words};
use leptos::prelude::*;
use parts::quantity::Quantity;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};
use widgets::{Choice, Choices, Picker};

/// What a waiver can be for: everything that rules speak of.
static WAIVABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kinds = Kind::ALL.iter().copied();
    kinds.filter(|kind| !matches!(kind, Kind::Placement | Kind::Policy)).collect()
});

#[component]
pub(super) fn PolicyFields() -> impl IntoView {
    let form = form();
    let changed = Memo::new(move |_| form.entries("/rules").len());
    let about = Signal::derive(move || format!("Policy · {} rules · {} set differently", RULES.len(), changed.get()));
    let typed = RwSignal::new(String::new());
    let shown = move || {
        let typed = typed.with(|typed| typed.trim().to_lowercase());
        let fits = |code: &str, summary: &str| code.contains(&typed) || summary.to_lowercase().contains(&typed);
        RULES.iter().filter(|rule| fits(rule.code, rule.asks)).map(|rule| rule.code).collect::<Vec<_>>()
    };
    view! {
        <Heading name=Signal::stored("Guardrail policy".to_owned()) about=about />
        <Section title=form.title("/rules") detail=Signal::derive(move || changed.get().to_string())>
            <input
                class="filter small"
                type="text"
                placeholder="Filter rules…"
                aria-label="Filter rules"
                data-testid="policy-filter"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <For each=shown key=|code| *code let:code>
                <Rule code=code />
            </For>
        </Section>
        <Waivers />
        <Section title=form.title("/thresholds") folded=true>
            <MapField
                label="Numbers that rules ask for"
                pointer="/thresholds"
                value=MapValue::Number(Quantity::Plain)
                example="topic/too-many-partitions"
                fresh=Value::from(0)
                mono=true
            />
        </Section>
    }
}

/// The words for how much a rule weighs.
fn levels() -> &'static [Word] {
    words(Kind::Policy, "/rules")
}

fn level_title(level: &str) -> &str {
    levels().iter().find(|word| word.value == level).map_or(level, |word| &word.title)
}

/// How much a rule weighs by itself.
fn built_in_title(code: &str) -> String {
    let level = rule(code).map_or("off", |rule| rule.severity.as_str());
    format!("{}, built in", level_title(level))
}

#[component]
fn Rule(code: &'static str) -> impl IntoView {
    let form = form();
    let asks = rule(code).map_or("", |rule| rule.asks);
    let pointer = StoredValue::new(format!("/rules/{}", token(code)));
    let value = Memo::new(move |_| pointer.with_value(|it| form.value(it).as_str().map(str::to_owned)));
    let shown =
        Signal::derive(move || value.get().map_or_else(|| built_in_title(code), |it| level_title(&it).to_owned()));
    let choices: Choices = Arc::new(move || {
        let first = Choice::new("", built_in_title(code), "The rule's own weight");
        std::iter::once(first).chain(levels().iter().map(|it| Choice::new(&it.value, &it.title, &it.hint))).collect()
    });
    let pick = Callback::new(move |level: String| {
        let level = if level.is_empty() { Value::Null } else { Value::String(level) };
        pointer.with_value(|it| form.put(it, level));
    });
    view! {
        <div class="rule-line">
            <div class="grow">
                <div class="mono rule-code">{code}</div>
                <div class="muted">{asks}</div>
            </div>
            <Picker
                label=format!("Level of {code}")
                shown=shown
                value=value
                choices=choices
                on_pick=pick
                class="short"
                testid=format!("rule-{}", code.replace('/', "-"))
                disabled=Signal::derive(move || !form.is_editable())
            />
        </div>
    }
}

#[component]
fn Waivers() -> impl IntoView {
    let form = form();
    let count = Memo::new(move |_| form.count("/waivers"));
    let add = move |_| {
        let first = form.attention.selection.with_untracked(|selection| {
            selection.keys().iter().find(|key| WAIVABLE.contains(&key.kind()) && **key != RecordKey::Settings).cloned()
        });
        let waiver = json!({
            "rule": RULES.first().map_or("", |rule| rule.code),
            "record": first.unwrap_or(RecordKey::Settings),
            "reason": "",
            "expires": months_from_now(form.document, 3),
        });
        form.put("/waivers/-", waiver);
    };
    view! {
        <Section title=form.title("/waivers") detail=Signal::derive(move || count.get().to_string())>
            <For each=move || 0..count.get() key=|index| *index let:index>
                <Waiver index=index />
            </For>
            {move || (count.get() == 0).then(|| view! { <p class="entries-empty">"Every finding is shown"</p> })}
            <button
                type="button"
                class="small"
                data-testid="waiver-add"
                disabled=move || !form.is_editable()
                on:click=add
            >
                "Add a waiver"
            </button>
        </Section>
    }
}

#[component]
fn Waiver(index: usize) -> impl IntoView {
    let form = form();
    let at = move |field: &str| format!("/waivers/{index}/{field}");
    let rule = Memo::new(move |_| Some(form.text(&at("rule"))));
    let record = Memo::new(move |_| Some(form.text(&at("record"))));
    let record_name = Signal::derive(move || {
        let key = record.get().unwrap_or_default();
        key.parse().map_or(key.clone(), |it| form.document.appearance(&it, |engine| engine.name_of(&it)))
    });
    let rules: Choices =
        Arc::new(|| RULES.iter().map(|rule| Choice::new(rule.code, rule.code, rule.asks).mono()).collect());
    let records: Choices = Arc::new(move || record_choices(form.document, &WAIVABLE, &[]));
    let set = move |field: &'static str| {
        Callback::new(move |value: String| {
            form.put(&at(field), Value::String(value));
        })
    };
    let disabled = Signal::derive(move || !form.is_editable());
    view! {
        <div class="override">
            <Field pointer=at("rule")>
                <div class="reference">
                    <Picker
                        label=form.title(&at("rule"))
                        shown=Signal::derive(move || rule.get().unwrap_or_default())
                        value=rule
                        choices=rules
                        on_pick=set("rule")
                        testid=format!("waiver-{index}-rule")
                        disabled=disabled
                        mono=true
                    />
                    <RemoveButton
                        label="Remove the waiver"
                        on_remove=Callback::new(move |()| {
                            form.put(&format!("/waivers/{index}"), Value::Null);
                        })
                    />
                </div>
            </Field>
            <Field pointer=at("record")>
                <Picker
                    label=form.title(&at("record"))
                    shown=record_name
                    value=record
                    choices=records
                    on_pick=set("record")
                    testid=format!("waiver-{index}-record")
                    disabled=disabled
                />
            </Field>
            <TextField pointer=at("reason") lines=2 placeholder=Signal::stored("Why it is accepted".to_owned()) />
            <DateField pointer=at("expires") />
        </div>
    }
}
