//! Markdown that stays whole whatever a design's texts contain.

use derive::wording::one_line;

/// A visible mark where the design does not say what a section needs.
pub fn gap(reason: &str) -> String {
    format!("TODO({reason})")
}

/// A text of the design as part of a paragraph: in one line, without markup of its own. Text that would begin a block, open
/// code or a link, or set letters apart, stands there as its author typed it.
pub fn plain(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    let number = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let mut before = ' ';
    let mut rest = line.char_indices().enumerate().peekable();
    while let Some((index, (at, it))) = rest.next() {
        let after = rest.peek().map_or(' ', |(_, (_, after))| *after);
        let is_markup = match it {
            // GitHub sets formulas between dollar signs, and strikes through what stands between tildes.
            '\\' | '`' | '*' | '[' | '~' | '$' => true,
            '_' => !before.is_alphanumeric() || !after.is_alphanumeric(),
            // The last ones of a heading are no part of it.
            '#' => index == 0 || line.get(at..).is_some_and(|rest| rest.bytes().all(|byte| byte == b'#')),
            '>' | '-' | '+' | '=' => index == 0,
            // GitHub makes a link of every address.
            ':' => line.get(at..).is_some_and(|rest| rest.starts_with("://")),
            '.' if after != ' ' && line.get(..at).is_some_and(|start| start.to_ascii_lowercase().ends_with("www")) => {
                true
            }
            '.' | ')' => number > 0 && index == number && after == ' ',
            _ => false,
        };
        match it {
            '<' => out.push_str("&lt;"),
            '&' if is_entity(line.get(at..).unwrap_or_default()) => out.push_str("&amp;"),
            it if is_markup => out.extend(['\\', it]),
            it => out.push(it),
        }
        before = it;
    }
    out
}

/// Whether a text begins with what Markdown shows as another character.
fn is_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';')).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '#')))
}

/// A name as part of a paragraph; a record without one is named by its id.
pub fn named(name: &str, id: &str) -> String {
    let name = plain(name);
    if name.is_empty() { code(id) } else { name }
}

/// A text as [`plain`] with a full stop, unless it ends with a mark already.
pub fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text } else { text + "." }
}

/// A name as code.
pub fn code(name: &str) -> String {
    let name = one_line(name).replace('`', "'");
    // Two ticks without a word between them would begin a code that ends anywhere.
    format!("`{}`", if name.is_empty() { "?" } else { &name })
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
        assert_eq!(plain("C #, a ##"), "C #, a \\#\\#");
        assert_eq!(plain("&lt;b&gt; R&D &#60; & ;"), "&amp;lt;b&amp;gt; R&D &amp;#60; & ;");
        assert_eq!(plain("http://a.b www.a.b"), "http\\://a.b www\\.a.b");
        assert_eq!(plain("a~b~ $x$"), "a\\~b\\~ \\$x\\$");
        assert_eq!((named("", "api"), named("A*", "api")), ("`api`".to_owned(), "A\\*".to_owned()));
        assert_eq!(plain("order_events, _x_, a\\b"), "order_events, \\_x\\_, a\\\\b");
        assert_eq!(sentence("It is so"), "It is so.");
        assert_eq!(sentence("Is it so?"), "Is it so?");
        assert_eq!(sentence(""), "");
        assert_eq!((code("a`b"), code("\n")), ("`a'b`".to_owned(), "`?`".to_owned()));
        assert_eq!(
            table(&["a"], &[vec!["x|y\nz".to_owned()], vec![String::new()]]),
            "| a |\n| --- |\n| x\\|y z |\n| |\n"
        );
    }
}
