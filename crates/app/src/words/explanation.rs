//! What happens in each step, and what to look at.

use engine::{EncodingKind, Settings, TokenizerKind, Weights};

use crate::ledger_text::number;
use crate::steps::Step;

/// A step's heading, what happens in it, and what to look at or try.
pub struct Explanation {
    /// The heading.
    pub title: &'static str,
    /// What happens.
    pub what: String,
    /// What to look at or try.
    pub look: String,
}

/// The explanation of a step under these settings.
pub fn explanation(step: Step, settings: &Settings) -> Explanation {
    let d_k = settings.d_model / settings.heads.max(1);
    let trained = settings.trained_layer();
    let (title, what, look) = match step {
        Step::Tokens => (
            "Cut the sentence into tokens",
            format!(
                "A model never sees meaning. It sees a list of tokens, here {}, each with a place \
                 in line.{}",
                match settings.tokenizer {
                    TokenizerKind::Words => "words and punctuation",
                    TokenizerKind::Characters => "single characters",
                },
                match trained {
                    Some(_) => {
                        " The numbers that follow are those of a small transformer, trained on \
                         made-up sentences; “Numbers from” says of which, and of which layer."
                    }
                    None => "",
                }
            ),
            "Above, drag a word to another place, or press it and then its new place. Every later \
             step follows."
                .into(),
        ),
        Step::Embeddings => (
            "Look up a vector for each token",
            match trained {
                None => format!(
                    "Each token becomes {} numbers. Here they are invented from the spelling and \
                     the seed. In a trained model they are learned, so that related words come to \
                     lie close together.",
                    settings.d_model
                ),
                Some(0) => format!(
                    "Each token becomes {} numbers, the row of a table that was learned together \
                     with all weights: they are whatever helped to guess words of the training \
                     sentences.",
                    settings.d_model
                ),
                Some(layer) => format!(
                    "This is a deeper layer. Each token comes with {} numbers as layer {} left \
                     them: its embedding, and all that the layers before have added.",
                    settings.d_model,
                    layer - 1
                ),
            },
            match trained {
                Some(1..) if settings.encoding == EncodingKind::None => {
                    "Type the same word twice: its two rows are the same, unless a mask of the \
                     layers before let them see different words."
                }
                Some(1..) => {
                    "Type the same word twice: its two rows are no longer the same, for \
                              the layers before told the places and mixed in other words."
                }
                _ => {
                    "Type the same word twice: its two rows are the same. Nothing tells the first \
                      from the second."
                }
            }
            .into(),
        ),
        Step::Positions => positions(settings),
        Step::Inputs => (
            "Add embedding and position",
            match settings.encoding {
                _ if settings.adds_positions() => {
                    "Each input vector is the word’s embedding plus what the encoding adds for its \
                     place. From here on, what a word is and where it stands travel together."
                }
                EncodingKind::None if matches!(trained, Some(1..)) => {
                    "The encoding is taken out of the whole model, so X is E. Only masks before \
                     can have told the order."
                }
                _ if matches!(trained, Some(1..)) => {
                    "Nothing is added before a deeper layer: X is E, and the places are already \
                     in it."
                }
                EncodingKind::None => {
                    "Without an encoding nothing is added: X is E, and where a word stands is \
                     forgotten."
                }
                _ => {
                    "This encoding adds nothing to the embeddings: X is E. Order enters later, \
                     when queries meet keys."
                }
            }
            .into(),
            "Point at a cell of X: the two numbers that it is the sum of light up.".into(),
        ),
        Step::Projections => (
            "Make queries, keys and values",
            format!(
                "{}Each input is multiplied by three weight matrices: the query says what a word \
                 looks for, the key what it offers, the value what it hands on. {}, d_k = d_model ÷ \
                 heads = {d_k} wide.{}",
                match trained {
                    Some(_) => {
                        "The model first normalises each row of X, which gives N, to be of about \
                         one size whatever was added before. "
                    }
                    None => "",
                },
                match &settings.weights {
                    // Grouped queries, as in its successors.
                    Weights::Trained { model, .. } if model == "llama" => {
                        "Each head has queries of its own, and two share keys and values"
                    }
                    _ => "Each head is one such set of its own",
                },
                match settings.encoding {
                    EncodingKind::Rope => {
                        " RoPE then turns each pair of numbers of Q₀ and K₀ by its angle θ, which \
                         gives Q and K."
                    }
                    _ => "",
                }
            ),
            match trained {
                Some(_) => {
                    "Open a cell of N and see how it was normalised. Open a cell of Q: it is \
                            one row of N times one column of W_Q, plus a bias where there is one."
                }
                None => {
                    "Open a cell of Q: it is one row of X times one column of W_Q. Change a \
                         weight and watch everything after it change."
                }
            }
            .into(),
        ),
        Step::Scores => (
            "Score every query against every key",
            format!(
                "Each score is a dot product: {d_k} {}, added up. It is large when a query and a \
                 key are long and point the same way. The whole table is one product, Q times K \
                 transposed (its rows made columns).",
                if d_k == 1 { "product" } else { "products" }
            ),
            "Open a cell: its row in Q and its column in Kᵀ light up, and the sum is written out. \
             Rows ask, columns answer, so the table need not be symmetric."
                .into(),
        ),
        Step::Scaled => scaled(settings, d_k),
        Step::Masked => (
            "Hide what may not be seen",
            "Where the mask says no, minus infinity is added. The softmax turns that into a \
             weight of exactly 0. A causal mask hides the future, so that a model can learn to \
             predict it."
                .into(),
            "Open a cell of M and hide it, or let it be seen. Hide a whole row and see what \
             becomes of its weights."
                .into(),
        ),
        Step::Weights => (
            "Turn scores into weights",
            format!(
                "The softmax turns each row into numbers from 0 to 1 whose sum is 1: e to the power \
                 of each, divided by the row’s total. (The row’s largest, m, is taken off first, \
                 which changes no weight but keeps the powers small.) {}",
                match trained {
                    Some(_) => {
                        "Training made this pattern. What it is good for is another question: turn \
                         the head off in the lab of architectures, and see what changes."
                    }
                    None => {
                        "The pattern means nothing yet: these numbers were invented, and training \
                         is what gives it meaning."
                    }
                }
            ),
            "Lower the temperature and the largest score takes more and more. Raise it and the \
             shares draw level."
                .into(),
        ),
        Step::HeadOutput => (
            "Mix the values",
            "Each word’s output is the average of all values, weighted by its row of weights. A \
             word that gets weight 0.6 puts in 60 % of its value."
                .into(),
            "Open a cell: the weights of one row meet one column of V.".into(),
        ),
        Step::Output => (
            "Join the heads",
            format!(
                "{} multiplied by one last matrix, W_O, which mixes them. Each word gets a vector of \
                 {} numbers, as long as the one it came with.{}",
                match settings.heads {
                    1 => "The output of the only head is".to_owned(),
                    2 => "The outputs of both heads stand side by side and are".to_owned(),
                    n => format!("The outputs of all {n} heads stand side by side and are"),
                },
                settings.d_model,
                match trained {
                    Some(_) => {
                        " That is added to X, a feed-forward layer adds more, and the sum is what the \
                         next layer gets."
                    }
                    None => "",
                }
            ),
            "Follow one cell back: through the heads, the weights and the scores to the words."
                .into(),
        ),
    };
    Explanation { title, what, look }
}

