//! The real models: what they are made of, and how many numbers that makes.

mod count;

use super::Family;
pub use count::{Factor, Part, Term};

/// What a published model is made of, and what its authors said its size was.
///
/// The sizes are those of the public checkpoints. Where a paper is coarser than its checkpoint
/// (T5's vocabulary of 32,000 is padded to 32,128), the checkpoint counts, since only from that
/// can the count come out right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RealModel {
    /// What it is called.
    pub name: &'static str,
    /// Which stacks it has.
    pub family: Family,
    /// Blocks in each stack.
    pub layers: u64,
    /// Width of the vectors.
    pub d_model: u64,
    /// Heads of each attention.
    pub heads: u64,
    /// Heads of the keys and values.
    pub kv_heads: u64,
    /// Width of one head, which in T5 3B and 11B and in FLAN-T5 small is not d_model ÷ heads.
    pub d_k: u64,
    /// Width between the halves of the feed-forward layer.
    pub feed_forward: u64,
    /// Different tokens, padding of the table included.
    pub vocabulary: u64,
    /// Tokens in the longest sequence it was trained on.
    pub context: u64,
    /// How positions are told, by its name in [`attention::encoding::ALL`].
    pub encoding: &'static str,
    /// Rows of the learned table of positions; RoBERTa has two that no token uses.
    pub position_rows: u64,
    /// Rows of the table that tells BERT's two sentences apart; RoBERTa kept one.
    pub token_types: u64,
    /// How vectors are normalised.
    pub norm: RealNorm,
    /// The nonlinearity of the feed-forward layer.
    pub activation: RealActivation,
    /// Whether projections, the head aside, add a bias.
    pub biases: bool,
    /// Whether the table of embeddings also gives the logits.
    pub tied: bool,
    /// Whether a layer for the first token follows the last block: BERT's pooler.
    pub pooler: bool,
    /// What it was trained to do.
    pub objective: &'static str,
    /// How many parameters its authors say it has.
    pub published: u64,
    /// Where they say so.
    pub source: &'static str,
}

/// How a published model normalises its vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealNorm {
    /// Layer normalisation after each residual sum, as in the first transformer.
    LayerAfter,
    /// Layer normalisation before each part.
    LayerBefore,
    /// Division by the root of the mean square, with a gain and no bias, before each part.
    RmsBefore,
}

/// The nonlinearity of a published model's feed-forward layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealActivation {
    /// max(0, x).
    Relu,
    /// GELU (Hendrycks and Gimpel 2016).
    Gelu,
    /// GELU of one projection times another (Shazeer 2020): three matrices rather than two.
    GatedGelu,
    /// SiLU of one projection times another (Shazeer 2020): three matrices rather than two.
    SwiGlu,
}

const BERT: RealModel = RealModel {
    name: "BERT",
    family: Family::Encoder,
    layers: 0,
    d_model: 0,
    heads: 0,
    kv_heads: 0,
    d_k: 0,
    feed_forward: 0,
    vocabulary: 30_522,
    context: 512,
    encoding: "learned",
    position_rows: 512,
    token_types: 2,
    norm: RealNorm::LayerAfter,
    activation: RealActivation::Gelu,
    biases: true,
    tied: true,
    pooler: true,
    objective: "masked tokens and next sentence",
    published: 0,
    source: "",
};

const ROBERTA: RealModel = RealModel {
    vocabulary: 50_265,
    position_rows: 514,
    token_types: 1,
    objective: "masked tokens",
    ..BERT
};

const GPT2: RealModel = RealModel {
    family: Family::Decoder,
    vocabulary: 50_257,
    context: 1024,
    position_rows: 1024,
    token_types: 0,
    norm: RealNorm::LayerBefore,
    pooler: false,
    objective: "next token",
    ..BERT
};

const LLAMA: RealModel = RealModel {
    vocabulary: 32_000,
    context: 2048,
    encoding: "rope",
    position_rows: 0,
    norm: RealNorm::RmsBefore,
    activation: RealActivation::SwiGlu,
    biases: false,
    tied: false,
    ..GPT2
};

const LLAMA3: RealModel = RealModel { vocabulary: 128_256, context: 8192, ..LLAMA };

const T5: RealModel = RealModel {
    family: Family::EncoderDecoder,
    vocabulary: 32_128,
    context: 512,
    encoding: "t5",
    activation: RealActivation::Relu,
    tied: true,
    objective: "masked spans",
    ..LLAMA
};

