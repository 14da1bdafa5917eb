//! Files compressed once, when they are built, and kept as long as their content stays: the best compression of the
//! interpreter takes half a minute.

use crate::digest::Digest;
use crate::profile::Profile;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What a browser accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// What is appended to a file's name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// Every file in both encodings, by its name with the encoding's suffix.
///
/// # Errors
/// If the cache cannot be written.
pub(crate) fn all(workspace: &Workspace, files: &Tree, profile: Profile) -> anyhow::Result<Tree> {
    let jobs: Vec<Job<'_>> = [Encoding::Brotli, Encoding::Gzip]
        .into_iter()
        .flat_map(|encoding| files.iter().map(move |(path, content)| Job { path, content, encoding, profile }))
        .collect();
    let cache = workspace.target(match profile {
        Profile::Release => "compressed/release",
        Profile::Dev => "compressed/dev",
    });
    let results = in_parallel(&jobs, |job| job.run(&cache))?;
    let keep: Tree = results.iter().map(|done| (done.key.clone(), done.content.clone())).collect();
    tree::mirror(&cache, &keep)?;
    Ok(results.into_iter().map(|done| (done.path, done.content)).collect())
}

struct Job<'a> {
    path: &'a Path,
    content: &'a [u8],
    encoding: Encoding,
    profile: Profile,
}

struct Done {
    path: PathBuf,
    key: PathBuf,
    content: Vec<u8>,
}

impl Job<'_> {
    fn run(&self, cache: &Path) -> anyhow::Result<Done> {
        let suffix = self.encoding.suffix();
        let mut path = self.path.as_os_str().to_owned();
        path.push(suffix);
        let key = PathBuf::from(format!("{}{suffix}", Digest::of([self.content])));
        let content = match std::fs::read(cache.join(&key)) {
            Ok(content) => content,
            Err(_) => compress(self.content, self.encoding, self.profile)?,
        };
        Ok(Done { path: path.into(), key, content })
    }
}

fn compress(content: &[u8], encoding: Encoding, profile: Profile) -> anyhow::Result<Vec<u8>> {
    match encoding {
        Encoding::Brotli => brotli(content, if profile == Profile::Release { 11 } else { 4 }),
        Encoding::Gzip => gzip(content, if profile == Profile::Release { 9 } else { 1 }),
    }
}

fn brotli(mut content: &[u8], quality: i32) -> anyhow::Result<Vec<u8>> {
    // The widest window that every browser takes: 16 MiB.
    let parameters =
        BrotliEncoderParams { quality, lgwin: 24, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters).context("compressing by brotli")?;
    Ok(compressed)
}

fn gzip(content: &[u8], level: u32) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(content)?;
    encoder.finish().context("compressing by gzip")
}

/// One result for each job, in their order, from as many threads as the machine has processors.
fn in_parallel<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> anyhow::Result<R> + Sync) -> anyhow::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut results = Vec::new();
        while let Some((index, job)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, jobs.get(i)?)))
        {
            results.push((index, work(job)));
        }
        results
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("compression does not panic")).collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
