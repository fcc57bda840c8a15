//! A list whose rows stay. A row is made once for each key and reads its item as a signal, so a change within an item redraws
//! what shows it and leaves focus, selection and scroll position alone.

use leptos::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;

/// One row for each item, in the order of the items.
#[component]
pub fn Each<T, K, V>(
    /// The items, each with a key of its own.
    #[prop(into)]
    items: Signal<Vec<T>>,
    /// Tells an item from the others for as long as it is listed.
    key: fn(&T) -> K,
    /// Draws a row; the signal has the item as it is now.
    children: impl Fn(Signal<T>) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let places = Memo::new(move |_| {
        items.with(|items| items.iter().enumerate().map(|(at, item)| (key(item), at)).collect::<HashMap<K, usize>>())
    });
    let row = move |item: T| {
        let own = key(&item);
        let now = Memo::new(move |before: Option<&T>| {
            let at = places.with(|places| places.get(&own).copied());
            let found = at.and_then(|at| items.with(|items| items.get(at).cloned()));
            // A row that is about to go has no item any more; it keeps its last one.
            found.unwrap_or_else(|| before.unwrap_or(&item).clone())
        });
        children(now.into())
    };
    view! { <For each=move || items.get() key=key children=row /> }
}
