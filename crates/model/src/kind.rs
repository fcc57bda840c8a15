//! The one table of kinds. Which kinds of record there are, and every property that a kind has by itself, stands here once:
//! keys, records, the maps of a design, the folder format and the lists of the window are made from it or look it up. Lists
//! of kinds elsewhere decide what happens, and never what a kind is.

use serde::{Deserialize, Serialize};

/// Hands the table to a macro. A row holds the kind and the word for it in keys and files; the type of its id and what that is, the map of all
/// such records in a design and the function that finds one; the fields for its name and its context, where it has them; and
/// what else is the case for the kind.
macro_rules! with_kinds {
    ($make:ident) => {
        $make! {
            records {
                /// A bounded context.
                Context "context": ContextId "The id of a bounded context.",
                    contexts, context; named [name] in [] {
                    title: "bounded context",
                    example: "New context",
                    file: Some("contexts/{id}/context.toml"),
                    left_out: &[],
                    is_placed: true,
                    section: None,
                }
                /// A relation between two contexts.
                ContextRelation "relation": RelationId "The id of a relation between two contexts.",
                    relations, relation; named [] in [] {
                    title: "context relation",
                    example: "",
                    file: Some("relations/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: Some(Section { rank: 5, id: "relations", title: "Context relations" }),
                }
                /// A service.
                Service "service": ServiceId "The id of a service.",
                    services, service; named [name] in [context] {
                    title: "service",
                    example: "new-service",
                    file: Some("contexts/{context}/services/{id}.toml"),
                    left_out: &[],
                    is_placed: true,
                    section: None,
                }
                /// A topic.
                Topic "topic": TopicId "The id of a topic.",
                    topics, topic; named [name] in [context] {
                    title: "topic",
                    example: "new-topic",
                    file: Some("contexts/{context}/topics/{id}.toml"),
                    left_out: &[],
                    is_placed: true,
                    section: None,
                }
                /// A message.
                Message "message": MessageId "The id of a message.",
                    messages, message; named [name] in [context] {
                    title: "message",
                    example: "NewEvent",
                    file: Some("contexts/{context}/messages/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: None,
                }
                /// A schema with its versions.
                Schema "schema": SchemaId "The id of a schema, which stands for one subject.",
                    schemas, schema; named [name] in [context] {
                    title: "schema",
                    example: "NewRecord",
                    file: Some("contexts/{context}/schemas/{id}/schema.toml"),
                    left_out: &["versions", "draft"],
                    is_placed: false,
                    section: Some(Section { rank: 1, id: "schemas", title: "Schemas" }),
                }
                /// A flow between a service and a topic.
                Flow "flow": FlowId "The id of a flow.",
                    flows, flow; named [] in [context] {
                    title: "flow",
                    example: "",
                    file: Some("contexts/{context}/flows/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: None,
                }
                /// A business process.
                Process "process": ProcessId "The id of a process.",
                    processes, process; named [name] in [] {
                    title: "process",
                    example: "New process",
                    file: Some("processes/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: Some(Section { rank: 2, id: "processes", title: "Processes" }),
                }
                /// An environment.
                Environment "environment": EnvironmentId "The id of an environment.",
                    environments, environment; named [name] in [] {
                    title: "environment",
                    example: "staging",
                    file: Some("environments/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: Some(Section { rank: 4, id: "environments", title: "Environments" }),
                }
                /// An architecture decision record.
                Decision "decision": DecisionId "The id of a decision: its number and slug, for example `0005-use-kafka`.",
                    decisions, decision; named [title] in [] {
                    title: "decision record",
                    example: "Use … for …",
                    file: Some("decisions/{id}.md"),
                    left_out: &["title", "body"],
                    is_placed: false,
                    section: Some(Section { rank: 3, id: "decisions", title: "Decisions" }),
                }
                /// A view.
                View "view": ViewId "The id of a view.",
                    views, view; named [name] in [] {
                    title: "view",
                    example: "New view",
                    file: Some("views/{id}.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: Some(Section { rank: 6, id: "views", title: "Views" }),
                }
            }
            positions {
                /// Where a node stands in a view: the view, then the key of the node. It is a line of the view's file.
                Placement "placement" {
                    title: "position",
                    example: "",
                    file: None,
                    left_out: &[],
                    is_placed: false,
                    section: None,
                }
            }
            singles {
                /// The design's own settings, of which there is one.
                Settings "settings": settings; named [name] {
                    title: "design settings",
                    example: "",
                    file: Some("eventscape.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: None,
                }
                /// The guardrail policy, of which there is one.
                Policy "policy": policy; named [] {
                    title: "policy",
                    example: "",
                    file: Some("policy.toml"),
                    left_out: &[],
                    is_placed: false,
                    section: None,
                }
            }
        }
    };
}
pub(crate) use with_kinds;

/// The properties of a kind.
struct Row {
    title: &'static str,
    example: &'static str,
    file: Option<&'static str>,
    left_out: &'static [&'static str],
    is_placed: bool,
    section: Option<Section>,
}

/// A list of all records of a kind, beside the contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Section {
    /// Its place among the sections.
    pub rank: u8,
    /// Names it, for example `schemas`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
}

/// The place of a field as a JSON pointer, for rows that name a field.
macro_rules! pointer {
    () => {
        None
    };
    ($field:ident) => {
        Some(concat!("/", stringify!($field)))
    };
}

macro_rules! kinds {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident;
            named [$($name:ident)?] in [$($context:ident)?] $row:tt)* }
        positions { $(#[$position_doc:meta])* $position:ident $position_word:literal $position_row:tt }
        singles { $($(#[$single_doc:meta])* $single:ident $single_word:literal: $field:ident;
            named [$($single_name:ident)?] $single_row:tt)* }
    ) => {
        /// The kinds of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
            $(#[$position_doc])*
            $position,
            $($(#[$single_doc])* $single,)*
        }

        impl Kind {
            /// All kinds, in the order of keys.
            pub const ALL: &[Self] = &[$(Self::$kind,)* Self::$position, $(Self::$single,)*];

            const fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => const { &Row $row },)*
                    Self::$position => const { &Row $position_row },
                    $(Self::$single => const { &Row $single_row },)*
                }
            }

            /// The word in keys and file formats, for example `topic`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                    Self::$position => $position_word,
                    $(Self::$single => $single_word,)*
                }
            }

            /// The name of the action that creates a record of the kind, for example `New topic…`.
            pub const fn creation(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!("New ", $word, "…"),)*
                    Self::$position => concat!("New ", $position_word, "…"),
                    $(Self::$single => concat!("New ", $single_word, "…"),)*
                }
            }

            /// Where records of the kind say what people call them, as a JSON pointer; nothing for those that are told by
            /// what they connect.
            pub const fn name_field(self) -> Option<&'static str> {
                match self {
                    $(Self::$kind => pointer!($($name)?),)*
                    Self::$position => None,
                    $(Self::$single => pointer!($($single_name)?),)*
                }
            }

            /// Where records of the kind say which context they live in, as a JSON pointer; nothing for those that live in
            /// none.
            pub const fn context_field(self) -> Option<&'static str> {
                match self {
                    $(Self::$kind => pointer!($($context)?),)*
                    Self::$position $(| Self::$single)* => None,
                }
            }

            /// The kind of records that a type of id names, for example `TopicId`.
            pub(crate) fn of_id_type(name: &str) -> Option<Self> {
                $(if name == stringify!($id) {
                    return Some(Self::$kind);
                })*
                None
            }

            /// Whether there is exactly one record of the kind, whatever the design: it can be changed, but neither created
            /// nor deleted.
            pub const fn is_single(self) -> bool {
                match self {
                    $(Self::$single => true,)*
                    $(Self::$kind)|* | Self::$position => false,
                }
            }
        }
    };
}
with_kinds!(kinds);

