//! One repair for many findings alike: a user who adds a hundred fields without defaults wants a hundred defaults, and one undo.

use super::findings::Row;
use engine::avro::RepairKind;
use engine::check::Repair;
use engine::edit::{Command, Splice};

/// From how many places on it is worth a button of its own.
const MANY: usize = 3;

/// The defaults that all findings miss, added as one step; nothing when there are few, or when their places overlap.
pub fn all_defaults(rows: &[Row]) -> Option<Repair> {
    let lacking = rows.iter().filter(|row| row.lacks_default);
    let repairs = lacking.filter_map(|row| row.repairs.iter().find(|it| it.kind == Some(RepairKind::AddDefault)));
    let edits: Vec<&Command> = repairs.flat_map(|repair| &repair.commands).collect();
    let Command::EditText { schema, version, base, .. } = edits.first()? else { return None };
    let mut splices: Vec<&Splice> = Vec::new();
    for edit in &edits {
        let Command::EditText { schema: of, version: from, splices: places, .. } = edit else { return None };
        if of != schema || from != version {
            return None;
        }
        splices.extend(places);
    }
    splices.sort_by_key(|splice| (splice.start, splice.end));
    splices.dedup();
    // Two that are put in at one place would both be a default of the same field.
    let is_apart = |pair: &[&Splice]| match pair {
        [earlier, later] => earlier.end <= later.start && earlier.start < later.start,
        _ => true,
    };
    let count = splices.len();
    (count >= MANY && splices.windows(2).all(is_apart)).then(|| Repair {
        title: format!("Add all {count} defaults"),
        commands: vec![Command::EditText {
            schema: schema.clone(),
            version: *version,
            base: base.clone(),
            splices: splices.into_iter().cloned().collect(),
        }],
        kind: Some(RepairKind::AddDefault),
        default: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Command, Repair, RepairKind, Row, Splice, all_defaults};
    use engine::diagnostic::Severity;

    fn repair(version: Option<u32>, splice: Splice) -> Repair {
        let schema = "a".parse().unwrap();
        Repair {
            title: format!("Add default {}", splice.text),
            default: Some(splice.text.clone()),
            commands: vec![Command::EditText { schema, version, base: "".into(), splices: vec![splice] }],
            kind: Some(RepairKind::AddDefault),
        }
    }

    fn insertion(at: usize, text: &str) -> Splice {
        Splice { start: at, end: at, text: text.to_owned() }
    }

    fn row(lacks_default: bool, repair: Repair) -> Row {
        Row {
            severity: Severity::Error,
            sentence: String::new(),
            pointer: String::new(),
            span: None,
            kind: String::new(),
            lacks_default,
            direction: "BACKWARD",
            whom: Vec::new(),
            repairs: vec![Repair::new("Read it from field b by an alias", Vec::new()), repair],
        }
    }

    #[test]
    fn many_missing_defaults_are_one_repair() {
        let at = |version: Option<u32>, places: &[usize]| -> Vec<Row> {
            places.iter().map(|at| row(true, repair(version, insertion(*at, "0")))).collect()
        };
        let check = |rows: &[Row], expected: Option<(&str, &[usize])>| {
            let found = all_defaults(rows).map(|repair| {
                let places = match repair.commands.as_slice() {
                    [Command::EditText { splices, .. }] => splices.iter().map(|it| it.start).collect(),
                    other => panic!("{other:?}"),
                };
                (repair.title, places)
            });
            assert_eq!(found, expected.map(|(title, places)| (title.to_owned(), places.to_vec())));
        };
        check(&at(None, &[10, 30, 20, 10]), Some(("Add all 3 defaults", &[10, 20, 30])));
        check(&at(None, &[10, 20]), None);
        check(&[at(None, &[10, 30]), at(Some(2), &[20])].concat(), None);
        let other_default = row(true, repair(None, insertion(10, "\"\"")));
        check(&[at(None, &[10, 20, 30]), vec![other_default]].concat(), None);
        let others = [10, 20, 30].map(|at| row(false, repair(None, insertion(at, "0"))));
        check(&others, None);
    }
}
