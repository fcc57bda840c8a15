//! Markdown as people write decisions in it, for reading: headings, lists, tables, quotes, code, emphasis and links. What it
//! does not know it shows as it was typed, so nothing of a text is ever hidden.

use leptos::prelude::*;

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Heading { level: usize, text: String },
    Paragraph(String),
    List { ordered: bool, items: Vec<(usize, String)> },
    Quote(String),
    Code(String),
    Table { head: Vec<String>, rows: Vec<Vec<String>> },
    Rule,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Span {
    Text(String),
    Strong(String),
    Emphasis(String),
    Code(String),
    Link { text: String, target: String },
}

/// A text as Markdown.
#[component]
pub fn Markdown(
    /// The text.
    text: String,
) -> impl IntoView {
    blocks(&text).into_iter().map(block_view).collect_view()
}

fn block_view(block: Block) -> AnyView {
    match block {
        Block::Heading { level: 1, text } => view! { <h1>{spans_view(&text)}</h1> }.into_any(),
        Block::Heading { level: 2, text } => view! { <h2>{spans_view(&text)}</h2> }.into_any(),
        Block::Heading { level: 3, text } => view! { <h3>{spans_view(&text)}</h3> }.into_any(),
        Block::Heading { text, .. } => view! { <h4>{spans_view(&text)}</h4> }.into_any(),
        Block::Paragraph(text) => view! { <p>{spans_view(&text)}</p> }.into_any(),
        Block::Quote(text) => view! { <blockquote>{spans_view(&text)}</blockquote> }.into_any(),
        Block::Code(text) => view! { <pre class="mono">{text}</pre> }.into_any(),
        Block::Rule => view! { <hr /> }.into_any(),
        Block::List { ordered, items } => {
            let items = items
                .into_iter()
                .map(|(level, text)| view! { <li style=format!("margin-left:{}px", level * 18)>{spans_view(&text)}</li> })
                .collect_view();
            if ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
        Block::Table { head, rows } => view! {
            <table>
                <thead>
                    <tr>{head.iter().map(|cell| view! { <th>{spans_view(cell)}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {rows
                        .iter()
                        .map(|row| {
                            view! { <tr>{row.iter().map(|cell| view! { <td>{spans_view(cell)}</td> }).collect_view()}</tr> }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
        .into_any(),
    }
}

fn spans_view(text: &str) -> impl IntoView + use<> {
    spans(text)
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => text.into_any(),
            Span::Strong(text) => view! { <strong>{text}</strong> }.into_any(),
            Span::Emphasis(text) => view! { <em>{text}</em> }.into_any(),
            Span::Code(text) => view! { <code class="mono">{text}</code> }.into_any(),
            // The window opens no pages; the address is shown where it can be copied from.
            Span::Link { text, target } => {
                view! { <span class="md-link" title=target.clone()>{text}</span> }.into_any()
            }
        })
        .collect_view()
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut lines = text.lines().peekable();
    let flush = |paragraph: &mut Vec<&str>, blocks: &mut Vec<Block>| {
        if !paragraph.is_empty() {
            blocks.push(Block::Paragraph(paragraph.join(" ")));
            paragraph.clear();
        }
    };
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = ["```", "~~~"].iter().find(|fence| trimmed.starts_with(**fence)) {
            flush(&mut paragraph, &mut blocks);
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().starts_with(*fence)).collect();
            blocks.push(Block::Code(code.join("\n")));
        } else if trimmed.is_empty() {
            flush(&mut paragraph, &mut blocks);
        } else if let Some((level, text)) = heading(trimmed) {
            flush(&mut paragraph, &mut blocks);
            blocks.push(Block::Heading { level, text: text.to_owned() });
        } else if trimmed.len() >= 3 && trimmed.chars().all(|it| matches!(it, '-' | '*' | '_')) {
            flush(&mut paragraph, &mut blocks);
            blocks.push(Block::Rule);
        } else if let Some(quote) = trimmed.strip_prefix('>') {
            flush(&mut paragraph, &mut blocks);
            let mut whole = vec![quote.trim()];
            while let Some(next) = lines.peek().and_then(|line| line.trim().strip_prefix('>')) {
                whole.push(next.trim());
                lines.next();
            }
            blocks.push(Block::Quote(whole.join(" ")));
        } else if trimmed.starts_with('|') && lines.peek().is_some_and(|next| is_table_rule(next)) {
            flush(&mut paragraph, &mut blocks);
            lines.next();
            let mut rows = Vec::new();
            while let Some(row) = lines.peek().map(|line| line.trim()).filter(|line| line.starts_with('|')) {
                rows.push(cells(row));
                lines.next();
            }
            blocks.push(Block::Table { head: cells(trimmed), rows });
        } else if let Some((ordered, text)) = item(trimmed) {
            flush(&mut paragraph, &mut blocks);
            let level = (line.len() - line.trim_start().len()) / 2;
            match blocks.last_mut() {
                Some(Block::List { ordered: same, items }) if *same == ordered || level > 0 => {
                    items.push((level, text.to_owned()));
                }
                _ => blocks.push(Block::List { ordered, items: vec![(level, text.to_owned())] }),
            }
        } else if let (true, Some(Block::List { items, .. })) =
            (paragraph.is_empty() && line.starts_with([' ', '\t']), blocks.last_mut())
        {
            if let Some((_, text)) = items.last_mut() {
                text.push(' ');
                text.push_str(trimmed);
            }
        } else {
            paragraph.push(trimmed);
        }
    }
    flush(&mut paragraph, &mut blocks);
    blocks
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.chars().take_while(|it| *it == '#').count();
    let text = line.get(level..)?.strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, text.trim_end_matches('#').trim()))
}

fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|sign| line.strip_prefix(sign)) {
        return Some((false, text.trim()));
    }
    let (number, text) = line.split_once(". ")?;
    (!number.is_empty() && number.chars().all(|it| it.is_ascii_digit())).then(|| (true, text.trim()))
}

fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.chars().all(|it| matches!(it, '|' | '-' | ':' | ' '))
}

fn cells(row: &str) -> Vec<String> {
    row.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn spans(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = quoted(rest, "`", Span::Code)
            .or_else(|| quoted(rest, "**", Span::Strong))
            .or_else(|| quoted(rest, "__", Span::Strong))
            .or_else(|| quoted(rest, "*", Span::Emphasis))
            .or_else(|| link(rest));
        match found {
            Some((span, after)) => {
                if !plain.is_empty() {
                    out.push(Span::Text(std::mem::take(&mut plain)));
                }
                out.push(span);
                rest = after;
            }
            None => {
                plain.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    if !plain.is_empty() {
        out.push(Span::Text(plain));
    }
    out
}

fn quoted<'a>(text: &'a str, sign: &str, make: fn(String) -> Span) -> Option<(Span, &'a str)> {
    let (inner, after) = text.strip_prefix(sign)?.split_once(sign)?;
    let is_tight = !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ');
    is_tight.then(|| (make(inner.to_owned()), after))
}

fn link(text: &str) -> Option<(Span, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = after.split_once(')')?;
    (!label.contains(['[', ']'])).then(|| (Span::Link { text: label.to_owned(), target: target.to_owned() }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_decision() {
        let text = "# Use Kafka\n\nWe decide\nto use it.\n\n* good\n  because fast\n* bad\n\n> quoted\n> twice\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlet x;\n```\n---\n1. one\n";
        let expected = vec![
            Block::Heading { level: 1, text: "Use Kafka".to_owned() },
            Block::Paragraph("We decide to use it.".to_owned()),
            Block::List { ordered: false, items: vec![(0, "good because fast".to_owned()), (0, "bad".to_owned())] },
            Block::Quote("quoted twice".to_owned()),
            Block::Table {
                head: vec!["a".to_owned(), "b".to_owned()],
                rows: vec![vec!["1".to_owned(), "2".to_owned()]],
            },
            Block::Code("let x;".to_owned()),
            Block::Rule,
            Block::List { ordered: true, items: vec![(0, "one".to_owned())] },
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn spans_of_a_line() {
        let text = |it: &str| Span::Text(it.to_owned());
        let check = |line: &str, expected: Vec<Span>| assert_eq!(spans(line), expected, "{line}");
        check("a **b** `c`", vec![text("a "), Span::Strong("b".to_owned()), text(" "), Span::Code("c".to_owned())]);
        check("2 * 3 * 4", vec![text("2 * 3 * 4")]);
        check(
            "see [the page](x.md).",
            vec![text("see "), Span::Link { text: "the page".to_owned(), target: "x.md".to_owned() }, text(".")],
        );
        check("größe *ja*", vec![text("größe "), Span::Emphasis("ja".to_owned())]);
    }
}
