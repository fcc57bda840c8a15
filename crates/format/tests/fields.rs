//! The page about the design folder says of each field what its record type says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use model::{FieldInfo, Kind, fields};
use std::fs;
use std::path::Path;

const END: &str = "<!-- end of fields -->\n";

/// `UPDATE_EXPECTED=1` writes the tables anew.
#[test]
fn the_tables_of_the_page_are_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut expected = page.clone();
    for kind in Kind::ALL.iter().filter(|kind| kind.file().is_some()) {
        let begin = format!("<!-- fields of {} -->\n", kind.as_str());
        let (before, rest) =
            expected.split_once(&begin).unwrap_or_else(|| panic!("the page has no place for the fields: {begin}"));
        let (_, after) = rest.split_once(END).unwrap();
        expected = format!("{before}{begin}\n{}\n{END}{after}", table(*kind));
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

fn table(kind: Kind) -> String {
    let elsewhere: Vec<&str> = kind.fields_outside_its_file().collect();
    let is_here = |path: &str| !elsewhere.iter().any(|it| path == *it || path.starts_with(&format!("{it}.")));
    let own = fields(kind).iter().map(|field| (field.path(), field)).filter(|(path, _)| is_here(path));
    // A position is a record of its own and a line in the file of its view.
    let positions =
        fields(Kind::Placement).iter().filter(|field| kind == Kind::View && !["view", "node"].contains(&field.key()));
    let positions = positions.map(|field| (format!("nodes.*.{}", field.path()), field));
    let rows: Vec<String> = own.chain(positions).map(|(path, field)| row(&path, field)).collect();
    format!("| key | called | takes | meaning |\n| --- | --- | --- | --- |\n{}\n", rows.join("\n"))
}

fn row(path: &str, field: &FieldInfo) -> String {
    let words = field.words().iter().filter(|word| !word.hint.is_empty());
    let words: String = words.map(|word| format!("<br>`{}`: {}", word.value, word.hint)).collect();
    format!("| `{path}` | {} | {} | {}{words} |", field.title, field.takes(), field.hint)
}
