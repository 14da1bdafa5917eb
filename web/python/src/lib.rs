//! x
use rustpython_stdlib as _; use rustpython_vm as _; use rustpython_common as _;
