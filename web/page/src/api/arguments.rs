//! What scripts pass to the page API, checked: every error names the argument and what it should be.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A string.
pub(super) fn text(value: &JsValue, name: &str) -> Result<String, String> {
    value.as_string().ok_or_else(|| format!("{name} must be a string"))
}

/// An array of strings, empty if it is left out.
pub(super) fn texts(value: &JsValue, name: &str) -> Result<Vec<String>, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    if !Array::is_array(value) {
        return Err(format!("{name} must be an array of strings"));
    }
    let values = value.unchecked_ref::<Array>().iter();
    values.enumerate().map(|(n, value)| text(&value, &format!("{name}[{n}]"))).collect()
}

/// The options of `open`.
#[derive(Debug, Default)]
pub(super) struct Opening {
    pub(super) title: Option<String>,
    pub(super) files: Vec<(String, String)>,
}

impl Opening {
    /// From `{title?, files?: {name: text}}`, which may be left out as well.
    pub(super) fn read(options: &JsValue) -> Result<Self, String> {
        if options.is_undefined() || options.is_null() {
            return Ok(Self::default());
        }
        if !options.is_object() {
            return Err("options must be an object {title?, files?}".to_owned());
        }
        let title = property(options, "title")?.map(|title| text(&title, "title")).transpose()?;
        let files = property(options, "files")?.map(|files| read_files(&files)).transpose()?;
        Ok(Self { title, files: files.unwrap_or_default() })
    }
}

fn property(object: &JsValue, name: &str) -> Result<Option<JsValue>, String> {
    let value = Reflect::get(object, &name.into()).map_err(|_| format!("{name} cannot be read"))?;
    Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
}

fn read_files(files: &JsValue) -> Result<Vec<(String, String)>, String> {
    if !files.is_object() || Array::is_array(files) {
        return Err("files must be an object {name: text}".to_owned());
    }
    let entries = Object::entries(files.unchecked_ref());
    entries.iter().map(|entry| read_file(entry.unchecked_ref())).collect()
}

fn read_file(entry: &Array) -> Result<(String, String), String> {
    let name = text(&entry.get(0), "a file's name")?;
    let content = text(&entry.get(1), &format!("the text of the file {name:?}"))?;
    Ok((name, content))
}
