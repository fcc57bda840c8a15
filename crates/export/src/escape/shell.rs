//! Words and comments of shell scripts.

use derive::wording::one_line;

/// A text as one line of a comment.
pub fn comment(text: &str) -> String {
    format!("# {}", one_line(text))
}

/// A text that the shell takes letter by letter.
pub fn quoted(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-' | ':' | '=' | '/' | '@' | ',');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    if !text.contains(['\'', '$', '`']) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for character in text.chars() {
        if matches!(character, '"' | '$' | '`' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn the_shell_takes_names_as_they_are() {
        assert_eq!(quoted("User:order-api"), "User:order-api");
        assert_eq!(quoted("cleanup.policy=compact,delete"), "cleanup.policy=compact,delete");
        assert_eq!(quoted("Describe Write"), "'Describe Write'");
        assert_eq!(quoted("a \\ and \"b\""), r#"'a \ and "b"'"#);
        assert_eq!(quoted("it's $HOME"), r#""it's \$HOME""#);
        assert_eq!(quoted(r#"`$(x)` \ "y""#), r#""\`\$(x)\` \\ \"y\"""#);
        assert_eq!(quoted(""), "''");
    }
}
