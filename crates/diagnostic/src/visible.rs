//! Foreign text in sentences for people: names of a design, words of a registry, paths.
//!
//! A terminal obeys control characters, and a reader is misled by characters that turn the direction of writing. A sentence
//! shows both as what they are, so that a name can neither move the cursor nor forge a line. And no sentence tells the user
//! and password that stand in an address.

use std::borrow::Cow;

/// Whether a character steers a terminal or the direction of writing and must not be printed as it is.
pub fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// A text in one line, with what would steer a terminal shown as a picture of itself.
pub fn one_line(text: &str) -> Cow<'_, str> {
    shown(text, is_steering)
}

/// The same for several lines: line ends stay, as `\n`, and tabs stay.
pub fn several_lines(text: &str) -> Cow<'_, str> {
    let is_shown = |character: char| is_steering(character) && !matches!(character, '\n' | '\t');
    if text.contains("\r\n") {
        let text = text.replace("\r\n", "\n");
        return Cow::Owned(shown(&text, is_shown).into_owned());
    }
    shown(text, is_shown)
}

/// A text in one line of at most so many characters; a longer one ends in `…`.
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", one_line(text.get(..end).unwrap_or_default())),
        None => one_line(text).into_owned(),
    }
}

/// A sentence with `…` in place of the user and password of every address in it: of what stands between `//` and the last `@`
/// before the next blank.
pub fn without_credentials(text: &str) -> Cow<'_, str> {
    if !text.contains("//") || !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let clean = text.split_inclusive(char::is_whitespace).map(|word| {
        let secret = word.split_once("//").and_then(|(before, rest)| Some((before, rest.rsplit_once('@')?.1)));
        secret.map_or(Cow::Borrowed(word), |(before, host)| Cow::Owned(format!("{before}//…@{host}")))
    });
    Cow::Owned(clean.collect())
}

/// A foreign text as a sentence: in one line, and without credentials.
pub fn sentence(text: &str) -> Cow<'_, str> {
    match without_credentials(text) {
        Cow::Borrowed(text) => one_line(text),
        Cow::Owned(text) => Cow::Owned(one_line(&text).into_owned()),
    }
}

fn shown(text: &str, is_shown: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_shown) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|it| if is_shown(it) { picture(it) } else { it }).collect())
}

/// Unicode has a picture of each of the first 32 characters, and of the one that deletes.
fn picture(character: char) -> char {
    match u32::from(character) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_steers_a_terminal() {
        let check = |text: &str, in_one: &str, in_several: &str| {
            assert_eq!((&*one_line(text), &*several_lines(text)), (in_one, in_several), "{text:?}");
        };
        check("orders, größer 👩‍🚀", "orders, größer 👩‍🚀", "orders, größer 👩‍🚀");
        check("\u{1b}[2Jred\nnext\u{7f}\u{9b}1m", "␛[2Jred␊next␡\u{fffd}1m", "␛[2Jred\nnext␡\u{fffd}1m");
        check("\u{1b}]0;title\u{7}", "␛]0;title␇", "␛]0;title␇");
        check("a\rb\tc", "a␍b␉c", "a␍b\tc");
        check("a\r\nb\r", "a␍␊b␍", "a\nb␍");
        check("abc\u{202e}fed\u{2066}\u{2028}x", "abc\u{fffd}fed\u{fffd}\u{fffd}x", "abc\u{fffd}fed\u{fffd}\u{fffd}x");
        check("", "", "");
    }

    #[test]
    fn no_sentence_tells_a_password() {
        let check = |text: &str, expected: &str| assert_eq!(without_credentials(text), expected);
        check("http://me:s3cret@host:8081/a is down", "http://…@host:8081/a is down");
        check("“ftp://me:s3c/r@et@host”, //a:b@c", "“ftp://…@host”, //…@c");
        check("http://host, me@host, // a @b", "http://host, me@host, // a @b");
        check("see\nhttp://u@h\tx", "see\nhttp://…@h\tx");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(clipped("größer", 3), "grö…");
        assert_eq!(clipped("größer", 6), "größer");
        assert_eq!(clipped("a\nb", 2), "a␊…");
    }
}
