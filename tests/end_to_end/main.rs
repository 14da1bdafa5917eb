//! What learners do, in a real browser, against the relay's own binary.

mod accessibility;
mod calls;
mod cases;
mod console;
mod desk;
mod documentation;
mod embedding;
mod examples;
mod faults;
mod files;
mod keys;
mod mistakes;
mod output;
mod pictures;
mod rooms;
mod startup;
mod stepping;
mod stopping;
mod storage;
mod threads;
