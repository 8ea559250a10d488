//! How much memory the variants take, as the allocator sees it.
//!
//! The only test of its program, for all of a program shares one allocator.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use attention::variant::{ALL, Entry, Settings, Size};
use attention::{Mask, Options};
use ndarray::Array3;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most that is allocated at once while a variant attends, in bytes.
fn peak(entry: Entry, n: usize, d: usize, causal: bool) -> usize {
    let x = Array3::from_shape_fn((1, n, d), |(_, i, j)| ((i * 31 + j * 7) as f32).sin());
    let variant = (entry.build)(Settings::default());
    let options = Options { mask: Mask { causal, ..Mask::default() }, ..Options::default() };
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let output = variant.attend(x.view(), x.view(), x.view(), &options).unwrap();
    let peak = ALLOCATOR.peak_usage() - before;
    drop(output);
    peak
}

#[test]
fn it_is_what_the_cost_says_and_linear_but_for_full() {
    // Lists of ranges, and what the test's own thread does meanwhile.
    const BESIDE: usize = 8 << 10;
    let d = 8;
    for entry in ALL {
        for causal in [false, true] {
            let at = |n| {
                let variant = (entry.build)(Settings::default());
                let peak = peak(entry, n, d, causal);
                let said = variant.cost(Size { n, d, causal }).unwrap().bytes as usize;
                assert!(
                    (said..said + BESIDE).contains(&peak),
                    "{} at {n}: {peak}, not {said}",
                    entry.name
                );
                peak
            };
            let [small, middle, large] = [512, 1024, 2048].map(at);
            let growth = (large - middle) as f64 / (middle - small) as f64;
            let expected = if entry.name == "full" { 4.0 } else { 2.0 };
            assert!((growth / expected - 1.0).abs() < 0.2, "{}: {growth}", entry.name);
            if entry.name != "full" {
                assert!(large < 2048 * 2048, "{}: {large}", entry.name); // not even a byte a pair
            }
        }
    }
}
