//! The quick part of `cargo xtask conformance`.

use anyhow::Result;
use sockbox_conformance::{Known, QUICK, Suite, is_permitted, judge};

#[tokio::test]
async fn the_quick_part_of_cpythons_tests_ends_as_the_list_has_it() -> Result<()> {
    if !is_permitted() {
        eprintln!("skipped: this machine permits no network namespace");
        return Ok(());
    }
    let judgement = judge(&Suite::find().await?, &QUICK).await?;
    let report = judgement.report(&Known::committed()?);
    assert!(judgement.unexpected().next().is_none(), "{report}\n{}", judgement.details());
    Ok(())
}
