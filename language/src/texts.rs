//! Texts by their ids, in every language.

use crate::{Language, Value};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// The texts of one part of the program. A file is read when its language is first spoken.
///
/// ```
/// # use sockbox_language::{Language, Texts};
/// static TEXTS: Texts = Texts::new(["calls = { $count ->
///     [one] 1 call
///    *[other] { $count } calls
/// }", "calls = { $count } 次调用", "calls = { $count } 次呼叫"]);
/// assert_eq!(TEXTS.say(Language::English, "calls", &[("count", 2.into())]), "2 calls");
/// ```
pub struct Texts {
    sources: [&'static str; Language::ALL.len()],
    bundles: [OnceLock<FluentBundle<FluentResource>>; Language::ALL.len()],
}

impl Texts {
    /// The files' contents, in the order of [`Language::ALL`].
    pub const fn new(sources: [&'static str; Language::ALL.len()]) -> Texts {
        Texts { sources, bundles: [const { OnceLock::new() }; Language::ALL.len()] }
    }

    /// The text of this id, with these values in its places. One that is missing is said in English, and at worst by its
    /// id: [`faults`](Self::faults) finds those.
    pub fn say(&self, language: Language, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let said = self.said(language, id, values).or_else(|| self.said(Language::English, id, values));
        said.unwrap_or_else(|| id.to_owned())
    }

    /// Whether there is a text of this id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle(Language::English).has_message(id)
    }

    fn said(&self, language: Language, id: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        let bundle = self.bundle(language);
        let pattern = bundle.get_message(id)?.value()?;
        let arguments = FluentArgs::from_iter(values.iter().cloned());
        // What is wrong with a text stands in its place, as Fluent shows it.
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        let index = language as usize;
        self.bundles[index].get_or_init(|| {
            let tag: LanguageIdentifier = language.tag().parse().expect("the tags are well-formed");
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // Marks around what is put in would come along when text is copied, and all of these languages run one way.
            bundle.set_use_isolating(false);
            // What can be read of a file with faults is used; `faults` finds them.
            let resource = FluentResource::try_new(self.sources[index].to_owned()).unwrap_or_else(|(rest, _)| rest);
            let _ = bundle.add_resource(resource);
            bundle
        })
    }

    /// The ids of all texts.
    pub fn ids(&self) -> BTreeSet<String> {
        self.places(Language::English).into_keys().collect()
    }

    /// What is wrong with the files, in words: what cannot be read, and texts that are not in every language or do not have
    /// the same places in it. For tests.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let english = self.places(Language::English);
        for language in Language::ALL {
            if let Err((_, errors)) = FluentResource::try_new(self.sources[language as usize].to_owned()) {
                faults.extend(errors.iter().map(|error| format!("{}: {error}", language.tag())));
            }
            let places = self.places(language);
            for id in english.keys().chain(places.keys()).collect::<BTreeSet<_>>() {
                match (english.get(id), places.get(id)) {
                    (Some(own), Some(other)) if own == other => {}
                    (Some(own), Some(other)) => {
                        faults.push(format!("{}: {id} has the places {other:?}, not {own:?}", language.tag()));
                    }
                    (Some(_), None) => faults.push(format!("{}: {id} is missing", language.tag())),
                    (None, _) => faults.push(format!("{}: {id} is not in English", language.tag())),
                }
            }
        }
        faults
    }

    /// The names of the values that each text takes.
    fn places(&self, language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let source = self.sources[language as usize];
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(rest, _)| rest);
        let mut found = BTreeMap::new();
        for entry in resource.body {
            if let ast::Entry::Message(message) = entry {
                let mut places = BTreeSet::new();
                message.value.iter().for_each(|pattern| look_into(pattern, &mut places));
                found.insert(message.id.name.to_owned(), places);
            }
        }
        found
    }
}

fn look_into(pattern: &ast::Pattern<&str>, places: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            look_into_expression(expression, places);
        }
    }
}

fn look_into_expression(expression: &ast::Expression<&str>, places: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => look_into_inline(inline, places),
        ast::Expression::Select { selector, variants } => {
            look_into_inline(selector, places);
            variants.iter().for_each(|variant| look_into(&variant.value, places));
        }
    }
}

fn look_into_inline(inline: &ast::InlineExpression<&str>, places: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => drop(places.insert(id.name.to_owned())),
        ast::InlineExpression::Placeable { expression } => look_into_expression(expression, places),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| look_into_inline(argument, places));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TEXTS: Texts = Texts::new([
        "hello = Hello { $name }\nonly = only English\nbytes = { $count ->\n    [one] 1 byte\n   *[other] { $count } bytes\n}\n",
        "hello = 你好，{ $name }\nbytes = { $count } 字节\n",
        "hello = 您好\nbytes = { $count } 位元組\nmore = 多\n",
    ]);

    #[test]
    fn a_text_is_said_in_its_language_with_its_values() {
        let values = [("name", "Ada".into())];
        assert_eq!(TEXTS.say(Language::English, "hello", &values), "Hello Ada");
        assert_eq!(TEXTS.say(Language::SimplifiedChinese, "hello", &values), "你好，Ada");
        assert_eq!(TEXTS.say(Language::English, "bytes", &[("count", 1.into())]), "1 byte");
        assert_eq!(TEXTS.say(Language::English, "bytes", &[("count", 5000.into())]), "5000 bytes");
    }

    #[test]
    fn what_is_missing_is_said_in_english_and_else_by_its_id() {
        assert_eq!(TEXTS.say(Language::TraditionalChinese, "only", &[]), "only English");
        assert_eq!(TEXTS.say(Language::TraditionalChinese, "nothing", &[]), "nothing");
        assert_eq!([TEXTS.has("only"), TEXTS.has("nothing")], [true, false]);
    }

    #[test]
    fn faults_are_found() {
        let faults = TEXTS.faults();
        assert_eq!(
            faults,
            [
                "zh-Hans: only is missing",
                r#"zh-Hant: hello has the places {}, not {"name"}"#,
                "zh-Hant: more is not in English",
                "zh-Hant: only is missing",
            ]
        );
        assert!(!Texts::new(["a = {", "", ""]).faults().is_empty());
    }
}
