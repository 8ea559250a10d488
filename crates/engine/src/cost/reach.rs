//! How far information travels in so many layers: which tokens have received something from
//! which, for thousands of them.

use std::ops::Range;

/// Tokens in one word of bits.
const BITS: usize = u64::BITS as usize;

/// Which tokens have received something from which others, one bit for each pair.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Relation {
    n: usize,
    /// [n ÷ 64, n]: bit b of word w of a token says whether it has received something from
    /// token 64 w + b. All first words stand before all second ones, so that 64 senders of
    /// all tokens fit into the fast memory of a processor.
    words: Vec<u64>,
}

/// The tokens from which each token has received something, as ranges.
struct Ranges {
    /// Where the ranges of each token begin, and at last how many there are.
    starts: Vec<usize>,
    ranges: Vec<Range<u16>>,
}

/// After how many layers everyone has received something from everyone (under a causal mask,
/// from everyone earlier), if each attends to those that the relation says; nothing if never.
///
/// Of the relation's powers, of which each contains the one before, only those with an
/// exponent of a power of two are computed, and then the last incomplete one is found as in a
/// binary search.
pub(super) fn layers(one: Relation, causal: bool) -> Option<usize> {
    if one.n <= 1 {
        return Some(0);
    }
    if !one.is_connected(causal) {
        return None;
    }
    // The ranges of the relation's powers 1, 2, 4, …, and the last of them.
    let mut powers: Vec<Ranges> = Vec::new();
    let mut power = one;
    while !power.is_complete(causal) {
        let ranges = power.ranges();
        let next = power.after(&ranges, causal);
        powers.push(ranges);
        if next.is_complete(causal) {
            break;
        }
        power = next;
    }
    let Some((_, lower)) = powers.split_last() else { return Some(1) };
    let mut incomplete = 1 << lower.len();
    for (exponent, ranges) in lower.iter().enumerate().rev() {
        let next = power.after(ranges, causal);
        if !next.is_complete(causal) {
            power = next;
            incomplete += 1 << exponent;
        }
    }
    Some(incomplete + 1)
}

impl Relation {
    /// Everyone has what it had itself.
    pub(super) fn identity(n: usize) -> Self {
        let mut relation = Self { n, words: vec![0; n * n.div_ceil(BITS)] };
        (0..n).for_each(|token| relation.add(token, token..token + 1));
        relation
    }

    /// Has a token receive from others, all of which exist.
    pub(super) fn add(&mut self, token: usize, from: Range<usize>) {
        for word in from.start / BITS..from.end.div_ceil(BITS) {
            self.words[word * self.n + token] |= below(from.end, word) & !below(from.start, word);
        }
    }

    /// What one has received after this relation's layers, if in further layers, after them,
    /// it receives from those in `ranges`.
    fn after(&self, ranges: &Ranges, causal: bool) -> Self {
        let n = self.n;
        let longest = ranges.ranges.iter().map(|range| range.len()).max().unwrap_or(0);
        let mut words = vec![0; self.words.len()];
        let mut table = Table::default();
        for (word, (received, sum)) in
            self.words.chunks_exact(n).zip(words.chunks_exact_mut(n)).enumerate()
        {
            table.fill(received, longest);
            for (token, sum) in sum.iter_mut().enumerate() {
                let all = below(if causal { token + 1 } else { n }, word);
                for range in ranges.of(token).iter().rev() {
                    // Under a causal mask nobody has anything of these from further back.
                    if *sum == all || (causal && usize::from(range.end) <= word * BITS) {
                        break;
                    }
                    *sum |= table.or(range);
                }
            }
        }
        Self { n, words }
    }

    /// Whether in enough layers everyone receives from everyone that it may.
    fn is_connected(&self, causal: bool) -> bool {
        let direct = |token: usize, from: usize| {
            self.words[from / BITS * self.n + token] >> (from % BITS) & 1 == 1
        };
        let from_earlier = (1..self.n).all(|token| direct(token, token - 1));
        // Under a causal mask, what comes from the one before can't have come another way;
        // and with those after it too, no search is needed.
        if causal || (from_earlier && (1..self.n).all(|token| direct(token - 1, token))) {
            return from_earlier;
        }
        // If all receive from the first token, and it from all, then all from all.
        let reaches_all = |direct: &dyn Fn(usize, usize) -> bool| {
            let (mut left, mut next): (Vec<usize>, _) = ((1..self.n).collect(), vec![0]);
            while let Some(from) = next.pop() {
                next.extend(left.extract_if(.., |token| direct(*token, from)));
            }
            left.is_empty()
        };
        reaches_all(&direct) && reaches_all(&|token, from| direct(from, token))
    }

