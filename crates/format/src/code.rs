//! The rules of the folder: the names under which loading reports what it could not take as written.

use diagnostic::{Code, CodeInfo};

macro_rules! codes {
    ($($name:ident = $code:literal, $summary:literal;)*) => {
        $(pub(crate) const $name: Code = Code::new($code);)*

        /// Every rule that loading and merging speak under.
        pub const CODES: &[CodeInfo] = &[$(CodeInfo { code: $code, summary: $summary },)*];
    };
}

codes! {
    NO_SETTINGS = "folder/no-settings", "A design folder has an eventscape.toml";
    NEWER_FORMAT = "folder/newer-format", "The folder's format is one that this version knows";
    OLDER_FORMAT = "folder/older-format", "The folder's format is the present one";
    ILLEGAL_NAME = "folder/illegal-name", "Files and folders of records are named by legal ids";
    DUPLICATE_ID = "folder/duplicate-id", "An id names one record of its kind in the whole design";
    STRAY_FILE = "folder/stray-file", "Files of a design stand where they are looked for";
    NO_CONTEXT = "folder/no-context-file", "A context folder has a context.toml";
    NOT_TEXT = "file/not-text", "Files of a design are text in UTF-8";
    SYNTAX = "file/syntax", "Files of a design are valid TOML";
    DUPLICATE_KEY = "file/duplicate-key", "A key stands once in its table";
    MERGE_CONFLICT = "file/merge-conflict", "Files hold no unresolved merge conflict";
    UNKNOWN_KEY = "file/unknown-key", "Keys are ones that the record has";
    MISSING_KEY = "file/missing-key", "Required keys are there";
    WRONG_VALUE = "file/wrong-value", "Values are of the kind that their key wants";
    ROUNDED = "file/rounded", "Positions are whole numbers";
    DUPLICATE_STEP = "process/duplicate-step", "The steps of a process have ids of their own";
    VERSION_NAME = "schema/version-name", "Schema versions are files v1.avsc, v2.avsc and so on";
    VERSION_GAP = "schema/version-gap", "No schema version is left out";
    FRONT_MATTER = "decision/front-matter", "The front matter of a decision is valid YAML between two lines of dashes";
    UNKNOWN_STATUS = "decision/unknown-status", "The status of a decision begins with a word that MADR names";
    NO_HEADING = "decision/no-heading", "A decision has its title as first heading";
    UNPLACEABLE = "view/unplaceable-node", "Only contexts, services and topics have a place in a view";
    UNKNOWN_NODE = "view/unknown-node", "Nodes with a place exist";
}
