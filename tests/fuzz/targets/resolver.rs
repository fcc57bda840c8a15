//! Searches for two schemas on which the resolver fails, or disagrees with itself, the rules, or the data.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::resolver::holds(bytes));