    fn is_complete(&self, causal: bool) -> bool {
        self.words.chunks_exact(self.n).enumerate().all(|(word, of_tokens)| {
            let all = |token| below(if causal { token + 1 } else { self.n }, word);
            of_tokens.iter().enumerate().all(|(token, &bits)| bits == all(token))
        })
    }

    fn ranges(&self) -> Ranges {
        let mut all = Ranges { starts: vec![0], ranges: Vec::new() };
        for token in 0..self.n {
            let mut start = None;
            for (word, &bits) in self.words.iter().skip(token).step_by(self.n).enumerate() {
                let mut at = 0;
                while at < BITS {
                    // Where the bits change next: to 1 before a range, to 0 within one.
                    let changes = if start.is_some() { !bits } else { bits } >> at;
                    if changes == 0 {
                        break;
                    }
                    at += changes.trailing_zeros() as usize;
                    let here = (word * BITS + at) as u16;
                    match start.take() {
                        None => start = Some(here),
                        Some(start) => all.ranges.push(start..here),
                    }
                }
            }
            all.ranges.extend(start.map(|start| start..self.n as u16));
            all.starts.push(all.ranges.len());
        }
        all
    }
}

impl Ranges {
    fn of(&self, token: usize) -> &[Range<u16>] {
        &self.ranges[self.starts[token]..self.starts[token + 1]]
    }
}

/// A sparse table: the union of any range of words in two reads.
#[derive(Default)]
struct Table {
    n: usize,
    /// Word i of level l is the union of the words from i to i + 2ˡ.
    levels: Vec<Vec<u64>>,
}

impl Table {
    /// Takes in words, for ranges of at most that length.
    fn fill(&mut self, words: &[u64], longest: usize) {
        self.n = words.len();
        self.levels.resize_with(longest.max(1).ilog2() as usize + 1, Vec::new);
        self.levels[0].clear();
        self.levels[0].extend_from_slice(words);
        for level in 1..self.levels.len() {
            let (lower, higher) = self.levels.split_at_mut(level);
            let (lower, half) = (&lower[level - 1], 1 << (level - 1));
            higher[0].clear();
            higher[0].extend(lower.iter().zip(&lower[half..]).map(|(a, b)| a | b));
        }
    }

    /// The union of a range of words that isn't empty.
    fn or(&self, range: &Range<u16>) -> u64 {
        let (start, end) = (usize::from(range.start), usize::from(range.end));
        let level = (end - start).ilog2();
        let words = &self.levels[level as usize];
        words[start] | words[end - (1 << level)]
    }
}

/// The bits of a word that stand for tokens below a limit.
fn below(limit: usize, word: usize) -> u64 {
    match limit.saturating_sub(word * BITS) {
        bits @ 0..BITS => (1 << bits) - 1,
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Step by step, pair by pair.
    fn by_steps(n: usize, pairs: &[(usize, usize)], causal: bool) -> Option<usize> {
        let start: Vec<Vec<bool>> = (0..n).map(|i| (0..n).map(|j| i == j).collect()).collect();
        let done = |has: &[Vec<bool>]| {
            (0..n).all(|i| (0..if causal { i + 1 } else { n }).all(|j| has[i][j]))
        };
        let mut has = start;
        for layers in 0.. {
            if done(&has) {
                return Some(layers);
            }
            let mut next = has.clone();
            for &(query, key) in pairs {
                for from in 0..n {
                    next[query][from] |= has[key][from];
                }
            }
            if next == has {
                return None;
            }
            has = next;
        }
        None
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
        #[test]
        fn any_relation_reaches_as_far_as_step_by_step(
            n in 1..150_usize,
            pairs in proptest::collection::vec((0..150_usize, 0..150_usize), 0..400),
            chain in 0..150_usize,
            causal in proptest::prelude::any::<bool>(),
        ) {
            let pairs = pairs.into_iter().chain((1..chain.min(n)).map(|at| (at, at - 1)));
            let there = |&(query, key): &(usize, usize)| {
                query < n && key < n && (!causal || key <= query)
            };
            let pairs: Vec<_> = pairs.filter(there).collect();
            let mut relation = Relation::identity(n);
            pairs.iter().for_each(|&(query, key)| relation.add(query, key..key + 1));
            assert_eq!(layers(relation, causal), by_steps(n, &pairs, causal));
        }
    }

    #[test]
    fn ranges_end_where_words_do() {
        for (n, from) in [(64, 3..64), (128, 63..128), (130, 0..130), (130, 64..128), (65, 64..65)]
        {
            let mut relation = Relation::identity(n);
            relation.add(3, from.clone());
            let mut expected = vec![3..4, from.start as u16..from.end as u16];
            if from.start <= 3 {
                expected.remove(0);
            }
            assert_eq!(relation.ranges().of(3), expected, "{n} {from:?}");
        }
    }
}
