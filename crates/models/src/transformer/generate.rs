//! Whole runs, and runs that go on token by token.

use ndarray::{Array1, Axis};

use super::stack::{Blocks, Past};
use super::{Family, Options, Stack, StackTrace, Trace, Transformer, TransformerError};

/// What a decoder has seen so far: for each layer the keys and values of every token, one row
/// more with each. What was read from an encoder stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Cache {
    own: Vec<Past>,
    memory: Vec<Past>,
    options: Options,
}

impl Cache {
    /// How many tokens the decoder has seen.
    ///
    /// ```
    /// # use models::transformer::{Config, Family, Options, Transformer};
    /// # let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// let mut cache = decoder.start(Options::default())?;
    /// decoder.step(&mut cache, 3)?;
    /// assert_eq!(cache.len(), 1);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.own.first().map_or(0, |past| past.k.dim().1)
    }

    /// Whether it has seen none.
    ///
    /// ```
    /// # use models::transformer::{Config, Family, Options, Transformer};
    /// # let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// assert!(decoder.start(Options::default())?.is_empty());
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many numbers are kept: 2 · layers · kv_heads · d_k for each token seen, and as many
    /// for each token of the encoder.
    ///
    /// ```
    /// # use models::transformer::{Config, Family, Options, Transformer};
    /// # let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// let mut cache = decoder.start(Options::default())?;
    /// decoder.step(&mut cache, 3)?;
    /// assert_eq!(cache.numbers(), 2 * 1 * 2 * 16);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn numbers(&self) -> usize {
        self.own.iter().chain(&self.memory).map(|past| past.k.len() + past.v.len()).sum()
    }
}

