//! Fingerprints of the parsing canonical form.

use crate::schema::Schema;
use md5::Md5;
use sha2::{Digest, Sha256};

/// The fingerprint of the empty text, which is also the polynomial.
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

const TABLE: [u64; 256] = table();

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where an index out of range does not compile")]
const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut entry = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            entry = (entry >> 1) ^ (EMPTY & (entry & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = entry;
        byte += 1;
    }
    table
}

/// CRC-64-AVRO of bytes.
pub fn crc_64_avro(bytes: &[u8]) -> u64 {
    bytes.iter().fold(EMPTY, |crc, &byte| {
        let entry = usize::from(crc.to_le_bytes()[0] ^ byte);
        (crc >> 8) ^ TABLE.get(entry).copied().unwrap_or_default()
    })
}

impl Schema {
    /// CRC-64-AVRO of the parsing canonical form. Java shows it as a signed number.
    pub fn fingerprint(&self) -> u64 {
        crc_64_avro(self.canonical_form().as_bytes())
    }

    /// MD5 of the parsing canonical form.
    pub fn md5(&self) -> [u8; 16] {
        Md5::digest(self.canonical_form()).into()
    }

    /// SHA-256 of the parsing canonical form.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.canonical_form()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::crc_64_avro;

    #[test]
    fn the_fingerprint_of_the_empty_text_is_the_seed() {
        assert_eq!(crc_64_avro(b""), 0xc15d_213a_a4d7_a795);
        assert_eq!(crc_64_avro(b"\"int\"").cast_signed(), 8_247_732_601_305_521_295);
    }
}
