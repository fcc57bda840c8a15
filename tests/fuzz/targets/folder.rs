//! Searches for a design folder that is not loaded, or told of wrongly.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::folder::holds(bytes));
