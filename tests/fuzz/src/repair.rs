//! What holds of repairs and of edits of the form: they do what they say, and nothing else.

use crate::choices::Choices;
use crate::input::{Pair, pair};
use crate::spans::edited;
use avro::{
    Finding, FormEdit, FormField, Incompatibility, Labels, Parser, Profile, Repair, Rule, Schema, Side, check,
    is_compatible, is_valid, warnings,
};
use syntax::quote;

/// Repairs what keeps the first schema from reading the second, and edits the first as a form.
pub fn holds(bytes: &[u8]) {
    let Some(Pair { first, second, mut choices, .. }) = pair(bytes) else { return };
    let ((reader, findings), (writer, of_writer)) = (Schema::parse(&first, &[]), Schema::parse(&second, &[]));
    for finding in &findings {
        finding.fixes.iter().for_each(|fix| drop(Schema::parse(&edited(&first, &fix.edits, &fix.title), &[])));
    }
    let Some(reader) = reader else { return };
    form(&reader, &mut choices);
    renaming(&reader, is_valid(&findings, Parser::Specification));
    let Some(writer) = writer else { return };
    // Where one field's alias is another's name, two fields take one value, and what suits the one can break the other.
    let is_sound = |schema: &Schema, findings: &[Finding]| {
        schema.is_complete()
            && is_valid(findings, Parser::Specification)
            && !findings.iter().any(|it| it.rule == Rule::AliasClash)
    };
    let is_sound = is_sound(&reader, &findings) && is_sound(&writer, &of_writer);
    for found in check(&reader, &writer) {
        for repair in &found.repairs {
            repaired(&reader, &writer, &found, repair, is_sound);
        }
    }
    for warning in warnings(&reader, &writer, &Labels::default()) {
        for repair in &warning.repairs {
            let text = if repair.side == Side::Reader { reader.text() } else { writer.text() };
            let after = Schema::parse(&edited(text, &repair.edits, &repair.title), &[]);
            if is_sound {
                assert!(is_valid(&after.1, Parser::Specification), "{}\n{text}\n{:?}", repair.title, after.1);
            }
        }
    }
}

/// After a repair the finding is gone and no rule is broken that was kept.
fn repaired(reader: &Schema, writer: &Schema, found: &Incompatibility, repair: &Repair, is_sound: bool) {
    let side = if repair.side == Side::Reader { reader } else { writer };
    let after = edited(side.text(), &repair.edits, &repair.title);
    let (changed, findings) = Schema::parse(&after, &[]);
    let told = |why: &str| {
        format!(
            "{why}: {} ({:?})\n  finding {}\n  reader {}\n  writer {}\n  after {after}",
            repair.title,
            repair.kind,
            found.sentence,
            reader.text(),
            writer.text()
        )
    };
    let changed = changed.unwrap_or_else(|| panic!("{}", told("no schema")));
    if !is_sound {
        return;
    }
    let broken = findings.iter().find(|it| it.refused_by(Parser::Specification));
    assert!(broken.is_none(), "{} {}", told("breaks a rule"), broken.map_or("", |it| &it.message));
    let left = match repair.side {
        Side::Reader => check(&changed, writer),
        Side::Writer => check(reader, &changed),
    };
    let is_still_there = left.iter().any(|it| it.kind == found.kind && it.sentence == found.sentence);
    assert!(!is_still_there, "{}", told("the finding is still there"));
}

/// Edits of the form change their row alone.
fn form(schema: &Schema, choices: &mut Choices<'_>) {
    let mut records: Vec<Vec<FormField>> = Vec::new();
    for (id, ty) in schema.types() {
        if schema.record(id).is_some() && ty.source.is_own() {
            records.push(schema.form_of(id));
        }
    }
    let at = choices.below(records.len());
    let Some(rows) = records.get(at) else { return };
    let Some(row) = choices.pick(rows) else { return };
    let place = rows.iter().position(|other| other == row).unwrap_or_default();
    let field = row.pointer.clone();
    let texts = ["int", "string?", "array<A>", "A | B", "n.m.A?", "decimal(4,2)", "map<map<uuid>>", "", "<", "lnog"];
    let words = ["id2", "id", "name", "a b", "", "\u{e9}\"\\", "total"];
    let pick =
        |choices: &mut Choices<'_>, from: &[&str]| choices.pick(from).map_or(String::new(), |it| (*it).to_owned());
    let to = choices.below(rows.len());
    let edit = match choices.below(8) {
        0 => FormEdit::Rename { field, name: pick(choices, &words) },
        1 => FormEdit::SetType { field, text: pick(choices, &texts) },
        2 => FormEdit::SetDefault {
            field,
            json: choices.often(70).then(|| pick(choices, &["1", "null", "\"\"", "x", "[", "{}"])),
        },
        3 => FormEdit::SetDoc { field, doc: choices.often(70).then(|| pick(choices, &words)) },
        4 => FormEdit::SetTag { field, tag: pick(choices, &["pii", "PII", "", "a b"]), on: choices.often(50) },
        5 => FormEdit::Add { record: String::new(), name: pick(choices, &words), text: pick(choices, &texts) },
        6 => FormEdit::Remove { field },
        _ => FormEdit::Move { field, to },
    };
    let Ok(after) = schema.edit_form(&edit) else { return };
    let (changed, findings) = Schema::parse(&after, &[]);
    let told = || format!("{edit:?}\n{}\n{after}", schema.text());
    let changed = changed.unwrap_or_else(|| panic!("no schema {}", told()));
    let is_json = |text: &str| syntax::parse(text).1.is_empty();
    assert!(!is_json(schema.text()) || is_json(&after), "no JSON {}", told());
    let is_sound = |text: &str| is_valid(&Schema::parse(text, &[]).1, Parser::Specification);
    if !is_sound(schema.text()) {
        return;
    }
    // What a person mends in the next step, and is shown until then.
    let mended_next = |rule: Rule| {
        matches!(
            rule,
            Rule::DefaultMisfit | Rule::DefaultNotANumber | Rule::DefaultNumberAsText | Rule::DefaultUnencodable
        )
    };
    let broken = findings.iter().find(|it| it.refused_by(Parser::Specification) && !mended_next(it.rule));
    assert!(broken.is_none(), "{} {}", broken.map_or("", |it| &it.message), told());
    // Nested records can move along with what is edited, so the laws of rows are those of the outermost record.
    if at == 0
        && schema.record(schema.root().ty).is_some()
        && schema.types().next().map(|it| it.0) == Some(schema.root().ty)
    {
        rows_changed(rows, &changed.form(), place, &edit, &told);
    }
}

