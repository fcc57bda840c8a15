//! The way to a value, as sentences name it: `items[].price` is a field, and the empty way is the message.

use diagnostic::capitalised;

/// The place in the middle of a sentence.
pub(crate) fn object(trail: &str) -> String {
    match trail.chars().next() {
        None => "the message".to_owned(),
        Some('[') if trail == "[]" => "each element of the message".to_owned(),
        Some('{') if trail == "{}" => "each value of the message".to_owned(),
        Some('[' | '{') => format!("the message{trail}"),
        Some(_) => format!("field {trail}"),
    }
}

/// The place at the start of a sentence.
pub(crate) fn subject(trail: &str) -> String {
    capitalised(&object(trail))
}
