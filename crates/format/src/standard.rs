//! The standard form of a file: known keys in the order of the record, one space around `=`, at most one blank line. It changes
//! how a file is written and nothing that it says; comments, and keys that we do not know, stay with their neighbours. Line
//! ends become all alike, as most of them are: which ones a checkout has is for git to say.
//!
//! Only TOML has one. Avro texts are what other tools read and sign, and Markdown is its author's.

use crate::canonical;
use crate::load::{SourceFile, load};
use crate::seat::seat;
use crate::text::{split_marks, unix, with_line_ends_of};
use toml_edit::{Decor, DocumentMut, Item, RawString, Table, TableLike, Value};

/// The standard form of a design's TOML file. None for any other file, and for a text that cannot be read as one.
pub fn standard_form(path: &str, text: &str) -> Option<String> {
    if !path.ends_with(".toml") {
        return None;
    }
    let loaded = load(vec![SourceFile { path: path.to_owned(), bytes: text.into() }]);
    let record = loaded.design.get(&seat(path).record()?.0)?;
    let order = canonical::table(&record)?;
    let mut document: DocumentMut = unix(split_marks(text).1).parse().ok()?;
    arrange(document.as_table_mut(), &order);
    space(document.as_table_mut());
    let trailing = comment_block(document.trailing().as_str().unwrap_or_default(), false);
    document.set_trailing(trailing);
    let standard = document.to_string();
    let standard = standard.trim_start_matches('\n');
    let standard = if standard.ends_with('\n') { standard.to_owned() } else { format!("{standard}\n") };
    let standard = with_line_ends_of(text, standard);
    // The form must not change what is said; where it would, the text stays as its author wrote it.
    let again = load(vec![SourceFile { path: path.to_owned(), bytes: standard.as_str().into() }]);
    (again.design == loaded.design).then_some(standard)
}

/// Puts a table's keys into the order of another's. A key that the other does not have stays behind the one before it.
fn arrange(table: &mut Table, order: &dyn TableLike) {
    let known: Vec<String> = order.iter().map(|(key, _)| key.to_owned()).collect();
    let mut ranks: Vec<(String, usize)> = Vec::new();
    let mut last = 0;
    for (key, _) in table.iter() {
        last = known.iter().position(|it| it == key).unwrap_or(last);
        ranks.push((key.to_owned(), last));
    }
    let rank = |key: &str| ranks.iter().find(|(it, _)| it == key).map_or(usize::MAX, |(_, rank)| *rank);
    table.sort_values_by(|one, _, two, _| rank(one.get()).cmp(&rank(two.get())));
    for (key, item) in table.iter_mut() {
        if let (Item::Table(inner), Some(order)) = (item, order.get(key.get()).and_then(Item::as_table_like)) {
            arrange(inner, order);
        }
    }
}

fn space(table: &mut Table) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for (index, key) in keys.iter().enumerate() {
        let is_value = table.get(key).is_some_and(Item::is_value);
        if let Some(mut key) = table.key_mut(key).filter(|_| is_value) {
            let prefix = key.leaf_decor().prefix().and_then(RawString::as_str).unwrap_or_default();
            let prefix = comment_block(prefix, index == 0);
            key.leaf_decor_mut().set_prefix(prefix);
            key.leaf_decor_mut().set_suffix(" ");
        }
        match table.get_mut(key) {
            Some(Item::Value(value)) => space_value(value),
            Some(Item::Table(inner)) => {
                space_heading(inner.decor_mut());
                space(inner);
            }
            Some(Item::ArrayOfTables(tables)) => {
                for inner in tables.iter_mut() {
                    space_heading(inner.decor_mut());
                    space(inner);
                }
            }
            Some(Item::None) | None => {}
        }
    }
}

fn space_value(value: &mut Value) {
    let decor = value.decor_mut();
    let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default().trim();
    let suffix = if suffix.is_empty() { String::new() } else { format!(" {suffix}") };
    decor.set_prefix(" ");
    decor.set_suffix(suffix);
}

/// A heading stands after one blank line, with its comments right above it.
fn space_heading(decor: &mut Decor) {
    let prefix = decor.prefix().and_then(RawString::as_str).unwrap_or_default();
    let block = comment_block(prefix, true);
    decor.set_prefix(format!("\n{block}"));
    let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default().trim();
    let suffix = if suffix.is_empty() { String::new() } else { format!(" {suffix}") };
    decor.set_suffix(suffix);
}

/// Comments without indents and with at most one blank line between and behind them; `first` takes away the one before.
fn comment_block(text: &str, first: bool) -> String {
    let mut out = String::new();
    let mut blank = false;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && !(first && out.is_empty()) {
            out.push('\n');
        }
        blank = false;
        out.push_str(line);
        out.push('\n');
    }
    if blank && !(first && out.is_empty()) {
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::standard_form;

    const TOPIC: &str = "contexts/order/topics/order-events.toml";

    #[test]
    fn files_in_standard_form() {
        let check = |path: &str, text: &str, expected: Option<&str>| {
            let standard = standard_form(path, text);
            assert_eq!(standard.as_deref(), expected, "{text}");
            if let Some(standard) = standard {
                assert_eq!(standard_form(path, &standard).as_deref(), Some(standard.as_str()), "a second time");
            }
        };
        check(
            TOPIC,
            "\r\n\n# why twenty\npartitions=20   # two a broker\n\n\n\nname = 'order-events'\nx-team=\"a\"\n  replication  =  3\n\n\n[config]\n  a.b = \"1\"\n# end",
            Some(
                "name = 'order-events'\nx-team = \"a\"\n\n# why twenty\npartitions = 20 # two a broker\n\nreplication = 3\n\n[config]\na.b = \"1\"\n# end\n",
            ),
        );
        check(
            TOPIC,
            "name = \"a\"\npartitions = \"ten\"\nreplication = 3\n",
            Some("name = \"a\"\npartitions = \"ten\"\nreplication = 3\n"),
        );
        check(
            TOPIC,
            "name=\"a\"\r\npartitions = 1\r\nreplication = 1\r\n",
            Some("name = \"a\"\r\npartitions = 1\r\nreplication = 1\r\n"),
        );
        check(TOPIC, "name = \n", None);
        check("contexts/order/schemas/a/v1.avsc", "{ }", None);
        check("notes.toml", "a=1", None);
    }
}
