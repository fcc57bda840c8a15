//! Searches for a file that its standard form changes, or parts from its comments.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::standard::holds(bytes));
