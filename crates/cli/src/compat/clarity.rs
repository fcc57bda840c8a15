//! Rules that a text must keep before anything can be said about its meaning.

use engine::avro::Rule;

/// Whether a breach of a rule means that names, types, fields, symbols or sizes are missing from what was understood. A
/// verdict on the rest would be a guess: the text has no canonical form of its own, and no verdict about other versions is
/// certain.
pub fn hides_parts(rule: Rule) -> bool {
    match rule {
        Rule::Json
        | Rule::NotASchema
        | Rule::TypeMissing
        | Rule::Undefined
        | Rule::NameMissing
        | Rule::FieldsMissing
        | Rule::FieldNotObject
        | Rule::FieldTypeMissing
        | Rule::SymbolsMissing
        | Rule::SymbolNotText
        | Rule::ItemsMissing
        | Rule::ValuesMissing
        | Rule::SizeMissing
        | Rule::UnionNested => true,
        Rule::Comment
        | Rule::DuplicateKey
        | Rule::TypeNested
        | Rule::UsedBeforeDefined
        | Rule::NamespaceFallback
        | Rule::NameIllegal
        | Rule::NameNotAscii
        | Rule::NamespaceNotText
        | Rule::PrimitiveRedefined
        | Rule::PrimitiveNameInNamespace
        | Rule::Redefined
        | Rule::Repeated
        | Rule::FieldDuplicate
        | Rule::SymbolDuplicate
        | Rule::EnumDefaultUnknown
        | Rule::EnumDefaultNotText
        | Rule::SizeTooBig
        | Rule::BranchDuplicate
        | Rule::OrderUnknown
        | Rule::OrderCase
        | Rule::AliasesNotTexts
        | Rule::AliasIllegal
        | Rule::AliasNotAscii
        | Rule::AliasClash
        | Rule::DocNotText
        | Rule::DefaultMisfit
        | Rule::DefaultNotANumber
        | Rule::DefaultNumberAsText
        | Rule::DefaultUnencodable
        | Rule::DefaultTooEarly
        | Rule::DefaultOfLaterBranch
        | Rule::AttributeIgnored
        | Rule::AttributeMisspelt
        | Rule::LogicalTypeMisfit
        | Rule::LogicalTypeUnknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::hides_parts;
    use engine::avro::{Rule, Schema};

    #[test]
    fn what_is_missing_hides_parts_and_what_is_odd_does_not() {
        let check = |text: &str, rule: Rule, expected: bool| {
            let (_, findings) = Schema::parse(text, &[]);
            assert!(findings.iter().any(|it| it.rule == rule), "{text}: {findings:?}");
            assert_eq!(hides_parts(rule), expected, "{text}");
        };
        check(r#"{"type": "record", "name": "R"}"#, Rule::FieldsMissing, true);
        check(r#"{"type": "record", "fields": []}"#, Rule::NameMissing, true);
        check(r#"{"type": "fixed", "name": "F"}"#, Rule::SizeMissing, true);
        check(r#"{"type": "enum", "name": "E", "symbols": [1]}"#, Rule::SymbolNotText, true);
        check(r#"["int", ]"#, Rule::Json, true);
        check(r#"{"type": "enum", "name": "E", "symbols": ["A", "A"]}"#, Rule::SymbolDuplicate, false);
        check(r#"{"type": "fixed", "name": "F", "size": 1, "aliases": "G"}"#, Rule::AliasesNotTexts, false);
        check(r#"["int", "int"]"#, Rule::BranchDuplicate, false);
    }
}
