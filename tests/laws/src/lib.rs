//! How every property test of the workspace runs. The same commit tries the same inputs, on each machine and on each day, so
//! that a red test is about the commit. Other inputs are for `cargo xtask fuzz laws`, which sets another seed for each round
//! and may fail without anybody having changed anything.

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};

/// What all laws begin with, unless the variable `PROPTEST_RNG_SEED` says another number.
const SEED: u64 = 20_261_121;

/// Inputs that broke a law lie beside its source under this ending, one a row, and are tried before all others.
const ROWS: &str = "proptest-regressions";

/// So many inputs for each law of a block: `#![proptest_config(laws::cases(256))]`.
pub fn cases(cases: u32) -> Config {
    let environment = Config::default();
    let rng_seed = match environment.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    // None where the variable `PROPTEST_DISABLE_FAILURE_PERSISTENCE` is set.
    let is_kept = environment.failure_persistence.is_some();
    let failure_persistence = is_kept.then(|| Box::new(FileFailurePersistence::WithSource(ROWS)) as Box<_>);
    Config { cases, rng_seed, failure_persistence, ..environment }
}
