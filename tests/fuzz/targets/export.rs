//! Searches for a design whose exports no other parser reads, or reads as more than texts.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::export::holds(bytes));
