//! A form over one record. Fields read the record's JSON and set it by pointer, so that every kind is edited in one way and
//! the record's own types decide what is legal.

use engine::NotEditable;
use engine::check::Finding;
use engine::edit::{Command, Refusal};
use engine::model::{FieldInfo, RecordKey, Word};
use leptos::prelude::*;
use parts::quantity::Quantity;
use parts::{Attention, Document, Kept, attention, document};
use serde_json::Value;
use std::sync::Arc;

/// The record that the fields around are about.
#[derive(Clone, Copy)]
pub struct Form {
    /// The open design.
    pub document: Document,
    /// What the person looks at.
    pub attention: Attention,
    key: StoredValue<RecordKey>,
    body: Memo<Value>,
    findings: Memo<Vec<Arc<Finding>>>,
}

/// The form around a field.
pub fn form() -> Form {
    expect_context()
}

impl Form {
    /// Gives the fields below a record to be about.
    pub fn provide(key: RecordKey) -> Self {
        let (document, attention) = (document(), attention());
        let key = StoredValue::new(key);
        let body =
            Memo::new(move |_| key.with_value(|key| document.record(key, |engine| body_of(engine.design().get(key)))));
        let findings = Memo::new(move |_| {
            key.with_value(|key| document.record(key, |engine| engine.findings_of(key).cloned().collect()))
        });
        let form = Self { document, attention, key, body, findings };
        provide_context(form);
        form
    }

    /// The record's key.
    pub fn key(self) -> RecordKey {
        self.key.get_value()
    }

    /// The field at a pointer, as its record type describes it.
    fn field(self, pointer: &str) -> Option<&'static FieldInfo> {
        self.key.with_value(|key| engine::model::field(key.kind(), pointer))
    }

    /// The name of a field for people.
    pub fn title(self, pointer: &str) -> String {
        self.field(pointer).map(|field| field.title.clone()).unwrap_or_default()
    }

    /// The meaning of a field.
    pub fn hint(self, pointer: &str) -> String {
        self.field(pointer).map(|field| field.hint.clone()).unwrap_or_default()
    }

    /// How the number of a field is shown and read.
    pub fn quantity(self, pointer: &str) -> Quantity {
        self.field(pointer).map_or(Quantity::Plain, Quantity::of)
    }

    /// The words that a field takes.
    pub fn words(self, pointer: &str) -> &'static [Word] {
        self.field(pointer).map(FieldInfo::words).unwrap_or_default()
    }

    /// The word that a field holds, as people say it.
    pub fn word_title(self, pointer: &str) -> String {
        let value = self.text(pointer);
        self.field(pointer).and_then(|field| field.word(&value)).map_or(value, |word| word.title.clone())
    }

    /// The value of a field; null where there is none.
    pub fn value(self, pointer: &str) -> Value {
        self.body.with(|body| body.pointer(pointer).cloned().unwrap_or_default())
    }

    /// The text of a field; empty where there is none.
    pub fn text(self, pointer: &str) -> String {
        self.body.with(|body| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// The texts of a list.
    pub fn texts(self, pointer: &str) -> Vec<String> {
        self.body.with(|body| {
            let list = body.pointer(pointer).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        })
    }

    /// The keys of a map, with their values, in order.
    pub fn entries(self, pointer: &str) -> Vec<(String, Value)> {
        self.body.with(|body| {
            let map = body.pointer(pointer).and_then(Value::as_object);
            map.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
        })
    }

    /// How many elements a list has.
    pub fn count(self, pointer: &str) -> usize {
        self.body.with(|body| body.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len))
    }

    /// Sets fields of this record from now on, even when the form is gone: what was typed last is committed after its field
    /// has left.
    pub fn setter(self) -> Setter {
        Setter { document: self.document, key: self.key() }
    }

    /// Keeps the text of a field while it is typed.
    pub fn kept(self, pointer: &str) -> Kept {
        self.document.keep_typing(self.key(), pointer.to_owned())
    }

    /// Sets a field where there is no place for a refusal beside it; it is shown as a notice.
    pub fn put(self, pointer: &str, value: Value) -> bool {
        self.document.dispatch(Command::Set { key: self.key(), pointer: pointer.to_owned(), value })
    }

    /// Whether the record can be changed.
    pub fn is_editable(self) -> bool {
        self.document.is_editable()
    }

    /// The worst finding about a field, for its frame and the words below it.
    pub fn finding(self, pointer: &str) -> Option<Arc<Finding>> {
        self.findings.with(|findings| {
            let here = |finding: &&Arc<Finding>| !pointer.is_empty() && finding.pointer == pointer;
            findings.iter().filter(here).max_by_key(|finding| finding.severity).cloned()
        })
    }

    /// Everything that is wrong with the record.
    pub fn findings(self) -> Vec<Arc<Finding>> {
        self.findings.get()
    }
}

/// Sets fields of one record.
#[derive(Clone)]
pub struct Setter {
    document: Document,
    key: RecordKey,
}

impl Setter {
    /// Sets a field; null removes it. A refusal comes back in words for the person.
    pub fn set(&self, pointer: &str, value: Value) -> Result<(), String> {
        self.document.set_field(&self.key, pointer, value).map_err(|refusal| match refusal {
            NotEditable::Refused(Refusal::Field { reason, .. }) => reason,
            refusal @ (NotEditable::Refused(_) | NotEditable::ReadOnly { .. }) => refusal.to_string(),
        })
    }
}

/// A record's fields, without the kind around them.
fn body_of(record: Option<engine::model::Record>) -> Value {
    let json = record.and_then(|record| serde_json::to_value(record).ok());
    match json {
        Some(Value::Object(object)) => object.into_iter().next().map(|(_, body)| body).unwrap_or_default(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {
            Value::Null
        }
    }
}

/// A map's key as a token of a pointer.
pub fn token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A pointer as a name for tests: `/direction/produce/acks` becomes `field-direction-produce-acks`.
pub fn testid(pointer: &str) -> String {
    let mut name = "field".to_owned();
    for part in pointer.split('/').skip(1) {
        name.push('-');
        name.push_str(&part.replace('_', "-"));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_made_and_named() {
        assert_eq!(token("topic/illegal-name"), "topic~1illegal-name");
        assert_eq!(testid("/direction/produce/rate_per_second"), "field-direction-produce-rate-per-second");
    }
}