fn rows_changed(before: &[FormField], after: &[FormField], place: usize, edit: &FormEdit, told: &dyn Fn() -> String) {
    let name = |row: &FormField| row.name.clone();
    let mut expected: Vec<String> = before.iter().map(name).collect();
    match edit {
        FormEdit::Rename { name, .. } => expected[place] = name.trim().to_owned(),
        FormEdit::Add { name, .. } => expected.push(name.trim().to_owned()),
        FormEdit::Remove { .. } => drop(expected.remove(place)),
        FormEdit::Move { to, .. } => {
            let moved = expected.remove(place);
            expected.insert(*to, moved);
        }
        FormEdit::SetType { .. } | FormEdit::SetDefault { .. } | FormEdit::SetDoc { .. } | FormEdit::SetTag { .. } => {}
    }
    assert_eq!(after.iter().map(name).collect::<Vec<_>>(), expected, "{}", told());
    // A renamed field is renamed in the defaults of others that hold a value of its record.
    let holds = |default: &str| match edit {
        FormEdit::Rename { name, .. } => {
            [before[place].name.as_str(), name.trim()].iter().any(|it| default.contains(&quote(it)))
        }
        FormEdit::Add { .. }
        | FormEdit::Remove { .. }
        | FormEdit::Move { .. }
        | FormEdit::SetType { .. }
        | FormEdit::SetDefault { .. }
        | FormEdit::SetDoc { .. }
        | FormEdit::SetTag { .. } => false,
    };
    // What a row shows besides its place in the text.
    let shown = |row: &FormField| {
        let default = row.default_text.clone().filter(|it| !holds(it));
        (name(row), row.doc.clone(), default, row.aliases.clone(), row.tags.clone())
    };
    for row in before.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, row)| row) {
        let same = after.iter().any(|other| shown(other) == shown(row));
        assert!(same, "row {} changed {}", row.name, told());
    }
    match edit {
        FormEdit::SetDoc { doc, .. } => assert_eq!(after[place].doc, *doc, "{}", told()),
        FormEdit::SetTag { tag, on, .. } if !tag.is_empty() => {
            assert_eq!(after[place].tags.contains(tag), *on, "{}", told());
        }
        _ => {}
    }
}

/// A renamed type reads what was written under its old name, and renaming back is to the byte.
fn renaming(schema: &Schema, is_sound: bool) {
    for (id, _) in schema.types().filter(|(id, _)| schema.shape(*id).name().is_some()).take(4) {
        let Some(edits) = schema.rename_with_alias(id, "Renamed") else { continue };
        let after = edited(schema.text(), &edits, "rename");
        let Some(changed) = Schema::parse(&after, &[]).0 else { panic!("no schema\n{}\n{after}", schema.text()) };
        if is_sound && is_compatible(schema, schema, Profile::Confluent) {
            assert!(is_compatible(&changed, schema, Profile::Confluent), "rename\n{}\n{after}", schema.text());
        }
        let (Some(name), Some(plain)) = (schema.shape(id).name(), schema.rename(id, "Renamed")) else { continue };
        let renamed = edited(schema.text(), &plain, "rename");
        let back = Schema::parse(&renamed, &[]).0.and_then(|it| it.rename(id, name.simple()).map(|edits| (it, edits)));
        if let (true, Some((renamed, edits))) = (is_sound && !schema.text().contains('\\'), back) {
            assert_eq!(edited(renamed.text(), &edits, "rename back"), schema.text());
        }
    }
}
