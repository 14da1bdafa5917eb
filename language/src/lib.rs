//! The languages that people are spoken to in. The texts themselves stand beside the code that says them, in files of
//! [Fluent](https://projectfluent.org), one for each language.

mod texts;

pub use fluent_bundle::FluentValue as Value;
pub use texts::Texts;

/// A language that all texts are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese as it is written in mainland China and Singapore.
    SimplifiedChinese,
    /// Chinese as it is written in Taiwan, with its terms.
    TraditionalChinese,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Language; 3] = [Self::English, Self::SimplifiedChinese, Self::TraditionalChinese];

    /// Its tag, BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
            Self::TraditionalChinese => "zh-Hant",
        }
    }

    /// What its readers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
            Self::TraditionalChinese => "繁體中文",
        }
    }

    /// The language of a tag, BCP 47, such as `en-GB` or `zh-TW`; `None` if there is nothing written in it.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::English),
            "zh" => Some(chinese(parts)),
            _ => None,
        }
    }

    /// The first of a reader's languages, given by their tags, that there is; English if there is none of them.
    pub fn preferred<'t>(tags: impl IntoIterator<Item = &'t str>) -> Language {
        tags.into_iter().find_map(Self::of_tag).unwrap_or_default()
    }
}

/// The script decides, else the region: Taiwan, Hong Kong and Macau write traditional characters.
fn chinese<'t>(parts: impl Iterator<Item = &'t str>) -> Language {
    let decide = |part: &str| match part {
        "hant" | "tw" | "hk" | "mo" => Some(Language::TraditionalChinese),
        "hans" | "cn" | "sg" | "my" => Some(Language::SimplifiedChinese),
        _ => None,
    };
    let mut parts = parts;
    parts.find_map(decide).unwrap_or(Language::SimplifiedChinese)
}

#[cfg(test)]
mod tests {
    use super::Language::{self, *};

    #[test]
    fn the_script_decides_which_chinese_then_the_region() {
        for (tag, language) in [
            ("zh", SimplifiedChinese),
            ("zh-CN", SimplifiedChinese),
            ("zh-TW", TraditionalChinese),
            ("zh-HK", TraditionalChinese),
            ("zh-Hant", TraditionalChinese),
            ("zh-Hans-HK", SimplifiedChinese),
            ("ZH_hant_CN", TraditionalChinese),
        ] {
            assert_eq!(Language::of_tag(tag), Some(language), "{tag}");
        }
    }

    #[test]
    fn the_first_language_that_there_is_is_taken() {
        assert_eq!(Language::preferred(["fr-FR", "zh-TW", "en"]), TraditionalChinese);
        assert_eq!(Language::preferred(["en-GB", "zh"]), English);
        assert_eq!(Language::preferred(["fr", ""]), English);
        assert_eq!(Language::preferred([]), English);
    }

    #[test]
    fn every_tag_leads_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }
}