impl Kind {
    /// The kind of a word in keys and file formats.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// The word for people, in lower case, for example `bounded context`.
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// A name to start from, for kinds whose records are created by typing one.
    pub const fn example(self) -> &'static str {
        self.row().example
    }

    /// Whether records of the kind live in a context.
    pub const fn lives_in_context(self) -> bool {
        self.context_field().is_some()
    }

    /// Whether records of the kind can be given to another context by themselves. A flow lives where its service does.
    pub fn is_movable(self) -> bool {
        self.lives_in_context() && self != Self::Flow
    }

    /// The file of a record of the kind in a design folder, with `{context}` and `{id}` where these stand; nothing for what is
    /// a line in the file of another.
    pub const fn file(self) -> Option<&'static str> {
        self.row().file
    }

    /// The fields that stand in no TOML of the record's file: its place says them, or files beside it do.
    pub fn fields_outside_its_file(self) -> impl Iterator<Item = &'static str> {
        let id = (!self.is_single()).then_some("id");
        let context = self.context_field().and_then(|pointer| pointer.strip_prefix('/'));
        id.into_iter().chain(context).chain(self.row().left_out.iter().copied())
    }

    /// Whether a name is all it takes to create a record of the kind. Records that join others are made of these.
    pub fn is_created_by_name(self) -> bool {
        !self.is_single() && self.name_field().is_some()
    }

    /// Whether records of the kind have a place on a canvas.
    pub const fn is_placed(self) -> bool {
        self.row().is_placed
    }

    /// The list of all records of the kind; nothing for those that are listed in their context, or nowhere.
    pub const fn section(self) -> Option<Section> {
        self.row().section
    }

    /// The kinds that have a section, in the order of the sections.
    pub fn in_sections() -> Vec<(Self, Section)> {
        let mut all: Vec<_> = Self::ALL.iter().filter_map(|kind| Some((*kind, kind.section()?))).collect();
        all.sort_by_key(|(_, section)| section.rank);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_word(kind.as_str()), Some(*kind));
        }
        assert_eq!(Kind::of_word("thing"), None);
    }

    #[test]
    fn a_file_names_the_context_of_what_lives_in_one_and_the_id_of_what_has_one() {
        for kind in Kind::ALL {
            let Some(file) = kind.file() else { continue };
            assert_eq!(file.contains("{context}"), kind.lives_in_context(), "{file}");
            assert_eq!(file.contains("{id}"), !kind.is_single(), "{file}");
        }
    }
}
