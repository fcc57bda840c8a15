//! Drives the main job once and leaves pictures and exported files behind.

fn main() {}
