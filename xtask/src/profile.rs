//! How good the web part is to be.

/// The quality of the web part. The relay is always optimised: its compilation takes seconds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small and fast; takes minutes to build.
    Release,
    /// Quick to build; larger to download and slower to run.
    Dev,
}