fn positions(settings: &Settings) -> (&'static str, String, String) {
    let (kind, trained) = (settings.encoding, settings.trained_layer());
    let is_told_before = matches!(kind, EncodingKind::Sinusoidal | EncodingKind::Learned)
        && !settings.adds_positions();
    let what = match kind {
        _ if is_told_before => {
            "Nothing is added here: the places were told before the first layer, and are part of \
             what comes in."
        }
        EncodingKind::Learned if trained.is_some() => {
            "Each place has a row in a table, as in BERT and GPT-2, which was learned together with \
             all weights. The same row is added whatever word stands there."
        }
        EncodingKind::None if trained.is_some() => {
            "Nothing is added: the model was trained with an encoding, and you took it out."
        }
        EncodingKind::None => {
            "Nothing is added, so these are zeros. Without a mask, the sentence is a bag of words \
             to this layer."
        }
        EncodingKind::Sinusoidal => {
            "Each place gets its own pattern of sines and cosines, fast waves on the left, slow \
             ones on the right. It is a formula and needs no training (Vaswani et al. 2017)."
        }
        EncodingKind::Learned => {
            "Each place has a row in a table that training would shape, as in BERT and GPT-2. \
             This is the table before training: random, and the same for every sentence."
        }
        EncodingKind::Rope => {
            "Nothing is added here, so P is zero. Instead, queries and keys will be turned by an \
             angle that grows with the place (Su et al. 2021). θ holds the angles in radians."
        }
        EncodingKind::Alibi => {
            "Nothing is added here, so P is zero. Instead, each score will lose a little for \
             every step of distance, by a slope that each head has of its own (Press et al. 2022, \
             there with a causal mask). B holds these penalties."
        }
        EncodingKind::T5 => {
            "Nothing is added here, so P is zero. Instead, each score will get a bias that \
             depends on distance and direction, near ones one by one, far ones in buckets (Raffel \
             et al. 2020). B holds them before training."
        }
    };
    let look = match kind {
        _ if is_told_before => "Go to the first layer to see the table.",
        EncodingKind::None if trained.is_some() => "Put the encoding back and compare.",
        EncodingKind::None => "Choose another encoding on the left and compare.",
        EncodingKind::Sinusoidal | EncodingKind::Learned => {
            "The numbers of a row depend on its place only, whatever word stands there. Swap two \
             words: the numbers stay."
        }
        _ => "Swap two words: the numbers stay, since only places count.",
    };
    ("Tell the places apart", what.into(), look.into())
}

fn scaled(settings: &Settings, d_k: usize) -> (&'static str, String, String) {
    let mut what = match settings.scale {
        true => format!(
            "Every score is divided by √d_k = √{d_k} {} {}. Sums of more products spread more \
             widely; the division keeps the spread, and so the softmax, in a workable range.",
            if d_k.isqrt().pow(2) == d_k { "=" } else { "≈" },
            number((d_k as f32).sqrt())
        ),
        false => "The division by √d_k is switched off, so the scores pass as they are.".to_owned(),
    };
    if matches!(settings.encoding, EncodingKind::Alibi | EncodingKind::T5) {
        what.push_str(" Then the position bias B is added.");
    }
    let look = match settings.scale {
        true => {
            "Switch the scaling off and go on to the weights: with a large d_k a single word often \
             takes nearly everything. The chart below measures it."
        }
        false => "Switch the scaling on again and compare. The chart below measures it.",
    }
    .into();
    ("Divide by √d_k", what, look)
}
