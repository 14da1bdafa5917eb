//! How good a build is to be.

/// The quality of a build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small and fast; takes minutes to build.
    Release,
    /// Quick to build; larger to download and slower to run.
    Dev,
}
