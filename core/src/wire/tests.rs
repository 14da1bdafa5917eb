//! The wire's tests: what is encoded is decoded again, and no bytes whatever make decoding panic.

mod damage;
mod document;
mod round_trip;
mod sample;
#[cfg(not(target_family = "wasm"))]
mod schema;

use super::*;

/// The names of an enum's variants: serde offers them in place of one that does not exist.
fn variants<M: DeserializeOwned>() -> Vec<String> {
    let error = serde_json::from_str::<M>(r#""?""#).err().expect("no variant has this name").to_string();
    let names: Vec<String> = error.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    assert!(!names.is_empty(), "serde words its errors anew: {error}");
    names
}
