//! Texts that define types which others use by name. Each schema gets the ones that it needs, in whatever order they lie.

use super::text::Text;
use engine::avro::{Rule, Schema};
use engine::syntax;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Texts by the names of the types that they define.
#[derive(Debug, Default)]
pub struct Library {
    books: Vec<Book>,
    /// By the last part of the name, which is how most references are written.
    by_simple_name: BTreeMap<String, Vec<usize>>,
    /// What was read before: a text is asked about more than once.
    read: RefCell<BTreeMap<Arc<str>, Arc<Names>>>,
}

#[derive(Debug)]
struct Book {
    text: Text,
    names: Arc<Names>,
}

/// The names in a text.
#[derive(Debug, Default)]
struct Names {
    /// In full, those that it defines.
    defines: BTreeSet<String>,
    /// As they are written, those that it uses and does not define.
    needs: Vec<String>,
}

impl Library {
    pub fn of(texts: impl IntoIterator<Item = Text>) -> Self {
        let mut library = Self::default();
        for text in texts {
            library.add(text);
        }
        library
    }

    pub fn add(&mut self, text: Text) {
        let names = self.names(&text);
        for name in &names.defines {
            self.by_simple_name.entry(simple(name).to_owned()).or_default().push(self.books.len());
        }
        self.books.push(Book { text, names });
    }

    fn names(&self, text: &Text) -> Arc<Names> {
        let mut read = self.read.borrow_mut();
        let names = read.entry(Arc::clone(&text.text)).or_insert_with(|| Arc::new(Names::of(&text.text)));
        Arc::clone(names)
    }

    /// Whether a text defines everything that it uses.
    pub fn is_complete(text: &Text) -> bool {
        Names::of(&text.text).needs.is_empty()
    }

    /// The texts that a text needs, and those that these need, without the text itself and those that are told to be left out.
    pub fn references_of(&self, text: &Text, left_out: &[&str]) -> Vec<Text> {
        let own = self.names(text);
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut found: Vec<Text> = Vec::new();
        let mut open: VecDeque<(String, String)> =
            own.needs.iter().map(|name| (name.clone(), space_of(&own.defines))).collect();
        while let Some((name, namespace)) = open.pop_front() {
            let Some((index, book)) =
                self.book(&name, &namespace, |shown| shown != text.shown && !left_out.contains(&shown))
            else {
                continue;
            };
            if taken.insert(index) {
                let namespace = space_of(&book.names.defines);
                open.extend(book.names.needs.iter().map(|name| (name.clone(), namespace.clone())));
                found.push(book.text.clone());
            }
        }
        found
    }

    /// The text that defines a name. A name without dots is looked for in the namespace around it first.
    fn book(&self, name: &str, namespace: &str, may: impl Fn(&str) -> bool) -> Option<(usize, &Book)> {
        let at = self.by_simple_name.get(simple(name))?.iter();
        let books: Vec<(usize, &Book)> = at
            .filter_map(|&index| Some((index, self.books.get(index)?)))
            .filter(|(_, book)| may(&book.text.shown))
            .collect();
        let defining = |full: &str| books.iter().find(|(_, book)| book.names.defines.contains(full)).copied();
        if name.contains('.') {
            return defining(name);
        }
        defining(&format!("{namespace}.{name}")).or_else(|| defining(name)).or_else(|| books.first().copied())
    }
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The namespace in which a text's names most likely stand.
fn space_of(defines: &BTreeSet<String>) -> String {
    defines.iter().find_map(|name| name.rsplit_once('.')).map_or_else(String::new, |(space, _)| space.to_owned())
}

impl Names {
    fn of(text: &str) -> Self {
        let (schema, findings) = Schema::parse(text, &[]);
        let Some(schema) = schema else { return Self::default() };
        let undefined = findings.iter().filter(|it| it.rule == Rule::Undefined);
        let needs = undefined.filter_map(|it| {
            let written = text.get(it.span.start..it.span.end)?;
            let tree = syntax::parse(written).0;
            tree.string(tree.root()).map(Into::into)
        });
        Self { needs: needs.collect(), defines: schema.type_names().map(|name| name.full().to_owned()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Library, Text};

    fn text(shown: &str, text: &str) -> Text {
        Text { shown: shown.to_owned(), is_file: true, text: text.into() }
    }

    fn record(name: &str, uses: &str) -> String {
        format!(r#"{{"type": "record", "name": "{name}", "fields": [{{"name": "a", "type": "{uses}"}}]}}"#)
    }

    #[test]
    fn a_schema_gets_what_it_needs_and_what_that_needs() {
        let library = Library::of([
            text("order", &record("shop.Order", "Line")),
            text("money", &record("shop.Money", "int")),
            text("other", &record("other.Line", "int")),
            text("line", &record("shop.Line", "shop.Money")),
            text("a", &record("ring.A", "B")),
            text("b", &record("ring.B", "A")),
        ]);
        let check = |uses: &str, left_out: &[&str], expected: &[&str]| {
            let found = library.references_of(&text("mine", &record("shop.Mine", uses)), left_out);
            assert_eq!(found.iter().map(|it| it.shown.as_str()).collect::<Vec<_>>(), expected, "{uses}");
        };
        check("int", &[], &[]);
        check("Nowhere", &[], &[]);
        check("Order", &[], &["order", "line", "money"]);
        check("shop.Line", &[], &["line", "money"]);
        check("other.Line", &[], &["other"]);
        check("Line", &["line"], &["other"]);
        check("ring.B", &[], &["b", "a"]);
    }
}
