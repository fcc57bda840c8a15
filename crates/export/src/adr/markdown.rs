//! Markdown that stays whole whatever a design's texts contain.

use derive::wording::one_line;

/// A visible mark where the design does not say what a section needs.
pub fn gap(reason: &str) -> String {
    format!("TODO({reason})")
}

/// A text of the design as part of a paragraph: in one line, without markup of its own. What would begin a block, open code
/// or a link, or set letters apart, stands there as its author typed it.
pub fn plain(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    let number = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let mut before = ' ';
    let mut rest = line.chars().enumerate().peekable();
    while let Some((index, it)) = rest.next() {
        let after = rest.peek().map_or(' ', |(_, after)| *after);
        let is_markup = match it {
            '\\' | '`' | '*' | '[' => true,
            '_' | '~' => !before.is_alphanumeric() || !after.is_alphanumeric(),
            '#' | '>' | '-' | '+' | '=' => index == 0,
            '.' | ')' => number > 0 && index == number && after == ' ',
            _ => false,
        };
        match it {
            '<' => out.push_str("&lt;"),
            it if is_markup => out.extend(['\\', it]),
            it => out.push(it),
        }
        before = it;
    }
    out
}

/// The same with a full stop, unless it ends with a mark already.
pub fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text } else { text + "." }
}

/// A name as code.
pub fn code(name: &str) -> String {
    format!("`{}`", one_line(name).replace('`', "'"))
}

/// Names as code, separated by commas.
pub fn codes<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<_> = names.iter().map(|name| code(name.as_ref())).collect();
    names.join(", ")
}

/// A list with MADR's mark.
pub fn bullets<T: AsRef<str>>(items: &[T]) -> String {
    items.iter().map(|item| format!("* {}\n", item.as_ref())).collect()
}

/// A table; cells are escaped here.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |text: &String| if text.is_empty() { " |".to_owned() } else { format!(" {text} |") };
    let line = |cells: Vec<String>| format!("|{}\n", cells.iter().map(cell).collect::<String>());
    let mut out = line(head.iter().map(|cell| (*cell).to_owned()).collect());
    out += &line(head.iter().map(|_| "---".to_owned()).collect());
    for row in rows {
        out += &line(row.iter().map(|cell| one_line(cell).replace('|', "\\|")).collect());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_design_cannot_break_the_page() {
        assert_eq!(plain("two\n\n# lines <b>"), "two # lines &lt;b>");
        assert_eq!(plain("```"), "\\`\\`\\`");
        assert_eq!(plain("---"), "\\---");
        assert_eq!(plain("# a #1"), "\\# a #1");
        assert_eq!(plain("12. item, 1.5"), "12\\. item, 1.5");
        assert_eq!(plain("![x](y) and *z*"), "!\\[x](y) and \\*z\\*");
        assert_eq!(plain("order_events, _x_, a\\b"), "order_events, \\_x\\_, a\\\\b");
        assert_eq!(sentence("It is so"), "It is so.");
        assert_eq!(sentence("Is it so?"), "Is it so?");
        assert_eq!(sentence(""), "");
        assert_eq!(code("a`b"), "`a'b`");
        assert_eq!(
            table(&["a"], &[vec!["x|y\nz".to_owned()], vec![String::new()]]),
            "| a |\n| --- |\n| x\\|y z |\n| |\n"
        );
    }
}