const FLAN: RealModel = RealModel {
    activation: RealActivation::GatedGelu,
    tied: false,
    objective: "masked spans, then tasks by instruction",
    ..T5
};

/// The real models, family by family.
///
/// Each line: name, layers, d_model, heads, kv_heads, d_k, feed-forward width; the published
/// count and its source. OpenAI later called the counts in the paper of GPT-2 wrong (README of
/// openai/gpt-2), hence the large differences there.
#[rustfmt::skip]
pub const REAL: [RealModel; 23] = [
    BERT.sized("BERT base", [12, 768, 12, 12, 64, 3072], 110_000_000, "Devlin et al. 2019, section 3"),
    BERT.sized("BERT large", [24, 1024, 16, 16, 64, 4096], 340_000_000, "Devlin et al. 2019, section 3"),
    ROBERTA.sized("RoBERTa base", [12, 768, 12, 12, 64, 3072], 125_000_000, "README of fairseq's RoBERTa"),
    ROBERTA.sized("RoBERTa large", [24, 1024, 16, 16, 64, 4096], 355_000_000, "Liu et al. 2019, section 5"),
    GPT2.sized("GPT-2", [12, 768, 12, 12, 64, 3072], 117_000_000, "Radford et al. 2019, table 2"),
    GPT2.sized("GPT-2 medium", [24, 1024, 16, 16, 64, 4096], 345_000_000, "Radford et al. 2019, table 2"),
    GPT2.sized("GPT-2 large", [36, 1280, 20, 20, 64, 5120], 762_000_000, "Radford et al. 2019, table 2"),
    GPT2.sized("GPT-2 XL", [48, 1600, 25, 25, 64, 6400], 1_542_000_000, "Radford et al. 2019, table 2"),
    LLAMA.sized("LLaMA 7B", [32, 4096, 32, 32, 128, 11_008], 6_700_000_000, "Touvron et al. 2023, table 2"),
    LLAMA.sized("LLaMA 13B", [40, 5120, 40, 40, 128, 13_824], 13_000_000_000, "Touvron et al. 2023, table 2"),
    LLAMA.sized("LLaMA 33B", [60, 6656, 52, 52, 128, 17_920], 32_500_000_000, "Touvron et al. 2023, table 2"),
    LLAMA.sized("LLaMA 65B", [80, 8192, 64, 64, 128, 22_016], 65_200_000_000, "Touvron et al. 2023, table 2"),
    LLAMA3.sized("LLaMA 3 8B", [32, 4096, 32, 8, 128, 14_336], 8_000_000_000, "Grattafiori et al. 2024, table 3"),
    T5.sized("T5 small", [6, 512, 8, 8, 64, 2048], 60_000_000, "Raffel et al. 2020, section 3.7"),
    T5.sized("T5 base", [12, 768, 12, 12, 64, 3072], 220_000_000, "Raffel et al. 2020, section 3.7"),
    T5.sized("T5 large", [24, 1024, 16, 16, 64, 4096], 770_000_000, "Raffel et al. 2020, section 3.7"),
    T5.sized("T5 3B", [24, 1024, 32, 32, 128, 16_384], 2_800_000_000, "Raffel et al. 2020, section 3.7"),
    T5.sized("T5 11B", [24, 1024, 128, 128, 128, 65_536], 11_000_000_000, "Raffel et al. 2020, section 3.7"),
    FLAN.sized("FLAN-T5 small", [8, 512, 6, 6, 64, 1024], 80_000_000, "Chung et al. 2022, table 2"),
    FLAN.sized("FLAN-T5 base", [12, 768, 12, 12, 64, 2048], 250_000_000, "Chung et al. 2022, table 2"),
    FLAN.sized("FLAN-T5 large", [24, 1024, 16, 16, 64, 2816], 780_000_000, "Chung et al. 2022, table 2"),
    FLAN.sized("FLAN-T5 XL", [24, 2048, 32, 32, 64, 5120], 3_000_000_000, "Chung et al. 2022, table 2"),
    FLAN.sized("FLAN-T5 XXL", [24, 4096, 64, 64, 64, 10_240], 11_000_000_000, "Chung et al. 2022, table 2"),
];

impl RealModel {
    const fn sized(
        self,
        name: &'static str,
        sizes: [u64; 6],
        published: u64,
        source: &'static str,
    ) -> Self {
        let [layers, d_model, heads, kv_heads, d_k, feed_forward] = sizes;
        let sized = Self { name, layers, d_model, heads, kv_heads, d_k, feed_forward, ..self };
        Self { published, source, ..sized }
    }

