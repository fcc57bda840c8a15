//! The text editor of the page, which is written in JavaScript, as a Rust value.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// What the editor underlines; places are units of UTF-16.
pub struct Underline {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What it says when it is pointed at.
    pub message: String,
    /// The source of the message.
    pub source: String,
}

/// What to put at a place; places are units of UTF-16.
pub struct Completions {
    /// Where what is replaced begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Label, detail and text of each.
    pub options: Vec<(String, String, String)>,
}

/// What a word means; places are units of UTF-16.
pub struct Meaning {
    /// Where the word begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What is said of it.
    pub text: String,
}

/// How an editor begins.
pub struct Beginning<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Whether dark colours show.
    pub dark: bool,
    /// What a screen reader calls it.
    pub label: &'a str,
}

/// An editor on the page.
pub struct Editor {
    handle: JsValue,
    /// What the editor calls back; dropped after the editor.
    _typed: Closure<dyn FnMut(String)>,
    _complete: Closure<dyn FnMut(String, f64, bool) -> JsValue>,
    _hover: Closure<dyn FnMut(f64) -> JsValue>,
}

impl Editor {
    /// Puts an editor into an element. Nothing when the page has no editor.
    pub fn new(
        parent: &web_sys::HtmlElement,
        beginning: &Beginning<'_>,
        typed: impl FnMut(String) + 'static,
        mut complete: impl FnMut(&str, usize) -> Option<Completions> + 'static,
        mut hover: impl FnMut(usize) -> Option<Meaning> + 'static,
    ) -> Option<Self> {
        let shim = Reflect::get(&js_sys::global(), &"EventscapeEditor".into()).ok()?;
        let create: Function = Reflect::get(&shim, &"create".into()).ok()?.dyn_into().ok()?;
        let typed = Closure::<dyn FnMut(String)>::new(typed);
        let complete =
            Closure::<dyn FnMut(String, f64, bool) -> JsValue>::new(move |text: String, at: f64, _: bool| {
                complete(&text, units(at)).map_or(JsValue::NULL, |it| completions(&it))
            });
        let hover = Closure::<dyn FnMut(f64) -> JsValue>::new(move |at: f64| {
            hover(units(at)).map_or(JsValue::NULL, |it| {
                object(&[("from", number(it.from)), ("to", number(it.to)), ("text", it.text.into())])
            })
        });
        let options = object(&[
            ("doc", beginning.text.into()),
            ("readOnly", beginning.read_only.into()),
            ("dark", beginning.dark.into()),
            ("label", beginning.label.into()),
            ("onChange", typed.as_ref().clone()),
        ]);
        let handle = create.call2(&shim, parent, &options).ok()?;
        let editor = Self { handle, _typed: typed, _complete: complete, _hover: hover };
        editor.call("setCompletions", &[editor._complete.as_ref().clone()]);
        editor.call("setHover", &[editor._hover.as_ref().clone()]);
        Some(editor)
    }

    fn call(&self, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
        let function = Reflect::get(&self.handle, &method.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
        function?.apply(&self.handle, &arguments.iter().collect::<Array>()).ok()
    }

    /// Shows another text; the cursor stays where the two agree, or goes to what changed.
    pub fn set_text(&self, text: &str, follow: bool) {
        self.call("setDoc", &[text.into(), follow.into()]);
    }

    /// Underlines findings.
    pub fn underline(&self, all: &[Underline]) {
        let list: Array = all
            .iter()
            .map(|it| {
                object(&[
                    ("from", number(it.from)),
                    ("to", number(it.to)),
                    ("severity", it.severity.into()),
                    ("message", it.message.as_str().into()),
                    ("source", it.source.as_str().into()),
                ])
            })
            .collect();
        self.call("setDiagnostics", &[list.into()]);
    }

    /// Dark or light.
    pub fn set_dark(&self, dark: bool) {
        self.call("setTheme", &[dark.into()]);
    }

    /// Whether it cannot be changed.
    pub fn set_read_only(&self, read_only: bool) {
        self.call("setReadOnly", &[read_only.into()]);
    }

    /// Selects a range and brings it into sight.
    pub fn reveal(&self, from: usize, to: usize) {
        self.call("revealRange", &[number(from), number(to)]);
    }

    /// Where the cursor stands, in units of UTF-16.
    pub fn cursor(&self) -> usize {
        self.call("cursor", &[]).and_then(|it| it.as_f64()).map_or(0, units)
    }

    /// Takes the editor off the page.
    pub fn destroy(&self) {
        self.call("destroy", &[]);
    }
}

fn completions(it: &Completions) -> JsValue {
    let count = it.options.len();
    let options: Array = it
        .options
        .iter()
        .enumerate()
        .map(|(index, (label, detail, apply))| {
            object(&[
                ("label", label.as_str().into()),
                ("detail", detail.as_str().into()),
                ("apply", apply.as_str().into()),
                ("boost", number(count.saturating_sub(index).min(99))),
            ])
        })
        .collect();
    object(&[("from", number(it.from)), ("to", number(it.to)), ("options", options.into())])
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in members {
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

#[allow(clippy::cast_precision_loss, reason = "texts are shorter than 2^53 letters")]
fn number(units: usize) -> JsValue {
    JsValue::from_f64(units as f64)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the editor counts in whole letters from 0")]
fn units(at: f64) -> usize {
    at.max(0.0) as usize
}
