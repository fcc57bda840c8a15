//! Texts that define types which others use by name. Each schema gets the ones that it needs, in whatever order they lie.

use super::text::Text;
use engine::avro::{Definition, Rule, Schema, by_meaning};
use engine::syntax::Span;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Texts by the names of the types that they define.
#[derive(Debug, Default)]
pub struct Library {
    books: Vec<Book>,
    /// The names of the texts.
    shown: BTreeSet<String>,
    /// By the last part of the name.
    by_simple_name: BTreeMap<String, Vec<usize>>,
    /// Texts that were read before: a text is asked about more than once.
    read: RefCell<BTreeMap<Arc<str>, Arc<Names>>>,
}

#[derive(Debug)]
struct Book {
    text: Text,
    names: Arc<Names>,
    /// Whether somebody has named it, so that it comes before what only lies there.
    is_named: bool,
}

/// The names in a text.
#[derive(Debug, Default)]
struct Names {
    /// In full, those that it defines.
    defines: BTreeMap<String, Definition>,
    /// The name of its outermost type.
    outermost: Option<String>,
    /// In full, those that it uses and does not define.
    needs: Vec<String>,
}

/// The texts that a text needs of others.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The texts that define what it uses, and what these use.
    pub texts: Vec<Text>,
    /// The names that it uses and that no text gives it.
    pub missing: Vec<Missing>,
}

/// A name that a text uses and that no other text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// In full.
    pub name: String,
    pub why: Why,
}

/// Why a name stays without a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No text defines it.
    Undefined,
    /// Texts define it that do not mean the same; the places where they do.
    TwoMeanings(Vec<String>),
    /// A type of this name has another namespace: its full name, and the text that defines it.
    OtherNamespace { meant: String, text: String },
    /// The text that defines it defines a type of the user's own as well: that text, and the type.
    BesideOwn { text: String, own: String },
}

/// A full name that texts define without meaning the same.
#[derive(Debug)]
pub struct Conflict<'a> {
    pub name: &'a str,
    /// The first text of each meaning, with the place of the name; sorted by text.
    pub places: Vec<(&'a Text, Span)>,
    /// Whether it is the name of the outermost type in two of them.
    pub is_outermost: bool,
}

impl Library {
    pub fn of(texts: impl IntoIterator<Item = Text>) -> Self {
        let mut library = Self::default();
        for text in texts {
            library.add(text);
        }
        library
    }

    /// Adds a text, unless the library has it.
    pub fn add(&mut self, text: Text) {
        self.put(text, false);
    }

    /// Adds a text that somebody has named: it comes before what only lies there.
    pub fn add_named(&mut self, text: Text) {
        self.put(text, true);
    }

