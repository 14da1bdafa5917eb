//! What beginners do wrong: each script of `tests/cases/mistakes` ends with the exception that CPython gives, which stands in
//! `name.out`, and under it stands what was wrong and what to do, in the language of the page.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use sockbox_tests::{Page, Relay, scripts};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

#[tokio::test]
async fn mistakes_end_as_in_cpython_and_are_explained() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let scripts = scripts(&folder())?;
    ensure!(scripts.len() >= 30, "only {} scripts were found", scripts.len());
    page.evaluate("window.mistakes = await window.sockbox.open({ files: args[0] })", &[json!(scripts)]).await?;

    let mut differences = Vec::new();
    for language in LANGUAGES {
        speak(&page, language).await?;
        let mut text = String::new();
        for name in scripts.keys() {
            let (exception, why) = make(&page, name).await.with_context(|| name.clone())?;
            let expected = std::fs::read_to_string(folder().join(name).with_extension("out"))?;
            if !is_same(&exception, expected.trim_end()) || why.is_empty() {
                differences.push(format!("{name}: {exception}\n  CPython: {expected}  explained: {why}"));
            }
            writeln!(text, "{name}: {exception}\n  {}", without_numbers(&why))?;
        }
        insta::assert_snapshot!(format!("mistakes_in_{language}"), text);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}

/// CPython names some methods with their class since 3.11, which RustPython does not.
fn is_same(exception: &str, expected: &str) -> bool {
    let class = |line: &str| line.split(':').next().map(str::to_owned);
    let is_about_arguments = expected.contains("argument") && exception.contains("argument");
    exception == expected || (is_about_arguments && class(exception) == class(expected))
}

/// Runs a script, and returns the last line of its traceback and what stands below it.
async fn make(page: &Page, name: &str) -> Result<(String, String)> {
    let body = "
        const before = window.mistakes.output.length;
        const ended = await window.mistakes.start(args[0]);
        return { ...ended, output: window.mistakes.output.slice(before) };";
    let ended = page.evaluate(body, &[json!(name)]).await?;
    ensure!(ended["exitCode"] == json!(1), "it ended as {ended:#}");
    let stderr = ended["stderr"].as_str().unwrap_or_default().trim_end();
    let exception = stderr.lines().next_back().unwrap_or_default().to_owned();
    let output = ended["output"].as_str().unwrap_or_default();
    let why = output.rsplit_once(&exception).map_or("", |(_, rest)| rest);
    Ok((exception, why.trim().to_owned()))
}

async fn speak(page: &Page, language: &str) -> Result<()> {
    let body = "
        const select = document.querySelector('select.language');
        select.value = args[0];
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    page.evaluate(body, &[json!(language)]).await.map(drop)
}

/// Descriptors that were free, and the seconds that a closed connection keeps its port.
fn without_numbers(words: &str) -> String {
    let seconds = ["TIME_WAIT for ", "TIME_WAIT，还要 ", "TIME_WAIT，還要 "];
    seconds.iter().fold(without_number_after("fd ", words), |words, before| without_number_after(before, &words))
}

fn without_number_after(place: &str, words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once(place) {
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        write!(text, "{before}{place}N").expect("a string takes all");
        rest = &after[digits..];
    }
    text + rest
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/mistakes")
}

#[tokio::test]
async fn punctuation_of_a_chinese_input_method_is_explained() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.types("1 / 0\n").await?;
    client.shows("ZeroDivisionError").await?;
    client.types("print（'你好'）\n").await?;
    client.shows("（ (U+FF08) only looks like (").await?;
    page.chooses_language("zh-Hans").await?;
    // No line after it closes this bracket.
    client.types("print('你好'）\n").await?;
    client.shows("全角标点").await
}
