//! The short ways to a record or an action that a person learns first: the palette, and a field of the inspector.

use crate::app::App;
use thirtyfour::Key;

impl App<'_> {
    /// Types words into the palette and takes its first answer: a record that is then selected, or an action that is done.
    pub async fn palette(&self, words: &str) -> anyhow::Result<()> {
        self.click("search").await?;
        let field = self.find("palette-input").await?;
        field.send_keys(words).await?;
        field.send_keys(Key::Enter + "").await?;
        self.wait_until_gone("palette-input").await
    }

    /// Replaces what a field of the inspector says and confirms with Enter.
    pub async fn set_field(&self, id: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find(id).await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        field.send_keys(Key::Enter + "").await?;
        Ok(())
    }

    /// Waits until a field of the inspector says something.
    pub async fn wait_for_field(&self, id: &str, expected: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("{expected} in {id}"), async || {
            Ok(self.find(id).await?.prop("value").await?.as_deref() == Some(expected))
        })
        .await
    }
}
