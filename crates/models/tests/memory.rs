//! A file can't make its reader take memory that it has no bytes for. Alone in its program, for
//! what others take would be counted too.

use models::transformer::{Config, read};
use peak_alloc::PeakAlloc;

#[global_allocator]
static PEAK: PeakAlloc = PeakAlloc;

/// As an attacker would write a file: nothing in it is wrong but what it says of itself.
fn forged(header: &[u8], numbers: u32) -> Vec<u8> {
    let mut file = b"ATTNLAB\0\x02\0\0\0".to_vec();
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(numbers.to_le_bytes());
    file.extend(header);
    file.resize(file.len() + 2 * numbers as usize, 0);
    let checksum = crc32fast::hash(&file);
    file.extend(checksum.to_le_bytes());
    file
}

/// A header of no name and seed 0, of that config, and of as many words as a length says.
fn header(config: &Config, words: &[u8]) -> Vec<u8> {
    let config = postcard::to_allocvec(config).unwrap_or_default();
    [&[0, 0], &config[..], words].concat()
}

#[test]
fn promises_cost_nothing() {
    const HUGE: [u8; 9] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let config = Config { vocabulary: 1, ..Config::default() };
    let layers = Config { layers: 1 << 60, ..config.clone() };
    let wide = Config { d_model: 1 << 40, feed_forward: 1 << 60, ..config.clone() };
    let many = Config { layers: 1 << 20, d_model: 2, feed_forward: 1, heads: 1, ..config.clone() };
    let many = Config { kv_heads: 1, max_length: 1, classes: 1, ..many };
    assert!(many.check().is_ok());
    let one_word_and_no_more = [1, 0, 0, 0, 0, 0, 0];
    let end = "end of buffer";
    for (header, expected) in [
        (header(&config, &HUGE), end),
        (header(&config, &[&[1], &HUGE[..]].concat()), end),
        (header(&config, &[&[1, 0], &HUGE[..]].concat()), end),
        (header(&config, &[&[1, 0, 0], &HUGE[..]].concat()), end),
        (header(&config, &[&[1, 0, 0, 0], &HUGE[..]].concat()), end),
        (header(&config, &[&[1, 0, 0, 0, 0], &HUGE[..]].concat()), end),
        (header(&config, &[&[1, 0, 0, 0, 0, 0], &HUGE[..]].concat()), end),
        (header(&layers, &one_word_and_no_more), "at most 268435456 parameters"),
        (header(&wide, &one_word_and_no_more), "at most 268435456 parameters"),
        (header(&many, &one_word_and_no_more), "0 arrays for all layers, needed are 1048576"),
    ] {
        let file = forged(&header, 8);
        let before = PEAK.current_usage();
        PEAK.reset_peak_usage();
        let result = read(&file);
        let taken = PEAK.peak_usage() - before;
        let error = result.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(taken < 1 << 13, "{error}: {taken} bytes");
    }
}
