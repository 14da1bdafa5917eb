//! A request of the parent window, read from foreign data.

use crate::state::Terminal;
use js_sys::{Array, Reflect};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// The value of `sockbox` in every message of this protocol.
pub(super) const VERSION: u32 = 1;

/// `{sockbox: 1, id, method, process?, args?}`.
pub(super) struct Request {
    /// Whatever the parent knows it by.
    pub(super) id: JsValue,
    pub(super) method: String,
    pub(super) target: Option<Target>,
    pub(super) args: Array,
}

/// The process that is meant.
pub(super) enum Target {
    Id(f64),
    Title(String),
}

impl Request {
    /// `None` for what is not meant for sockbox: the parent may talk to others too.
    pub(super) fn read(data: &JsValue) -> Option<Self> {
        if !data.is_object() || field(data, "sockbox").as_f64() != Some(f64::from(VERSION)) {
            return None;
        }
        let method = field(data, "method").as_string()?;
        let process = field(data, "process");
        let target = process.as_f64().map(Target::Id).or_else(|| process.as_string().map(Target::Title));
        let args = field(data, "args").dyn_into().unwrap_or_default();
        Some(Self { id: field(data, "id"), method, target, args })
    }
}

impl Request {
    /// The argument of `on` and `off`.
    pub(super) fn event(&self) -> String {
        self.args.get(0).as_string().unwrap_or_default()
    }
}

impl Target {
    pub(super) fn names(&self, terminal: &Terminal) -> bool {
        match self {
            Self::Id(id) => f64::from(terminal.id.0) == *id,
            Self::Title(title) => terminal.title == *title,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Title(title) => write!(f, "{title:?}"),
        }
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
