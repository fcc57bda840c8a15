//! What holds of the standard form of any file: it says the same, it stays as it is when it is made again, and every comment stays
//! above what it stood above.

use crate::files::path;
use engine::format::{SourceFile, load, standard_form};

/// Brings a text into its standard form: the first byte says of which file.
pub fn holds(bytes: &[u8]) {
    let Some((&at, text)) = bytes.split_first() else { return };
    let (path, text) = (path(at), String::from_utf8_lossy(text));
    let Some(standard) = standard_form(path, &text) else { return };
    let design = |text: &str| load(vec![SourceFile { path: path.to_owned(), bytes: text.into() }]).design;
    assert_eq!(design(&standard), design(&text), "{path}\n{text}\n{standard}");
    assert_eq!(standard_form(path, &standard).as_deref(), Some(standard.as_str()), "{path}\n{text}");
    // Nothing but blanks and order changes.
    assert_eq!(letters(&standard), letters(text.trim_start_matches('\u{feff}')), "{path}\n{text}\n{standard}");
    let after = commented(&standard);
    for pair in commented(text.trim_start_matches('\u{feff}')) {
        assert!(after.contains(&pair), "{path}: {pair:?} is parted\n{text}\n{standard}");
    }
}

/// Every character but blanks, in one order.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|it| !it.is_whitespace()).collect();
    letters.sort();
    letters
}

/// Each line that is a comment with the line right below it, without blanks.
fn commented(text: &str) -> Vec<(String, String)> {
    let lines: Vec<String> = text.lines().map(|line| line.chars().filter(|it| !it.is_whitespace()).collect()).collect();
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let is_comment = |line: &str| line.starts_with('#');
    let pairs = pairs.filter(|(line, next)| is_comment(line) && !next.is_empty() && !is_comment(next));
    pairs.map(|(line, next)| (line.clone(), next.clone())).collect()
}
