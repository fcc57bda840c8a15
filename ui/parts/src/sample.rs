//! The e-commerce design that comes with the program.

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/sample.rs"));
}

/// The files of the sample, by path.
pub fn files() -> &'static [(&'static str, &'static str)] {
    embedded::FILES
}
