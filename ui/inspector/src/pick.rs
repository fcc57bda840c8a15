//! What can be chosen where a field refers to a record.

use crate::fields::key_of;
use engine::Engine;
use engine::model::{Kind, RecordKey};
use parts::Document;
use parts::mark::sign_of;
use widgets::Choice;

/// The records of a kind as choices by id, without those that are taken.
pub fn kind_choices(document: Document, kind: Kind, taken: &[String]) -> Vec<Choice> {
    document.peek(|engine| {
        let free = engine.design().keys_of(kind).into_iter().filter(|key| !taken.iter().any(|id| id == key.id_str()));
        sorted(free.map(|key| choice(engine, &key, key.id_str().to_owned(), false)).collect())
    })
}

/// Records of any of some kinds as choices by key, without those that are taken.
pub fn record_choices(document: Document, kinds: &[Kind], taken: &[String]) -> Vec<Choice> {
    document.peek(|engine| {
        let all = kinds.iter().flat_map(|kind| engine.design().keys_of(*kind));
        let free = all.filter(|key| !taken.contains(&key.to_string()));
        sorted(free.map(|key| choice(engine, &key, key.to_string(), true)).collect())
    })
}

fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_key(|choice| choice.title.to_lowercase());
    choices
}

fn choice(engine: &Engine, key: &RecordKey, value: String, with_kind: bool) -> Choice {
    let design = engine.design();
    let context = design.get(key).and_then(|record| record.context().cloned());
    let context = context.and_then(|id| design.context(&id).map(|it| it.name.clone())).unwrap_or_default();
    let detail = match (with_kind, context.is_empty()) {
        (true, true) => key.kind().title().to_owned(),
        (true, false) => format!("{} in {context}", key.kind().title()),
        (false, _) => context,
    };
    let choice = Choice::new(value, engine.name_of(key), detail).with_sign(sign_of(design, key));
    if key.kind() == Kind::Topic { choice.mono() } else { choice }
}

/// The name of a record by kind and id; the id itself where there is no such record.
pub fn name_of_id(document: Document, kind: Kind, id: &str) -> String {
    match key_of(kind, id) {
        Some(key) => document.appearance(&key, |engine| engine.name_of(&key)),
        None => id.to_owned(),
    }
}
