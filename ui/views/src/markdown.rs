//! Markdown as people write decisions in it, for reading. `pulldown-cmark` reads the text; a tree of our own nodes stands between
//! it and the page, so that HTML inside a text is shown as it was typed and never becomes part of the page.

use leptos::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Text(String),
    Code(String),
    Break,
    Rule,
    Done(bool),
    Element(Element, Vec<Node>),
}

/// Something that holds pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    Paragraph,
    Heading(HeadingLevel),
    Quote,
    CodeBlock,
    Ordered(u64),
    Unordered,
    Item,
    Table,
    Head,
    Row,
    Cell,
    Emphasis,
    Strong,
    Struck,
    /// The window opens no pages; the address is shown where it can be read and copied.
    Link(String),
    /// Structure that the window does not show apart from what it holds.
    Plain,
}

/// A text as Markdown.
#[component]
pub fn Markdown(
    /// The text.
    text: String,
) -> impl IntoView {
    views(parse(&text))
}

fn views(nodes: Vec<Node>) -> Vec<AnyView> {
    nodes.into_iter().map(view_of).collect()
}

fn view_of(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Code(text) => view! { <code class="mono">{text}</code> }.into_any(),
        Node::Break => view! { <br /> }.into_any(),
        Node::Rule => view! { <hr /> }.into_any(),
        Node::Done(done) => view! { <input type="checkbox" checked=done disabled=true /> }.into_any(),
        Node::Element(element, nodes) => element_view(element, nodes),
    }
}

fn element_view(element: Element, nodes: Vec<Node>) -> AnyView {
    match element {
        Element::Paragraph => view! { <p>{views(nodes)}</p> }.into_any(),
        Element::Heading(HeadingLevel::H1) => view! { <h1>{views(nodes)}</h1> }.into_any(),
        Element::Heading(HeadingLevel::H2) => view! { <h2>{views(nodes)}</h2> }.into_any(),
        Element::Heading(HeadingLevel::H3) => view! { <h3>{views(nodes)}</h3> }.into_any(),
        Element::Heading(HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6) => {
            view! { <h4>{views(nodes)}</h4> }.into_any()
        }
        Element::Quote => view! { <blockquote>{views(nodes)}</blockquote> }.into_any(),
        Element::CodeBlock => view! { <pre class="mono">{views(nodes)}</pre> }.into_any(),
        Element::Ordered(start) => view! { <ol start=start.to_string()>{views(nodes)}</ol> }.into_any(),
        Element::Unordered => view! { <ul>{views(nodes)}</ul> }.into_any(),
        Element::Item => view! { <li>{views(nodes)}</li> }.into_any(),
        Element::Table => {
            let (head, rows): (Vec<Node>, Vec<Node>) =
                nodes.into_iter().partition(|node| matches!(node, Node::Element(Element::Head, _)));
            view! {
                <table>
                    <thead>{views(head)}</thead>
                    <tbody>{views(rows)}</tbody>
                </table>
            }
            .into_any()
        }
        Element::Head => {
            let cells = nodes.into_iter().map(|cell| match cell {
                Node::Element(Element::Cell, nodes) => view! { <th>{views(nodes)}</th> }.into_any(),
                other @ (Node::Text(_)
                | Node::Code(_)
                | Node::Break
                | Node::Rule
                | Node::Done(_)
                | Node::Element(..)) => view_of(other),
            });
            view! { <tr>{cells.collect_view()}</tr> }.into_any()
        }
        Element::Row => view! { <tr>{views(nodes)}</tr> }.into_any(),
        Element::Cell => view! { <td>{views(nodes)}</td> }.into_any(),
        Element::Emphasis => view! { <em>{views(nodes)}</em> }.into_any(),
        Element::Strong => view! { <strong>{views(nodes)}</strong> }.into_any(),
        Element::Struck => view! { <s>{views(nodes)}</s> }.into_any(),
        Element::Link(target) => view! { <span class="md-link" title=target>{views(nodes)}</span> }.into_any(),
        Element::Plain => views(nodes).into_any(),
    }
}

fn parse(text: &str) -> Vec<Node> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    nodes(&mut Parser::new_ext(text, options))
}

