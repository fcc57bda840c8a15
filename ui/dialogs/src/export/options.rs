//! The options of a target, drawn from its schema: a control for each kind of option, and no target by name.

use super::Export;
use super::about::About;
use engine::diagnostic::counted;
use engine::export::{Exporter, OptionChoice, OptionInfo, OptionKind};
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub(super) fn TargetOptions(export: Export, target: &'static Exporter) -> impl IntoView {
    let options = target.options();
    (!options.is_empty()).then(|| {
        view! {
            <h3>{target.title}</h3>
            {options
                .into_iter()
                .map(|option| view! { <TargetOption export=export target=target.word option=option /> })
                .collect_view()}
        }
    })
}

#[component]
fn TargetOption(export: Export, target: &'static str, option: OptionInfo) -> impl IntoView {
    let testid = format!("option-{target}-{}", option.name);
    let name = option.name.clone();
    let field = (target, name.clone());
    let wrong = Signal::derive({
        let field = field.clone();
        move || export.wrong.with(|wrong| wrong.get(&field).cloned())
    });
    let choose = Callback::new(move |read: Result<Value, String>| match read {
        Ok(value) => {
            if export.wrong.with_untracked(|wrong| wrong.contains_key(&field)) {
                export.wrong.update(|wrong| drop(wrong.remove(&field)));
            }
            export.options.update(|it| it.choose(target, &name, value));
        }
        Err(reason) => export.wrong.update(|wrong| drop(wrong.insert(field.clone(), reason))),
    });
    let (name, default) = (option.name.clone(), option.default.clone());
    let value = Signal::derive(move || {
        export.options.with(|options| options.of(target).get(&name).cloned()).unwrap_or_else(|| default.clone())
    });
    let label = match &option.unit {
        Some(unit) => format!("{} ({unit})", option.title),
        None => option.title.clone(),
    };
    let sentence = option.sentence.clone();
    let control = match option.kind {
        OptionKind::Text => {
            view! { <Line label=label hint=sentence value=value choose=choose wrong=wrong read=text testid=testid /> }
                .into_any()
        }
        OptionKind::Number => {
            view! { <Line label=label hint=sentence value=value choose=choose wrong=wrong read=number testid=testid /> }
                .into_any()
        }
        OptionKind::Flag => {
            view! { <Flag label=label hint=sentence value=value choose=choose testid=testid /> }.into_any()
        }
        OptionKind::Choice(choices) => {
            view! { <Words label=label hint=sentence choices=choices value=value choose=choose testid=testid /> }
                .into_any()
        }
        OptionKind::Texts => {
            view! { <Lines label=label hint=sentence value=value choose=choose testid=testid /> }.into_any()
        }
        OptionKind::Records => view! { <Records export=export label=label hint=sentence /> }.into_any(),
    };
    view! { <div class="export-option">{control}</div> }
}

/// A line of text as a value; nothing for an empty one, so that the default is taken.
fn text(line: &str) -> Result<Value, String> {
    let line = line.trim();
    Ok(if line.is_empty() { Value::Null } else { line.into() })
}

/// The same of a number.
fn number(line: &str) -> Result<Value, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(Value::Null);
    }
    line.parse::<i64>().map(Value::from).map_err(|_| format!("{line} is not a whole number; type one such as 30"))
}

/// The lines that say something.
fn texts(lines: &str) -> Result<Value, String> {
    let lines: Vec<Value> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from).collect();
    Ok(if lines.is_empty() { Value::Null } else { lines.into() })
}

/// A value as its field shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join("\n"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[component]
fn Line(
    label: String,
    hint: String,
    value: Signal<Value>,
    choose: Callback<Result<Value, String>>,
    #[prop(into)] wrong: Signal<Option<String>>,
    read: fn(&str) -> Result<Value, String>,
    testid: String,
) -> impl IntoView {
    // The text that is being typed is not written over, such as a blank at its end.
    let first = value.with_untracked(shown);
    view! {
        <label class="export-field">
            <b>{label}</b>
            <input
                class="text-field"
                class:invalid=move || wrong.with(Option::is_some)
                type="text"
                data-testid=testid
                prop:value=first
                on:input=move |event| choose.run(read(&event_target_value(&event)))
            />
            {move || wrong.get().map(|reason| view! { <span class="field-error" role="alert">{reason}</span> })}
            <span class="muted">{hint}</span>
        </label>
    }
}