    fn put(&mut self, text: Text, is_named: bool) {
        if !self.shown.insert(text.shown.clone()) {
            return;
        }
        let names = self.names(&text);
        for name in names.defines.keys() {
            self.by_simple_name.entry(simple(name).to_owned()).or_default().push(self.books.len());
        }
        self.books.push(Book { text, names, is_named });
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
    pub fn references_of(&self, text: &Text, left_out: &[&str]) -> Found {
        let own = self.names(text);
        let may = |shown: &str| shown != text.shown && !left_out.contains(&shown);
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut seen: BTreeSet<String> = own.defines.keys().cloned().collect();
        let mut found = Found::default();
        let mut open: VecDeque<String> = own.needs.iter().cloned().collect();
        while let Some(name) = open.pop_front() {
            if !seen.insert(name.clone()) {
                continue;
            }
            match self.book(&name, &own, may) {
                Ok((index, book)) => {
                    if taken.insert(index) {
                        open.extend(book.names.needs.iter().cloned());
                        found.texts.push(book.text.clone());
                    }
                }
                Err(why) => found.missing.push(Missing { name, why }),
            }
        }
        found
    }

    /// The text that defines a name. Before all others come those that somebody has named, and of these the ones whose
    /// outermost type has the name; where several are left that do not mean the same, none is right.
    fn book(&self, name: &str, user: &Names, may: impl Fn(&str) -> bool) -> Result<(usize, &Book), Why> {
        let at = self.by_simple_name.get(simple(name)).into_iter().flatten();
        let books: Vec<(usize, &Book)> = at
            .filter_map(|&index| Some((index, self.books.get(index)?)))
            .filter(|(_, book)| may(&book.text.shown))
            .collect();
        let defining = |full: &str| -> Vec<(usize, &Book)> {
            books.iter().filter(|(_, book)| book.names.defines.contains_key(full)).copied().collect()
        };
        // Java falls back to a type without namespace.
        let full = [name, simple(name)].into_iter().find(|full| !defining(full).is_empty());
        let Some(full) = full else { return Err(elsewhere(name, &books)) };
        let all = defining(full);
        let own_of = |book: &Book| user.defines.keys().find(|own| book.names.defines.contains_key(*own)).cloned();
        let mut usable: Vec<(usize, &Book)> = all.iter().filter(|(_, book)| own_of(book).is_none()).copied().collect();
        if usable.is_empty() {
            let beside = all.first().and_then(|(_, book)| Some((book.text.shown.clone(), own_of(book)?)));
            return Err(beside.map_or(Why::Undefined, |(text, own)| Why::BesideOwn { text, own }));
        }
        if usable.iter().any(|(_, book)| book.is_named) {
            usable.retain(|(_, book)| book.is_named);
        }
        let is_outermost = |book: &Book| book.names.outermost.as_deref() == Some(full);
        if usable.iter().any(|(_, book)| is_outermost(book)) {
            usable.retain(|(_, book)| is_outermost(book));
        }
        let meanings = meanings(usable.iter().map(|(_, book)| *book), full);
        match (meanings.as_slice(), usable.first()) {
            ([_], Some(first)) => Ok(*first),
            _ => {
                let place = |(text, span): &(&Text, Span)| text.place(*span).to_string();
                Err(Why::TwoMeanings(meanings.iter().map(place).collect()))
            }
        }
    }

    /// The names that texts of different subjects define without meaning the same.
    pub fn conflicts(&self) -> Vec<Conflict<'_>> {
        let names: BTreeSet<&str> =
            self.books.iter().flat_map(|book| book.names.defines.keys().map(String::as_str)).collect();
        let mut found = Vec::new();
        for name in names {
            let at = self.by_simple_name.get(simple(name)).into_iter().flatten();
            let books = at.filter_map(|&index| self.books.get(index));
            let books: Vec<&Book> = books.filter(|book| book.names.defines.contains_key(name)).collect();
            let places = meanings(books.iter().copied(), name);
            if places.len() > 1 {
                let outermost = books.iter().filter(|book| book.names.outermost.as_deref() == Some(name));
                let is_outermost = meanings(outermost.copied(), name).len() > 1;
                found.push(Conflict { name, places, is_outermost });
            }
        }
        found
    }
}

/// The first text of each meaning of a name, in the order of the texts.
fn meanings<'a>(books: impl Iterator<Item = &'a Book>, name: &str) -> Vec<(&'a Text, Span)> {
    let mut books: Vec<&Book> = books.collect();
    books.sort_by(|a, b| a.text.shown.cmp(&b.text.shown));
    let defining = books.into_iter().filter_map(|book| {
        let definition = book.names.defines.get(name)?;
        Some(((&book.text, definition.span), definition.meaning.clone()))
    });
    by_meaning(defining).into_iter().filter_map(|group| group.into_iter().next()).collect()
}

