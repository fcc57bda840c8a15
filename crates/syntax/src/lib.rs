//! Error-tolerant, lossless JSON with spans
