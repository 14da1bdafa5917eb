//! Linux error numbers. (Filled in by the core helper.)
use serde::{Deserialize, Serialize};
/// A Linux error number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Errno(pub i32);