impl Transformer {
    /// All that an encoder or a decoder computes of one sentence.
    ///
    /// # Errors
    /// [`TransformerError::Misfit`] if the model has two stacks or a head to be turned off is
    /// not there; [`TransformerError::Attention`] if a token is not below the vocabulary or a
    /// learned table has no vector for a position.
    ///
    /// ```
    /// use models::transformer::{Config, Family, Options, Transformer};
    ///
    /// let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// let trace = decoder.trace(&[2, 0, 1], &Options::default())?;
    /// let Some(stack) = &trace.decoder else { unreachable!() };
    /// let attention = &stack.blocks[0].attention;
    /// assert_eq!(attention.q.dim(), (2, 3, 16));
    /// assert_eq!(attention.heads.weights[[0, 0, 1]], 0.0); // the first sees no other
    /// assert_eq!(trace.logits.dim(), (3, 16));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn trace(&self, tokens: &[u32], options: &Options) -> Result<Trace, TransformerError> {
        match self.config().family {
            Family::Encoder => {
                self.check_off(options)?;
                let encoder = self.encode(tokens, options)?;
                let logits = self.classify(encoder.output.view())?; // [n, classes]
                Ok(Trace { encoder: Some(encoder), decoder: None, logits })
            }
            Family::Decoder => self.extend(&mut self.start(options.clone())?, tokens),
            Family::EncoderDecoder => Err(self.wrong_family("trace", "an encoder or a decoder")),
        }
    }

    /// All that an encoder and a decoder compute: the encoder of the source, the decoder of the
    /// target with a look at the source.
    ///
    /// # Errors
    /// As [`Transformer::trace`]; [`TransformerError::Misfit`] if the model has one stack.
    ///
    /// ```
    /// use models::transformer::{Config, Family, Options, Transformer};
    ///
    /// let model = Transformer::invented(Config { family: Family::EncoderDecoder, ..Config::default() }, 1)?;
    /// let trace = model.trace_pair(&[2, 0, 1], &[5, 5], &Options::default())?;
    /// let Some(stack) = &trace.decoder else { unreachable!() };
    /// let cross = stack.blocks[0].cross.as_ref().map(|cross| cross.heads.weights.dim());
    /// assert_eq!((cross, trace.logits.dim()), (Some((2, 2, 3)), (2, 16)));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn trace_pair(
        &self,
        source: &[u32],
        target: &[u32],
        options: &Options,
    ) -> Result<Trace, TransformerError> {
        let (mut cache, encoder) = self.start_from(source, options.clone())?;
        let trace = self.extend(&mut cache, target)?;
        Ok(Trace { encoder: Some(encoder), ..trace })
    }

    /// A decoder that has seen nothing yet.
    ///
    /// # Errors
    /// [`TransformerError::Misfit`] if the model is no decoder or a head to be turned off is
    /// not there.
    ///
    /// ```
    /// use models::transformer::{Config, Options, Transformer};
    ///
    /// let model = Transformer::invented(Config::default(), 1)?;
    /// let error = model.start(Options::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "start: the model is Encoder, needed is a decoder");
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn start(&self, options: Options) -> Result<Cache, TransformerError> {
        if self.config().family != Family::Decoder {
            return Err(self.wrong_family("start", "a decoder"));
        }
        self.check_off(&options)?;
        Ok(Cache { own: self.nothing_seen(), memory: Vec::new(), options })
    }

    /// A decoder that looks at a source, which is encoded once, and has seen no target yet.
    /// Gives the encoder's trace too.
    ///
    /// # Errors
    /// As [`Transformer::trace_pair`].
    ///
    /// ```
    /// use models::transformer::{Config, Family, Options, Transformer};
    ///
    /// let model = Transformer::invented(Config { family: Family::EncoderDecoder, ..Config::default() }, 1)?;
    /// let (mut cache, encoder) = model.start_from(&[2, 0, 1], Options::default())?;
    /// assert_eq!((encoder.output.dim(), cache.len()), ((3, 32), 0));
    /// assert_eq!(model.step(&mut cache, 5)?.len(), 16);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn start_from(
        &self,
        source: &[u32],
        options: Options,
    ) -> Result<(Cache, StackTrace), TransformerError> {
        if self.config().family != Family::EncoderDecoder {
            return Err(self.wrong_family("start_from", "an encoder with a decoder"));
        }
        self.check_off(&options)?;
        let encoder = self.encode(source, &options)?;
        let memory = Blocks::new(self, Stack::Decoder, &options)?.memory(encoder.output.view())?;
        Ok((Cache { own: self.nothing_seen(), memory, options }, encoder))
    }

    /// Lets a decoder see more tokens, and traces them: queries are those of the new tokens
    /// only, keys those of all. If it fails, the cache is as before.
    ///
    /// # Errors
    /// As [`Transformer::trace`]; [`TransformerError::Misfit`] if the cache is another model's.
    ///
    /// ```
    /// use models::transformer::{Config, Family, Options, Transformer};
    ///
    /// let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// let mut cache = decoder.start(Options::default())?;
    /// decoder.extend(&mut cache, &[4, 2])?;
    /// let trace = decoder.extend(&mut cache, &[1])?;
    /// let weights = trace.decoder.map(|stack| stack.blocks[0].attention.heads.weights.dim());
    /// assert_eq!((weights, cache.len()), (Some((2, 1, 3)), 3));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn extend(&self, cache: &mut Cache, tokens: &[u32]) -> Result<Trace, TransformerError> {
        let layers = self.config().layers;
        let crossed = if self.config().family == Family::EncoderDecoder { layers } else { 0 };
        if (cache.own.len(), cache.memory.len()) != (layers, crossed) {
            let given = format!("{:?}", (cache.own.len(), cache.memory.len()));
            let needed = format!("{:?}", (layers, crossed));
            return Err(TransformerError::misfit("cache", "layers, crossed ones", given, needed));
        }
        let blocks = Blocks::new(self, Stack::Decoder, &cache.options)?;
        let (decoder, seen) = blocks.run(tokens, &cache.own, &cache.memory, &cache.options)?;
        let logits = self.classify(decoder.output.view())?; // [n, classes]
        cache.own = seen;
        Ok(Trace { encoder: None, decoder: Some(decoder), logits })
    }

    /// Lets a decoder see one more token: the logits of what comes next, `[classes]`.
    ///
    /// # Errors
    /// As [`Transformer::extend`].
    ///
    /// ```
    /// use models::transformer::{Config, Family, Options, Transformer};
    ///
    /// let decoder = Transformer::invented(Config { family: Family::Decoder, ..Config::default() }, 1)?;
    /// let mut cache = decoder.start(Options::default())?;
    /// decoder.step(&mut cache, 4)?;
    /// let logits = decoder.step(&mut cache, 2)?;
    /// assert_eq!(logits, decoder.trace(&[4, 2], &Options::default())?.logits.row(1));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn step(&self, cache: &mut Cache, token: u32) -> Result<Array1<f32>, TransformerError> {
        let trace = self.extend(cache, &[token])?;
        Ok(trace.logits.index_axis_move(Axis(0), 0))
    }

    fn encode(&self, tokens: &[u32], options: &Options) -> Result<StackTrace, TransformerError> {
        let blocks = Blocks::new(self, Stack::Encoder, options)?;
        Ok(blocks.run(tokens, &self.nothing_seen(), &[], options)?.0)
    }

    fn nothing_seen(&self) -> Vec<Past> {
        vec![Past::empty(self); self.config().layers]
    }

    fn wrong_family(&self, operation: &'static str, needed: &str) -> TransformerError {
        let given = format!("{:?}", self.config().family);
        TransformerError::misfit(operation, "the model", given, needed)
    }

    /// Refuses to turn off what is not there.
    fn check_off(&self, options: &Options) -> Result<(), TransformerError> {
        let config = self.config();
        let fits = |&&(stack, layer, head): &&(Stack, usize, usize)| {
            Stack::of(config.family).contains(&stack)
                && layer < config.layers
                && head < config.heads
        };
        match options.off.iter().find(|place| !fits(place)) {
            None => Ok(()),
            Some(place) => {
                let needed = format!(
                    "an attention of the model, a layer below {} and a head below {}",
                    config.layers, config.heads
                );
                Err(TransformerError::misfit("options", "off", format!("{place:?}"), needed))
            }
        }
    }
}
