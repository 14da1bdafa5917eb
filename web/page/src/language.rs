//! What the page says, in the language that was chosen. The texts stand in `web/page/language/`, each under an id.

pub use sockbox_language::Language;
use sockbox_language::{Texts, Value};

static TEXTS: Texts = Texts::new([
    include_str!("../language/en.ftl"),
    include_str!("../language/zh-Hans.ftl"),
    include_str!("../language/zh-Hant.ftl"),
]);

/// The text of this id, with these values in its places.
pub(crate) fn say(language: Language, id: &str, values: &[(&'static str, Value<'_>)]) -> String {
    TEXTS.say(language, id, values)
}

#[cfg(test)]
mod tests;