/// Why no text defines a name, where texts define its last part in other namespaces.
fn elsewhere(name: &str, books: &[(usize, &Book)]) -> Why {
    let is_namesake = |full: &&String| simple(full) == simple(name);
    let names = books.iter().flat_map(|(_, book)| book.names.defines.keys().map(move |full| (full, book)));
    let first = names.filter(|(full, _)| is_namesake(full)).min_by_key(|(full, book)| (*full, &book.text.shown));
    first.map_or(Why::Undefined, |(meant, book)| Why::OtherNamespace {
        meant: meant.clone(),
        text: book.text.shown.clone(),
    })
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Names {
    fn of(text: &str) -> Self {
        let (schema, findings) = Schema::parse(text, &[]);
        let Some(schema) = schema else { return Self::default() };
        let is_needed = findings.iter().any(|it| it.rule == Rule::Undefined);
        let needs = schema.undefined_names().filter(|_| is_needed).map(str::to_owned).collect();
        let names = schema.type_names().map(|name| name.full().to_owned());
        let defines = names.filter_map(|full| Some((full.clone(), schema.definition(&full)?))).collect();
        Self { defines, outermost: schema.fullname().map(str::to_owned), needs }
    }
}

#[cfg(test)]
mod tests {
    use super::{Library, Text, Why};

    fn text(shown: &str, text: &str) -> Text {
        Text::of_file(shown, text)
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
            text("plain", &record("Plain", "int")),
        ]);
        let check = |uses: &str, left_out: &[&str], expected: &[&str]| {
            let found = library.references_of(&text("mine", &record("shop.Mine", uses)), left_out);
            assert_eq!(found.texts.iter().map(|it| it.shown.as_str()).collect::<Vec<_>>(), expected, "{uses}");
            assert_eq!(found.missing.is_empty(), !expected.is_empty() || uses == "int", "{uses}");
        };
        check("int", &[], &[]);
        check("Nowhere", &[], &[]);
        check("Order", &[], &["order", "line", "money"]);
        check("shop.Line", &[], &["line", "money"]);
        check("other.Line", &[], &["other"]);
        check("Plain", &[], &["plain"]);
        // A short name never means a type of another namespace.
        check("Line", &["line"], &[]);
        check("ring.B", &[], &["b", "a"]);
    }

    #[test]
    fn a_name_that_nobody_gives_says_why() {
        let both = |inner: &str| format!("[{inner}, {}]", record("shop.Mine", "int"));
        let library = Library::of([
            text("z", &record("shop.Seat", "int")),
            text("a", &format!("[{}, {}]", record("shop.Row", "int"), record("shop.Gate", "int"))),
            text("b", &format!("[{}, {}]", record("shop.Row", "long"), record("shop.Gate", "int"))),
            text("c", &record("far.Lane", "int")),
            text("d", &both(&record("shop.Old", "int"))),
            text("e", &record("shop.Dock", "string")),
            text("f", &format!("[{}, \"int\"]", record("shop.Dock", "bytes"))),
        ]);
        let check = |uses: &str, expected: Option<Why>| {
            let found = library.references_of(&text("mine", &record("shop.Mine", uses)), &[]);
            assert_eq!(found.missing.into_iter().map(|it| it.why).next(), expected, "{uses}");
        };
        check("Seat", None);
        check("Gate", None);
        check("Dock", None);
        check("Row", Some(Why::TwoMeanings(vec!["a:1:29".to_owned(), "b:1:29".to_owned()])));
        let lane = Why::OtherNamespace { meant: "far.Lane".to_owned(), text: "c".to_owned() };
        check("Lane", Some(lane.clone()));
        check("wrong.Lane", Some(lane));
        check("Old", Some(Why::BesideOwn { text: "d".to_owned(), own: "shop.Mine".to_owned() }));
        check("Nowhere", Some(Why::Undefined));
        let mut library = library;
        library.add_named(text("named", &format!("[{}, \"int\"]", record("shop.Row", "bytes"))));
        let found = library.references_of(&text("mine", &record("shop.Mine", "Row")), &[]);
        assert_eq!(found.texts.iter().map(|it| it.shown.as_str()).collect::<Vec<_>>(), ["named"]);
    }

    #[test]
    fn names_with_two_meanings_are_found_in_whatever_order_the_texts_come() {
        let texts = [
            text("a", &record("shop.Row", "int")),
            text("b", &record("shop.Row", "long")),
            text("c", &format!("[{}, \"int\"]", record("shop.Row", "int"))),
            text("d", &record("shop.Seat", "int")),
        ];
        let names = |texts: Vec<Text>| {
            let library = Library::of(texts);
            let shown = |it: &super::Conflict<'_>| {
                let places: Vec<&str> = it.places.iter().map(|(text, _)| text.shown.as_str()).collect();
                format!("{} {} {}", it.name, places.join(" "), it.is_outermost)
            };
            library.conflicts().iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(names(texts.to_vec()), ["shop.Row a b true"]);
        assert_eq!(names(texts.iter().rev().cloned().collect()), ["shop.Row a b true"]);
        assert_eq!(names(texts[1..].to_vec()), ["shop.Row b c false"]);
    }
}
