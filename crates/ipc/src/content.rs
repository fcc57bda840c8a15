//! The bytes of a file on the wire.
//!
//! Nearly every file of a design is UTF-8, and JSON carries that as it is. The few that are not must still reach the
//! engine, which reports them by name, so they travel in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The content of a file: `{"text": …}` where it is UTF-8, `{"base64": …}` where not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileContent {
    /// Valid UTF-8, byte for byte as on disk, a byte order mark included.
    Text(String),
    /// Anything else.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    Base64(Vec<u8>),
}

impl FileContent {
    /// Wraps bytes in the shorter of the two forms that can hold them.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|error| Self::Base64(error.into_bytes()), Self::Text)
    }

    /// The bytes as they stand on disk.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Base64(bytes) => bytes,
        }
    }

    /// The bytes as they stand on disk, without taking them.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Base64(bytes) => bytes,
        }
    }
}

/// A file of the design folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderFile {
    /// Relative to the folder, with `/` on every platform.
    pub path: String,
    /// Its content.
    #[serde(flatten)]
    pub content: FileContent,
}

/// A change of a file by another program, or the content that stands there now instead of the expected one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideChange {
    /// Relative to the folder, with `/` on every platform.
    pub path: String,
    /// Its content now; nothing when it is gone.
    pub content: Option<FileContent>,
}

fn to_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}
