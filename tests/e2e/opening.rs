//! The first look.

use anyhow::Result;

use crate::harness::in_browser;

#[test]
fn the_page_opens_on_the_attention_lab() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        assert_eq!(page.value("#sentence").await?, "dog bites man");
        assert_eq!(page.attribute("[data-lab]", "data-lab").await?.as_deref(), Some("attention"));
        Ok(())
    })
}