/// The pieces up to the end of the element that is open.
fn nodes(events: &mut Parser<'_>) -> Vec<Node> {
    let mut out = Vec::new();
    while let Some(event) = events.next() {
        let node = match event {
            Event::Start(tag) => Node::Element(element_of(tag), nodes(events)),
            Event::End(_) => break,
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => Node::Text(text.into_string()),
            Event::Code(text) => Node::Code(text.into_string()),
            Event::SoftBreak => Node::Text(" ".to_owned()),
            Event::HardBreak => Node::Break,
            Event::Rule => Node::Rule,
            Event::TaskListMarker(done) => Node::Done(done),
        };
        match (out.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, node) => out.push(node),
        }
    }
    out
}

fn element_of(tag: Tag<'_>) -> Element {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => Element::Paragraph,
        Tag::Heading { level, .. } => Element::Heading(level),
        Tag::BlockQuote(_) => Element::Quote,
        Tag::CodeBlock(_) => Element::CodeBlock,
        Tag::List(Some(start)) => Element::Ordered(start),
        Tag::List(None) => Element::Unordered,
        Tag::Item => Element::Item,
        Tag::Table(_) => Element::Table,
        Tag::TableHead => Element::Head,
        Tag::TableRow => Element::Row,
        Tag::TableCell => Element::Cell,
        Tag::Emphasis => Element::Emphasis,
        Tag::Strong => Element::Strong,
        Tag::Strikethrough => Element::Struck,
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => Element::Link(dest_url.into_string()),
        Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Superscript
        | Tag::Subscript
        | Tag::MetadataBlock(_) => Element::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in one line a piece, nested by two spaces.
    fn outline(text: &str) -> String {
        fn write(nodes: &[Node], depth: usize, out: &mut String) {
            for node in nodes {
                out.push_str(&"  ".repeat(depth));
                match node {
                    Node::Element(element, inner) => {
                        out.push_str(&format!("{element:?}\n"));
                        write(inner, depth + 1, out);
                    }
                    leaf @ (Node::Text(_) | Node::Code(_) | Node::Break | Node::Rule | Node::Done(_)) => {
                        out.push_str(&format!("{leaf:?}\n"))
                    }
                }
            }
        }
        let mut out = String::new();
        write(&parse(text), 0, &mut out);
        out
    }

    #[test]
    fn blocks_of_a_decision() {
        insta::assert_snapshot!(outline("# Use Kafka\n\nWe decide\nto use it.\n\n> quoted\n> twice\n\n```\nlet x;\n```\n---\n"), @r#"
        Heading(H1)
          Text("Use Kafka")
        Paragraph
          Text("We decide to use it.")
        Quote
          Paragraph
            Text("quoted twice")
        CodeBlock
          Text("let x;\n")
        Rule
        "#);
    }

    #[test]
    fn lists_nest_and_keep_their_numbers() {
        insta::assert_snapshot!(outline("* good\n  because fast\n  * faster\n* bad\n\n3. three\n4. four\n\n- [x] done\n"), @r#"
        Unordered
          Item
            Text("good because fast")
            Unordered
              Item
                Text("faster")
          Item
            Text("bad")
        Ordered(3)
          Item
            Text("three")
          Item
            Text("four")
        Unordered
          Item
            Done(true)
            Text("done")
        "#);
    }

    #[test]
    fn tables_have_a_head() {
        insta::assert_snapshot!(outline("| a | b |\n|---|---|\n| 1 | `x` |\n"), @r#"
        Table
          Head
            Cell
              Text("a")
            Cell
              Text("b")
          Row
            Cell
              Text("1")
            Cell
              Code("x")
        "#);
    }

    #[test]
    fn spans_of_a_line() {
        insta::assert_snapshot!(outline("a **b** `c`, 2 * 3 * 4, größe *ja* and ~~nein~~"), @r#"
        Paragraph
          Text("a ")
          Strong
            Text("b")
          Text(" ")
          Code("c")
          Text(", 2 * 3 * 4, größe ")
          Emphasis
            Text("ja")
          Text(" and ")
          Struck
            Text("nein")
        "#);
    }

    #[test]
    fn links_and_pictures_show_their_address_and_open_nothing() {
        insta::assert_snapshot!(outline("see [the **page**](x.md) and ![a picture](javascript:alert(1))"), @r#"
        Paragraph
          Text("see ")
          Link("x.md")
            Text("the ")
            Strong
              Text("page")
          Text(" and ")
          Link("javascript:alert(1)")
            Text("a picture")
        "#);
    }

    #[test]
    fn html_is_shown_as_it_was_typed() {
        insta::assert_snapshot!(outline("<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b &lt;i&gt;\n"), @r#"
        Paragraph
          Text("<script>alert(1)</script>\n")
        Paragraph
          Text("a <img src=x onerror=alert(1)> b <i>")
        "#);
    }
}
