//! One repair for many findings alike: who adds a hundred fields without defaults wants a hundred defaults, and one undo.

use super::findings::Row;
use engine::avro::IncompatibilityType;
use engine::diagnostic::{Edit, Fix};

/// From how many places on it is worth a button of its own.
const MANY: usize = 3;

/// The defaults that all findings miss, added as one step; nothing when there are few, or when their places overlap.
pub fn all_defaults(rows: &[Row]) -> Option<Fix> {
    let missing = rows.iter().filter(|row| row.kind == IncompatibilityType::ReaderFieldMissingDefaultValue.as_str());
    let fixes = missing.filter_map(|row| row.fixes.iter().find(|fix| fix.title.starts_with("Add default ")));
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    // Each edit is about the text as it is now, so the last place comes first.
    edits.sort_by_key(|edit| std::cmp::Reverse(place(edit)));
    edits.dedup();
    // Two that are put in at one place would both be a default of the same field.
    let is_apart = |pair: &[&Edit]| match pair {
        [later, earlier] => {
            let places = place(earlier).zip(place(later));
            places.is_some_and(|(earlier, later)| earlier.1 <= later.0 && earlier.0 < later.0)
        }
        _ => true,
    };
    let count = edits.len();
    (count >= MANY && edits.windows(2).all(is_apart) && is_one_text(&edits))
        .then(|| Fix { title: format!("Add all {count} defaults"), edits: edits.into_iter().cloned().collect() })
}

/// The bytes that an edit of a text replaces.
fn place(edit: &Edit) -> Option<(usize, usize)> {
    if let Edit::ReplaceText { start, end, .. } = edit { Some((*start, *end)) } else { None }
}

fn is_one_text(edits: &[&Edit]) -> bool {
    let text = |edit: &Edit| {
        if let Edit::ReplaceText { record, part, .. } = edit { Some((record.clone(), part.clone())) } else { None }
    };
    let first = edits.first().and_then(|edit| text(edit));
    first.is_some() && edits.iter().all(|edit| text(edit) == first)
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix, Row, all_defaults};
    use engine::diagnostic::Severity;

    fn insertion(part: &str, at: usize) -> Edit {
        let text = ", \"default\": 0".to_owned();
        Edit::ReplaceText { record: "schema:a".to_owned(), part: part.to_owned(), start: at, end: at, text }
    }

    fn row(kind: &str, title: &str, edit: Edit) -> Row {
        Row {
            severity: Severity::Error,
            sentence: String::new(),
            pointer: String::new(),
            span: None,
            kind: kind.to_owned(),
            direction: "BACKWARD",
            whom: Vec::new(),
            fixes: vec![
                Fix { title: "Read it from field b by an alias".to_owned(), edits: Vec::new() },
                Fix { title: title.to_owned(), edits: vec![edit] },
            ],
        }
    }

    #[test]
    fn many_missing_defaults_are_one_repair() {
        let missing = "READER_FIELD_MISSING_DEFAULT_VALUE";
        let at = |part: &str, places: &[usize]| -> Vec<Row> {
            places.iter().map(|at| row(missing, "Add default 0", insertion(part, *at))).collect()
        };
        let check = |rows: &[Row], expected: Option<(&str, &[usize])>| {
            let found = all_defaults(rows).map(|fix| {
                let places: Vec<usize> = fix.edits.iter().filter_map(|it| Some(super::place(it)?.0)).collect();
                (fix.title, places)
            });
            assert_eq!(found, expected.map(|(title, places)| (title.to_owned(), places.to_vec())));
        };
        check(&at("draft", &[10, 30, 20, 10]), Some(("Add all 3 defaults", &[30, 20, 10])));
        check(&at("draft", &[10, 20]), None);
        check(&[at("draft", &[10, 30]), at("v2", &[20])].concat(), None);
        let other_default = row(
            missing,
            "Add default \"\"",
            Edit::ReplaceText {
                record: "schema:a".to_owned(),
                part: "draft".to_owned(),
                start: 10,
                end: 10,
                text: ", \"default\": \"\"".to_owned(),
            },
        );
        check(&[at("draft", &[10, 20, 30]), vec![other_default]].concat(), None);
        let others = [10, 20, 30].map(|at| row("TYPE_MISMATCH", "Add default 0", insertion("draft", at)));
        check(&others, None);
    }
}
