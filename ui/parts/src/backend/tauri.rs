//! The desktop shell behind Tauri's door in the page.

use super::{Backend, Listener, Local};
use ipc::{ErrorCode, IpcError};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The desktop shell.
#[derive(Clone)]
pub struct Tauri {
    door: JsValue,
    invoke: Function,
}

impl Tauri {
    /// The shell, when the page runs in one.
    pub fn find() -> Option<Self> {
        let door = Reflect::get(&js_sys::global(), &"__TAURI_INTERNALS__".into()).ok()?;
        let invoke = Reflect::get(&door, &"invoke".into()).ok()?.dyn_into().ok()?;
        Some(Self { door, invoke })
    }

    async fn ask(&self, name: &str, request: JsValue) -> Result<JsValue, JsValue> {
        let promise: Promise = self.invoke.call2(&self.door, &name.into(), &request)?.dyn_into()?;
        JsFuture::from(promise).await
    }

    async fn subscribe(&self, handler: Listener) -> Result<(), JsValue> {
        let on_event = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
            let event = Reflect::get(&message, &"payload".into())
                .and_then(|payload| JSON::stringify(&payload))
                .ok()
                .and_then(|text| serde_json::from_str(&String::from(text)).ok());
            if let Some(event) = event {
                handler(event);
            }
        });
        let transform: Function = Reflect::get(&self.door, &"transformCallback".into())?.dyn_into()?;
        let id = transform.call1(&self.door, on_event.as_ref())?;
        // The window listens as long as it lives.
        on_event.forget();
        let target = Object::new();
        Reflect::set(&target, &"kind".into(), &"Any".into())?;
        let request = Object::new();
        Reflect::set(&request, &"event".into(), &ipc::EVENT.into())?;
        Reflect::set(&request, &"target".into(), &target)?;
        Reflect::set(&request, &"handler".into(), &id)?;
        self.ask("plugin:event|listen", request.into()).await.map(drop)
    }
}

impl Backend for Tauri {
    fn invoke(&self, name: &'static str, request: String) -> Local<Result<String, IpcError>> {
        let this = self.clone();
        Box::pin(async move {
            let request = JSON::parse(&request).map_err(|error| refused(name, &error))?;
            let answer = this.ask(name, request).await.map_err(|error| refused(name, &error))?;
            JSON::stringify(&answer).map(String::from).map_err(|error| refused(name, &error))
        })
    }

    fn listen(&self, handler: Listener) -> Local<()> {
        let this = self.clone();
        Box::pin(async move {
            if let Err(error) = this.subscribe(handler).await {
                leptos::logging::error!("the shell's events cannot be heard: {error:?}");
            }
        })
    }

    fn is_lasting(&self) -> bool {
        true
    }
}

/// What the shell rejected with: its own error where it is one, else whatever Tauri said.
fn refused(name: &str, error: &JsValue) -> IpcError {
    let text = JSON::stringify(error).map(String::from).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| IpcError {
        code: ErrorCode::Internal,
        message: format!("The shell refused “{name}”: {}", error.as_string().unwrap_or(text)),
        path: None,
        next: "Restart Eventscape; if it happens again, report it with this text".to_owned(),
    })
}
