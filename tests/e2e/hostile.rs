//! Any text: never a crash, never lost input.

use anyhow::Result;

use crate::harness::{Page, in_browser};

/// Writes a sentence at each of some steps, and checks that it is still there and counted.
async fn survives(page: &Page, text: &str, tokens: usize) -> Result<()> {
    for step in ["tokens", "embeddings", "scores", "output"] {
        page.go(&format!("#step={step}")).await?;
        page.until_step(step).await?;
        page.write("#sentence", text).await?;
        assert_eq!(page.value("#sentence").await?, text, "{step}");
        if tokens > 0 && step != "tokens" {
            let rows = page.matrix(step, None).await?.rows;
            assert_eq!(rows.len(), tokens, "{step}: {rows:?}");
        }
    }
    page.until_hash(true, &format!("text={text}&step=output")).await?;
    page.reload().await?;
    assert_eq!(page.value("#sentence").await?, text);
    Ok(())
}

/// One test each, so that one fault doesn't hide another.
macro_rules! survives {
    ($($name:ident: $text:expr, $tokens:expr;)*) => {
        $(#[test]
        fn $name() -> Result<()> {
            in_browser(async |page| {
                page.open("").await?;
                survives(page, $text, $tokens).await
            })
        })*
    };
}

survives! {
    nothing: "", 0;
    spaces: "   ", 0;
    one_letter: "a", 1;
    emoji_joined_from_several: "👩‍👩‍👧‍👦 likes 🏳️‍🌈", 3;
    right_to_left: "כלב נושך איש", 3;
    both_directions: "the word שלום means peace", 5;
    combining_marks: "e\u{301}a\u{308}\u{332} Z\u{351}\u{36b}\u{343}alg\u{328}o", 2;
    no_spaces_between_words: "狗咬人", 3;
    markup: "<script>alert(1)</script>", 0;
    markup_in_a_table: "<img src=x onerror=alert(1)> \"' &amp;", 0;
    control_characters: "a\u{200b}b\u{202e}c\u{feff}d", 0;
    one_endless_word: &"a".repeat(3000), 1;
}

#[test]
fn ten_thousand_words_show_the_first_64() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        let text = "word ".repeat(10_000);
        let text = text.trim_end();
        page.write("#sentence", text).await?;
        assert_eq!(page.value("#sentence").await?.len(), text.len());
        assert_eq!(page.matrix("scores", Some(0)).await?.rows.len(), 64);
        let said = page.text("body").await?;
        assert!(said.contains("first 64"), "the page says what it leaves out");
        // It takes on the next sentence as if nothing had been.
        page.write("#sentence", "short again").await?;
        assert_eq!(page.matrix("scores", Some(0)).await?.rows, ["short", "again"]);
        Ok(())
    })
}

#[test]
fn typing_key_by_key_loses_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        let text = "the quick brown fox jumps over the lazy dog";
        page.type_keys("#sentence", text).await?;
        assert_eq!(page.value("#sentence").await?, text);
        assert_eq!(page.matrix("scores", Some(0)).await?.rows.join(" "), text);
        Ok(())
    })
}
