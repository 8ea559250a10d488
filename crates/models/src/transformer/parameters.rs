//! Which parameters a model has: the one list that training starts from, that files are
//! checked against, and that is counted.

use super::config::{Biases, Config, Family, Norm};

/// How many buckets T5's table has, as many as in the model's paper (Raffel et al. 2020,
/// section 2.1).
pub const BUCKETS: usize = 32;

/// The rest of a parameter's name, and its rows and columns.
type Part = (String, (usize, usize));

impl Config {
    /// The parameters by name, each with rows and columns, in the order in which they are used.
    ///
    /// ```
    /// use models::transformer::{Biases, Config};
    ///
    /// let config = Config { tied: true, biases: Biases::None, ..Config::default() };
    /// let names: Vec<_> = config.parameters().into_iter().map(|(name, _)| name).collect();
    /// assert_eq!(
    ///     names,
    ///     [
    ///         "embedding",
    ///         "blocks.0.attention.norm.gain",
    ///         "blocks.0.attention.norm.bias",
    ///         "blocks.0.attention.query",
    ///         "blocks.0.attention.key",
    ///         "blocks.0.attention.value",
    ///         "blocks.0.attention.output",
    ///         "blocks.0.feed_forward.norm.gain",
    ///         "blocks.0.feed_forward.norm.bias",
    ///         "blocks.0.feed_forward.in",
    ///         "blocks.0.feed_forward.out",
    ///         "norm.gain",
    ///         "norm.bias",
    ///     ]
    /// );
    /// ```
    pub fn parameters(&self) -> Vec<(String, (usize, usize))> {
        let mut all = vec![("embedding".to_owned(), (self.vocabulary, self.d_model))];
        for &(stack, cross) in self.stacks() {
            let mut push = |(name, shape): Part| all.push((format!("{stack}{name}"), shape));
            self.tables().into_iter().for_each(&mut push);
            for layer in 0..self.layers {
                for (name, shape) in self.block(cross) {
                    push((format!("blocks.{layer}.{name}"), shape));
                }
            }
            self.norm("norm").into_iter().for_each(&mut push);
        }
        all.extend(self.classes());
        all
    }

    /// How many numbers that is, counted so that nothing overflows.
    ///
    /// ```
    /// use models::transformer::Config;
    /// assert_eq!(Config::default().count(), 9_504);
    /// ```
    pub fn count(&self) -> u128 {
        let size = |(rows, columns): (usize, usize)| (rows as u128).saturating_mul(columns as u128);
        let sum =
            |parts: Vec<Part>| parts.iter().map(|part| size(part.1)).fold(0, u128::saturating_add);
        let mut all = size((self.vocabulary, self.d_model)).saturating_add(sum(self.classes()));
        for &(_, cross) in self.stacks() {
            let blocks = sum(self.block(cross)).saturating_mul(self.layers as u128);
            for part in [sum(self.tables()), blocks, sum(self.norm("norm"))] {
                all = all.saturating_add(part);
            }
        }
        all
    }

    /// What the names of each stack of blocks begin with, and whether it reads another's output.
    fn stacks(&self) -> &'static [(&'static str, bool)] {
        match self.family {
            Family::Encoder | Family::Decoder => &[("", false)],
            Family::EncoderDecoder => &[("encoder.", false), ("decoder.", true)],
        }
    }

    fn tables(&self) -> Vec<Part> {
        match self.encoding {
            "learned" => vec![("positions".to_owned(), (self.max_length, self.d_model))],
            "t5" => vec![("buckets".to_owned(), (BUCKETS, self.heads))],
            _ => Vec::new(),
        }
    }

    fn block(&self, cross: bool) -> Vec<Part> {
        let (d, inner) = (self.d_model, self.feed_forward);
        let shared = self.kv_heads.saturating_mul(self.d_k());
        let mut all = Vec::new();
        for attention in ["attention", "cross"].into_iter().take(1 + usize::from(cross)) {
            all.extend(self.norm(&format!("{attention}.norm")));
            let parts = [("query", d), ("key", shared), ("value", shared), ("output", d)];
            for (part, columns) in parts {
                let biased = self.biases == Biases::All;
                all.extend(projection(format!("{attention}.{part}"), (d, columns), biased));
            }
        }
        all.extend(self.norm("feed_forward.norm"));
        let ways = [("gate", (d, inner)), ("in", (d, inner)), ("out", (inner, d))];
        for (part, shape) in ways.into_iter().skip(usize::from(!self.gated)) {
            let biased = self.biases != Biases::None;
            all.extend(projection(format!("feed_forward.{part}"), shape, biased));
        }
        all
    }

    fn norm(&self, name: &str) -> Vec<Part> {
        let parts: &[&str] = match self.norm {
            Norm::Layer => &["gain", "bias"],
            Norm::Rms => &["gain"],
        };
        parts.iter().map(|part| (format!("{name}.{part}"), (1, self.d_model))).collect()
    }

    fn classes(&self) -> Vec<Part> {
        if self.tied {
            return Vec::new();
        }
        vec![("classes".to_owned(), (self.d_model, self.classes))]
    }
}

/// The weights, and the bias behind them.
fn projection(name: String, (rows, columns): (usize, usize), biased: bool) -> Vec<Part> {
    let mut all = Vec::with_capacity(2);
    let bias = biased.then(|| (format!("{name}.bias"), (1, columns)));
    all.push((name, (rows, columns)));
    all.extend(bias);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_that_of_the_list() {
        for family in [Family::Encoder, Family::Decoder, Family::EncoderDecoder] {
            for encoding in ["none", "learned", "t5"] {
                for biases in [Biases::None, Biases::FeedForward, Biases::All] {
                    for (flag, norm) in [(false, Norm::Layer), (true, Norm::Rms)] {
                        let config = Config {
                            family,
                            encoding,
                            biases,
                            norm,
                            gated: flag,
                            tied: flag,
                            layers: 3,
                            heads: 4,
                            ..Config::default()
                        };
                        let all = config.parameters();
                        let listed: usize = all.iter().map(|(_, (r, c))| r * c).sum();
                        assert_eq!(config.count(), listed as u128, "{config:?}");
                        let mut names: Vec<_> = all.iter().map(|(name, _)| name).collect();
                        names.sort();
                        names.dedup();
                        assert_eq!(names.len(), all.len(), "{config:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_decoder_reads_the_encoder() {
        let config = Config {
            family: Family::EncoderDecoder,
            encoding: "t5",
            norm: Norm::Rms,
            kv_heads: 1,
            gated: true,
            ..Config::default()
        };
        let all = config.parameters();
        let shape = |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, shape)| *shape);
        assert_eq!(shape("encoder.buckets"), Some((32, 2)));
        assert_eq!(shape("decoder.buckets"), Some((32, 2)));
        assert_eq!(shape("decoder.blocks.0.cross.key"), Some((32, 16)));
        assert_eq!(shape("encoder.blocks.0.cross.key"), None);
        assert_eq!(shape("decoder.blocks.0.feed_forward.gate"), Some((32, 64)));
        assert_eq!(shape("decoder.norm.gain"), Some((1, 32)));
        assert_eq!(shape("decoder.norm.bias"), None);
    }
}
