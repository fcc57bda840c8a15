//! A decision record: its status, its people, what it is about, and its text.

use crate::fields::{Field, TextField, WordField};
use crate::form::{form, testid};
use crate::input::{Commit, TextInput};
use crate::lists::{ReferenceList, TextList};
use crate::section::{Heading, OpenView, Section};
use engine::model::Kind;
use leptos::prelude::*;
use parts::Document;
use serde_json::Value;
use std::sync::Arc;

/// What a decision can be about.
const ABOUT: &[Kind] = &[
    Kind::Context,
    Kind::Service,
    Kind::Topic,
    Kind::Message,
    Kind::Schema,
    Kind::Flow,
    Kind::Process,
    Kind::Environment,
    Kind::ContextRelation,
    Kind::Policy,
];

#[component]
pub(super) fn DecisionFields() -> impl IntoView {
    let form = form();
    let about = Signal::derive(move || {
        let status = form.word_title("/status").to_lowercase();
        let date = form.text("/date");
        if date.is_empty() { format!("Decision · {status}") } else { format!("Decision · {status} · {date}") }
    });
    view! {
        <Heading name=Signal::derive(move || form.text("/title")) about=about />
        <div class="fields">
            <TextField pointer="/title" required="Type a title" />
            <WordField pointer="/status" />
            <DateField pointer="/date" optional=true />
            <OpenView text="Read it in Decisions" />
        </div>
        <Section title="About" detail=Signal::derive(move || form.count("/records").to_string())>
            <ReferenceList pointer="/records" kinds=ABOUT empty="No record is named" />
            <DecisionList />
        </Section>
        <Section title="People" folded=true>
            <TextList pointer="/decision-makers" example="checkout-team" />
            <TextList pointer="/consulted" example="platform-team" />
            <TextList pointer="/informed" example="everybody who reads order-events" />
        </Section>
        <Section title="Text" folded=true>
            <TextField pointer="/body" mono=true lines=18 />
        </Section>
    }
}

#[component]
fn DecisionList() -> impl IntoView {
    view! {
        <ReferenceList
            pointer="/supersedes"
            kinds=&[Kind::Decision]
            empty="It replaces no other decision"
        />
    }
}

/// A day, written as 2026-01-31.
#[component]
pub fn DateField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// Whether it may be empty.
    #[prop(default = false)]
    optional: bool,
) -> impl IntoView {
    let form = form();
    let at = StoredValue::new(pointer.clone());
    let shown = Memo::new(move |_| at.with_value(|at| form.text(at)));
    let (setter, place) = (form.setter(), pointer.clone());
    let commit: Commit = Arc::new(move |text| {
        let text = text.trim().to_owned();
        if !(is_date(&text) || (optional && text.is_empty())) {
            return Err("Type a date as year-month-day, for example 2026-01-31".to_owned());
        }
        setter.set(&place, Value::String(text))
    });
    view! {
        <Field pointer=pointer.clone()>
            <TextInput
                label=form.title(&pointer)
                testid=testid(&pointer)
                shown=shown
                commit=commit
                disabled=Signal::derive(move || !form.is_editable())
                placeholder=Signal::stored("year-month-day".to_owned())
                mono=true
            />
        </Field>
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize, most: u32| {
        part.len() == digits && part.parse().is_ok_and(|value: u32| (1..=most).contains(&value))
    };
    matches!(parts.as_slice(), [year, month, day] if number(year, 4, 9999) && number(month, 2, 12) && number(day, 2, 31))
}

/// A day some months from now, for waivers that must end.
pub fn months_from_now(document: Document, months: u32) -> String {
    let today = document.peek(|engine| engine.host().today());
    let part = |index: usize| today.split('-').nth(index).and_then(|it| it.parse::<u32>().ok()).unwrap_or(1);
    let month = part(1) - 1 + months;
    format!("{:04}-{:02}-{:02}", part(0) + month / 12, month % 12 + 1, part(2).min(28))
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_are_year_month_day() {
        for date in ["2026-01-31", "0001-12-01"] {
            assert!(is_date(date), "{date}");
        }
        for text in ["", "2026-1-31", "2026-13-01", "2026-00-10", "31.01.2026", "2026-01-31T00:00"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
