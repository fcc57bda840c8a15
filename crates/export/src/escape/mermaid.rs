//! Labels of Mermaid charts.

use derive::wording::one_line;

/// A name inside double quotes, with everything that Mermaid takes for markup, a directive or a formula spelled as an entity.
/// Mermaid refuses an empty label, and the whole chart with it, so a record without a name has its id.
pub fn label(name: &str, id: &str) -> String {
    let name = one_line(name);
    let mut out = String::new();
    for character in if name.is_empty() { id } else { &name }.chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            // `#…;` is an entity, `%%{…}%%` a directive, `$$…$$` a formula, `\n` a line end, and `style …:…#…;` loses its end.
            '#' | '%' | '$' | '\\' | ':' | '{' | '}' => out.push_str(&format!("#{};", u32::from(character))),
            '`' => out.push('\''),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_hold_no_markup_and_are_never_empty() {
        let check = |name: &str, expected: &str| assert_eq!(label(name, "order-api"), expected);
        check("Order API, größer (v2)", "Order API, größer (v2)");
        check("say \"hi\" #1 <b> `x`", "say #quot;hi#quot; #35;1 #lt;b#gt; 'x'");
        check("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;");
        check("$$x$$ a\\nb &lt;", "#36;#36;x#36;#36; a#92;nb #amp;lt;");
        for empty in ["", " ", "\n\t", "\u{202e}", "\u{0}\u{2028}"] {
            check(empty, "order-api");
        }
    }
}
