//! The text that a repair puts into a file, and its place by line and column, as editors and code scanning want it.

use engine::diagnostic::{Edit, Fix, Place, Position};
use std::ops::Range;

/// A part of a file, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The file and its part; where that is empty, the text is put in.
    pub place: Place,
    /// The text that stands there afterwards.
    pub text: String,
}

impl Replacement {
    /// The replacement of bytes; nothing where the text has no such bytes.
    pub fn of_bytes(file: &str, source: &str, bytes: Range<usize>, text: &str) -> Option<Self> {
        source.get(bytes.clone())?;
        let (start, end) = (Position::of_offset(source, bytes.start), Position::of_offset(source, bytes.end));
        Some(Self { place: Place { file: file.to_owned(), start, end: Some(end) }, text: text.to_owned() })
    }

    fn end(&self) -> Position {
        self.place.end.unwrap_or(self.place.start)
    }
}

/// A repair as replacements in files, all of them about the files as they are; nothing where it does something else too.
pub fn replacements(fix: &Fix, of_edit: impl Fn(&Edit) -> Option<Replacement>) -> Option<Vec<Replacement>> {
    let all: Vec<Replacement> = fix.edits.iter().map(of_edit).collect::<Option<_>>()?;
    // An edit speaks of what those before it have left; from the last to the first that is what was there.
    let speaks_of_the_file = |(index, later): (usize, &Replacement)| {
        let earlier = all.get(..index).unwrap_or_default().iter();
        earlier.filter(|it| it.place.file == later.place.file).all(|it| later.end() <= it.place.start)
    };
    (!all.is_empty() && all.iter().enumerate().all(speaks_of_the_file)).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_text_in_the_file_as_it_is_has_replacements() {
        const TEXT: &str = "ab\ncd";
        let edit = |start, end| Edit::ReplaceInFile { file: "a".to_owned(), start, end, text: "x".to_owned() };
        let of_edit = |edit: &Edit| match edit {
            Edit::ReplaceInFile { file, start, end, text } => Replacement::of_bytes(file, TEXT, *start..*end, text),
            Edit::SetField { .. } | Edit::ReplaceText { .. } | Edit::Delete { .. } | Edit::Create { .. } => None,
        };
        let check = |edits: Vec<Edit>, expected: Option<&[&str]>| {
            let found = replacements(&Fix { title: "x".to_owned(), edits: edits.clone() }, of_edit);
            let place = |it: &Replacement| format!("{} to {}:{}", it.place, it.end().line, it.end().column);
            let found: Option<Vec<String>> = found.map(|all| all.iter().map(place).collect());
            let expected: Option<Vec<String>> = expected.map(|all| all.iter().map(ToString::to_string).collect());
            assert_eq!(found, expected, "{edits:?}");
        };
        check(vec![edit(1, 1)], Some(&["a:1:2 to 1:2"]));
        check(vec![edit(3, 5), edit(0, 2)], Some(&["a:2:1 to 2:3", "a:1:1 to 1:3"]));
        check(vec![edit(0, 2), edit(3, 5)], None);
        check(vec![edit(3, 9)], None);
        check(vec![edit(0, 1), Edit::Delete { record: "topic:a".to_owned() }], None);
        check(vec![], None);
    }
}