    /// How many numbers its checkpoint has: the sum of its [`RealModel::terms`].
    ///
    /// ```
    /// use models::transformer::REAL;
    ///
    /// let bert = &REAL[0];
    /// assert_eq!((bert.name, bert.parameters()), ("BERT base", 109_482_240));
    /// ```
    pub fn parameters(&self) -> u64 {
        self.terms().iter().map(Term::count).sum()
    }

    /// The computed count less the published one: what rounding, or a slip, makes.
    ///
    /// ```
    /// assert_eq!(models::transformer::REAL[0].difference(), -517_760); // "110M" is rounded up
    /// ```
    pub fn difference(&self) -> i64 {
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        signed(self.parameters()) - signed(self.published)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Activation, Biases, Config, Norm};
    use super::*;

    /// What `sum(p.numel() for p in model.parameters())` says of each checkpoint loaded with
    /// Hugging Face's transformers (BertModel, RobertaModel, GPT2LMHeadModel, LlamaForCausalLM,
    /// T5ForConditionalGeneration), as several public repositories record it; for T5 also in
    /// the presets of keras-hub.
    const CHECKPOINTS: [(&str, u64); 23] = [
        ("BERT base", 109_482_240),
        ("BERT large", 335_141_888),
        ("RoBERTa base", 124_645_632),
        ("RoBERTa large", 355_359_744),
        ("GPT-2", 124_439_808),
        ("GPT-2 medium", 354_823_168),
        ("GPT-2 large", 774_030_080),
        ("GPT-2 XL", 1_557_611_200),
        ("LLaMA 7B", 6_738_415_616),
        ("LLaMA 13B", 13_015_864_320),
        ("LLaMA 33B", 32_528_943_616),
        ("LLaMA 65B", 65_285_660_672),
        ("LLaMA 3 8B", 8_030_261_248),
        ("T5 small", 60_506_624),
        ("T5 base", 222_903_552),
        ("T5 large", 737_668_096),
        ("T5 3B", 2_851_598_336),
        ("T5 11B", 11_307_321_344),
        ("FLAN-T5 small", 76_961_152),
        ("FLAN-T5 base", 247_577_856),
        ("FLAN-T5 large", 783_150_080),
        ("FLAN-T5 XL", 2_849_757_184),
        ("FLAN-T5 XXL", 11_135_332_352),
    ];

    #[test]
    fn the_formula_counts_the_public_checkpoints() {
        let counted = REAL.map(|model| (model.name, model.parameters()));
        assert_eq!(counted, CHECKPOINTS);
    }

    /// What our own models would count, were they that large.
    fn as_ours(model: &RealModel) -> Config {
        let size = |size: u64| size as usize;
        Config {
            family: model.family,
            vocabulary: size(model.vocabulary),
            classes: size(model.vocabulary),
            d_model: size(model.d_model),
            heads: size(model.heads),
            kv_heads: size(model.kv_heads),
            layers: size(model.layers),
            feed_forward: size(model.feed_forward),
            encoding: model.encoding,
            max_length: size(model.position_rows),
            norm: if model.norm == RealNorm::RmsBefore { Norm::Rms } else { Norm::Layer },
            activation: Activation::Gelu,
            gated: [RealActivation::GatedGelu, RealActivation::SwiGlu].contains(&model.activation),
            biases: if model.biases { Biases::All } else { Biases::None },
            tied: model.tied,
        }
    }

    #[test]
    fn the_formula_counts_the_parameters_of_our_own_models() {
        // Ours have heads that make up d_model, one kind of tokens and no pooler.
        for model in REAL.iter().filter(|model| model.heads * model.d_k == model.d_model) {
            let plain = RealModel { token_types: 0, pooler: false, ..*model };
            let ours = as_ours(&plain).count();
            assert_eq!(ours, u128::from(plain.parameters()), "{}", model.name);
        }
    }

    #[test]
    fn encodings_are_those_of_the_attention_crate() {
        for model in REAL {
            let known = attention::encoding::ALL.iter().any(|entry| entry.name == model.encoding);
            assert!(known, "{}: {}", model.name, model.encoding);
        }
    }

    #[test]
    fn published_counts_are_within_a_tenth() {
        for model in REAL {
            let part = model.difference().unsigned_abs() as f64 / model.published as f64;
            assert!(part < 0.1, "{}: {part}", model.name);
        }
    }
}