#[component]
fn Lines(
    label: String,
    hint: String,
    value: Signal<Value>,
    choose: Callback<Result<Value, String>>,
    testid: String,
) -> impl IntoView {
    let first = value.with_untracked(shown);
    view! {
        <label class="export-field">
            <b>{label}</b>
            <textarea
                class="text-area"
                rows="2"
                data-testid=testid
                prop:value=first
                on:input=move |event| choose.run(texts(&event_target_value(&event)))
            ></textarea>
            <span class="muted">{format!("{hint}, one a line")}</span>
        </label>
    }
}

#[component]
fn Flag(
    label: String,
    hint: String,
    value: Signal<Value>,
    choose: Callback<Result<Value, String>>,
    testid: String,
) -> impl IntoView {
    let on = move || value.with(|value| value.as_bool().unwrap_or_default());
    view! {
        <label class="target">
            <input
                type="checkbox"
                data-testid=testid
                prop:checked=on
                on:change=move |_| choose.run(Ok((!value.with_untracked(|value| value.as_bool().unwrap_or_default())).into()))
            />
            <span>
                <b>{label}</b>
                <span class="muted">{hint}</span>
            </span>
        </label>
    }
}

#[component]
fn Words(
    label: String,
    hint: String,
    choices: Vec<OptionChoice>,
    value: Signal<Value>,
    choose: Callback<Result<Value, String>>,
    testid: String,
) -> impl IntoView {
    let group = testid.clone();
    let choice = move |choice: OptionChoice| {
        let (word, own) = (choice.word.clone(), choice.word.clone());
        view! {
            <label class="target">
                <input
                    type="radio"
                    name=group.clone()
                    data-testid=format!("{testid}-{}", choice.word)
                    prop:checked=move || value.with(|value| value.as_str() == Some(&own))
                    on:change=move |_| choose.run(Ok(word.clone().into()))
                />
                <span>
                    <span>{choice.word}</span>
                    <span class="muted">{choice.sentence}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="export-field">
            <legend>
                <b>{label}</b>
            </legend>
            <span class="muted">{hint}</span>
            {choices.into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

#[component]
fn Records(export: Export, label: String, hint: String) -> impl IntoView {
    let about = move |about: About| {
        let count = about.records(export.document, export.attention).len();
        let records = counted(count, "record");
        let (title, enabled) = match about {
            About::Selection => (format!("About the selection, {records}"), count > 0),
            About::Changes => (format!("About what changed since opening, {records}"), count > 0),
            About::Design => ("About the whole design".to_owned(), true),
        };
        view! {
            <label class="target">
                <input
                    type="radio"
                    name="about"
                    data-testid=about.testid()
                    disabled=!enabled
                    prop:checked=move || export.about.get() == about
                    on:change=move |_| export.about.set(about)
                />
                <span>{title}</span>
            </label>
        }
    };
    view! {
        <fieldset class="export-field">
            <legend>
                <b>{label}</b>
            </legend>
            <span class="muted">{hint}</span>
            {About::ALL.into_iter().map(about).collect_view()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_typed_becomes_a_value_and_is_shown_again() {
        let check = |read: fn(&str) -> Result<Value, String>, typed: &str, expected: Value, again: &str| {
            let value = read(typed).unwrap();
            assert_eq!(value, expected, "{typed}");
            assert_eq!(shown(&value), again, "{typed}");
        };
        check(text, " Raise it ", json!("Raise it"), "Raise it");
        check(text, "  ", json!(null), "");
        check(number, " 30 ", json!(30), "30");
        check(number, "", json!(null), "");
        assert_eq!(number("soon"), Err("soon is not a whole number; type one such as 30".to_owned()));
        assert_eq!(number("1.5"), Err("1.5 is not a whole number; type one such as 30".to_owned()));
        check(texts, "one\n\n two, or more \n", json!(["one", "two, or more"]), "one\ntwo, or more");
        check(texts, "\n", json!(null), "");
    }
}
