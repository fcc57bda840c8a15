//! Searches for a repair that does not repair, and for an edit of the form that does something else.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::repair::holds(bytes));
