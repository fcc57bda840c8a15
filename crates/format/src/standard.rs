//! The standard form of a file: known keys in the order of the record, one space around `=`, at most one blank line. It changes
//! how a file is written and nothing that it says; comments, and keys that we do not know, stay with their neighbours. Line
//! ends become all alike, as most of them are: which ones a checkout has is for git to say.
//!
//! Only TOML has one. Avro texts are what other tools read and sign, and Markdown is its author's.

use crate::canonical;
use crate::load::{SourceFile, load};
use crate::seat::seat;
use crate::text::{split_marks, unix, with_line_ends_of};
use std::collections::HashMap;
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
    let known: HashMap<&str, usize> = order.iter().zip(0..).map(|((key, _), rank)| (key, rank)).collect();
    let mut ranks: HashMap<String, usize> = HashMap::new();
    let mut last = 0;
    for (key, _) in table.iter() {
        last = known.get(key).copied().unwrap_or(last);
        ranks.insert(key.to_owned(), last);
    }
    let rank = |key: &str| ranks.get(key).copied().unwrap_or(usize::MAX);
    table.sort_values_by(|one, _, two, _| rank(one.get()).cmp(&rank(two.get())));
    for (key, item) in table.iter_mut() {
        if let (Item::Table(inner), Some(order)) = (item, order.get(key.get()).and_then(Item::as_table_like)) {
            arrange(inner, order);
        }
    }
}

fn space(table: &mut Table) {
    for (index, (mut key, item)) in table.iter_mut().enumerate() {
        if item.is_value() {
            let prefix = key.leaf_decor().prefix().and_then(RawString::as_str).unwrap_or_default();
            let prefix = comment_block(prefix, index == 0);
            key.leaf_decor_mut().set_prefix(prefix);
            key.leaf_decor_mut().set_suffix(" ");
        }
        match item {
            Item::Value(value) => space_value(value),
            Item::Table(inner) => {
                space_heading(inner.decor_mut());
                space(inner);
            }
            Item::ArrayOfTables(tables) => {
                for inner in tables.iter_mut() {
                    space_heading(inner.decor_mut());
                    space(inner);
                }
            }
            Item::None => {}
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

/// Comments without indents and with at most one blank line between and behind them; `first` takes away the one before. The
/// text behind the last line end is the indent of the next line, and no blank line.
fn comment_block(text: &str, first: bool) -> String {
    let mut out = String::new();
    let mut blank = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.is_empty() {
            blank |= line.ends_with('\n');
            continue;
        }
        if blank && !(first && out.is_empty()) {
            out.push('\n');
        }
        blank = false;
        out.push_str(content);
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
                "name = 'order-events'\nx-team = \"a\"\n\n# why twenty\npartitions = 20 # two a broker\nreplication = 3\n\n[config]\na.b = \"1\"\n# end\n",
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
        // Comments stay right above what they speak of, whatever its indent.
        check(
            TOPIC,
            "name = \"a\"\n# why three\n  partitions = 3\n\t# why one\n\treplication = 1\n  # why so\n  [config]\n    # a\n    \"a.b\" = \"1\"\n\n    # c\n    \"c.d\" = \"2\"\n  ",
            Some(
                "name = \"a\"\n# why three\npartitions = 3\n# why one\nreplication = 1\n\n# why so\n[config]\n# a\n\"a.b\" = \"1\"\n\n# c\n\"c.d\" = \"2\"\n",
            ),
        );
        check(
            "contexts/order/flows/w.toml",
            "service = \"s\"\n  # the topic\n  topic = \"t\"\n  # one way\n  [direction.consume]\n    # who\n    group = \"g\"\n    # tries\n    on_failure.retries = 3\n    # last\n    on_failure.dead_letter_topic = \"d\"\n  # the end\n",
            Some(
                "service = \"s\"\n# the topic\ntopic = \"t\"\n\n# one way\n[direction.consume]\n# who\ngroup = \"g\"\n# tries\non_failure.retries = 3\n# last\non_failure.dead_letter_topic = \"d\"\n# the end\n",
            ),
        );
        check(
            "processes/p.toml",
            "name = \"p\"\n  # first\n  [[steps]]\n    # its id\n    id = \"a\"\n    name = \"a\"\n    kind = \"command\"\n\n\n  # second\n  [[steps]]\n    id = \"b\"\n    name = \"b\"\n    kind = \"command\"\n",
            Some(
                "name = \"p\"\n\n# first\n[[steps]]\n# its id\nid = \"a\"\nname = \"a\"\nkind = \"command\"\n\n# second\n[[steps]]\nid = \"b\"\nname = \"b\"\nkind = \"command\"\n",
            ),
        );
        check(TOPIC, "name = \n", None);
        check("contexts/order/schemas/a/v1.avsc", "{ }", None);
        check("notes.toml", "a=1", None);
    }
}
