//! Output. A reader may stop reading, as `head` does; that is no failure of ours. A full disk is.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};

/// Prints to the standard output. Where that cannot be done, the program ends: nobody would see what it still has to say.
pub fn out(text: &str) {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
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
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A text from a design or a path in one line of a terminal: line ends and control characters, which could move the cursor
/// or hide what follows, are shown as what they are.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let shown = |it: char| match u32::from(it) {
        // Unicode has a picture of each of the first 32, and of the one that deletes.
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ if it.is_control() => char::REPLACEMENT_CHARACTER,
        _ => it,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_from_a_design_steers_the_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(line(text), expected);
        check("orders, größer", "orders, größer");
        check("\u{1b}[2Jred\nnext\u{7f}\u{9b}1m", "␛[2Jred␊next␡\u{fffd}1m");
    }
}
