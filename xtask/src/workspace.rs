//! Where everything stands in the checkout. No other module joins paths onto the root.

use std::path::{Path, PathBuf};

/// A checkout of the project.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout that this program was compiled in.
    pub(crate) fn of_this_crate() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace's folder");
        Self { root: root.to_owned() }
    }

    /// A path below the root, as it is written in the documents: `web/python/frozen.txt`.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path below the target folder. `CARGO_TARGET_DIR` does not move it, since the relay embeds `target/web`.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.root.join("target").join(relative)
    }
}
