//! Output. Nothing reaches a terminal but through here, so nothing foreign steers it, whatever a command prints. A reader may stop
//! reading, as `head` does; that is no failure of ours. A full disk is.

use engine::diagnostic::{is_steering, several_lines};
use serde_json::Value;
use std::borrow::Cow;
use std::io::{ErrorKind, Write};

pub use engine::diagnostic::one_line as line;

/// Prints to the standard output. Where that cannot be done, the program ends: nobody would see what it still has to say.
pub fn out(text: &str) {
    let mut out = std::io::stdout().lock();
    match out.write_all(several_lines(text).as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => {}
        // A closed pipe means that nobody wants the rest.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => {
            err(&format!("error: the output could not be written: {error}\n"));
            std::process::exit(3);
        }
    }
}

/// Prints to the standard error.
pub fn err(text: &str) {
    let _ = std::io::stderr().lock().write_all(several_lines(text).as_bytes());
}

/// A value as indented JSON with a line end.
pub fn json(value: &Value) -> String {
    format!("{}\n", escaped(&format!("{value:#}")))
}

/// A value as JSON in one line, with a line end.
pub fn json_line(value: &Value) -> String {
    format!("{}\n", escaped(&value.to_string()))
}

/// JSON with what would steer a terminal spelled as JSON spells it. Such characters stand only inside strings: of those outside,
/// JSON has the line end alone.
pub fn escaped(json: &str) -> Cow<'_, str> {
    let is_escaped = |character: char| is_steering(character) && !matches!(character, '\n' | '\r' | '\t');
    if !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let spelled = |character: char| {
        if is_escaped(character) { format!("\\u{:04x}", u32::from(character)) } else { character.to_string() }
    };
    Cow::Owned(json.chars().map(spelled).collect())
}

#[cfg(test)]
mod tests {
    use super::{json, json_line};
    use serde_json::{Value, json};

    #[test]
    fn json_says_the_same_without_steering_a_terminal() {
        let value = json!({ "a\u{9b}": "\u{1b}[31m\u{7f}\u{85}\u{202e}\n", "b": ["ü", 1] });
        assert_eq!(json_line(&value), "{\"a\\u009b\":\"\\u001b[31m\\u007f\\u0085\\u202e\\n\",\"b\":[\"ü\",1]}\n");
        assert_eq!(serde_json::from_str::<Value>(&json(&value)).unwrap(), value);
    }
}
