//! Searches for a text that the parsers do not survive, or of which they say something untrue.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::parser::holds(bytes));
