/** Numbers row by row, the last axis first to change, and the length of each axis. */
export interface Matrix<Data = Float32Array> {
  data: Data;
  shape: number[];
}

/** What `attention` is asked. */
export interface AttentionOptions {
  /** The queries: `[n_q, d]`, or `[heads, n_q, d]`. Finite numbers. */
  q: Matrix;
  /**
   * The keys, with as many axes as `q`: `[n_k, d]`, or `[kv_heads, n_k, d]`. There may be fewer
   * heads than `q` has, if their number divides it (grouped-query attention): query head `h`
   * then uses key head `floor(h / (heads / kv_heads))`.
   */
  k: Matrix;
  /** The values, one for each key: `[n_k, d_v]`, or `[kv_heads, n_k, d_v]`. */
  v: Matrix;
  /**
   * Who may look at whom: `[n_q, n_k]` for all heads, or `[heads, n_q, n_k]`. Either a
   * `Uint8Array`, where 1 means that the query (row) may look at the key (column) and 0 that it
   * may not; or a `Float32Array` that is added to the scaled scores, where `-Infinity` means
   * that it may not.
   */
  mask?: Matrix<Uint8Array | Float32Array> | null | undefined;
  /** Whether a query sees only the keys up to its own position. @default false */
  causal?: boolean | null | undefined;
  /**
   * The position of the first query among the keys, for `causal` and `window`: the number of
   * keys in a cache, say. @default 0
   */
  offset?: number | null | undefined;
  /** How many keys before its own position a query sees. @default all of them */
  window?: number | null | undefined;
  /** What the scores are multiplied by. @default 1 / Math.sqrt(d) */
  scale?: number | null | undefined;
  /** Scaled scores `x` become `softcap * Math.tanh(x / softcap)`. @default no cap */
  softcap?: number | null | undefined;
}

/** Every step of attention, each with as many axes as the queries had. */
export interface AttentionSteps {
  /** `[heads, n_q, n_k]`: each query times each key. */
  scores: Matrix;
  /** `[heads, n_q, n_k]`: the scores scaled, and softly capped if asked. */
  scaled: Matrix;
  /** `[heads, n_q, n_k]`: scaled plus the mask, `-Infinity` where the query may not look. */
  masked: Matrix;
  /** `[heads, n_q, n_k]`: the softmax of each row; zeros where a query may look nowhere. */
  weights: Matrix;
  /** `[heads, n_q, d_v]`: the weights times the values. */
  output: Matrix;
}

/**
 * Scaled dot-product attention over numbers of your own, with every step kept.
 *
 * @throws {Error} whose message names the field, what was given and what is needed, such as
 * `q.shape: [3] given; needed [n, d] or [heads, n, d]`.
 *
 * @example
 * const q = { data: Float32Array.of(1, 0, 0, 2), shape: [2, 2] };
 * const { weights, output } = attention({ q, k: q, v: q, causal: true });
 * weights.data[0]; // 1: the first query sees only itself
 * output.shape;    // [2, 2]
 */
export function attention(options: AttentionOptions): AttentionSteps;

/** No positions at all: zeros. */
export interface NoEncodingOptions {
  kind: "none";
  /** How many positions. */
  length: number;
  /** How wide an embedding is. */
  d_model: number;
}

/** Sines and cosines that are added to the embeddings. */
export interface SinusoidalOptions {
  kind: "sinusoidal";
  /** How many positions. */
  length: number;
  /** How wide an embedding is. */
  d_model: number;
  /** What the wavelengths grow towards, in units of 2π positions. @default 10000 */
  base?: number | null | undefined;
}

/** Angles by which pairs of dimensions of queries and keys turn. */
export interface RopeOptions {
  kind: "rope";
  /** How many positions. */
  length: number;
  /** How wide the vector is that turns; an even number. */
  d_model: number;
  /** What the wavelengths grow towards, in units of 2π positions. @default 10000 */
  base?: number | null | undefined;
}

/** A penalty on the scores that grows with the distance, at a slope for each head. */
export interface AlibiOptions {
  kind: "alibi";
  /** How many heads. */
  heads: number;
}

/** Buckets of distances, each of which a trained model has a bias for. */
export interface T5Options {
  kind: "t5";
  /** How many positions. */
  length: number;
  /**
   * Whether keys after the query have buckets of their own, as in T5's encoder; if not, they
   * all fall into bucket 0. @default true
   */
  bidirectional?: boolean | null | undefined;
  /** How many buckets; if bidirectional, an even number. @default 32 */
  buckets?: number | null | undefined;
  /** From this distance on, all share the last bucket. @default 128 */
  max_distance?: number | null | undefined;
}

/** What `encoding` is asked. */
export type EncodingOptions =
  | NoEncodingOptions
  | SinusoidalOptions
  | RopeOptions
  | AlibiOptions
  | T5Options;

/** The cosines and sines of RoPE's angles, each `[length, d_model / 2]`. */
export interface Rotation {
  cos: Matrix;
  sin: Matrix;
}

/**
 * What is added to the embeddings, `[length, d_model]`, sine and cosine interleaved: row `p` has
 * `Math.sin(p / base ** (2 * i / d_model))` in column `2 * i`, and the cosine in the next.
 * Without an encoding, zeros.
 *
 * Learned positions come from training and not from a formula, so there are none here.
 *
 * @throws {Error} whose message names the field, what was given and what is needed.
 *
 * @example
 * encoding({ kind: "sinusoidal", length: 64, d_model: 32 }).data[33]; // cos(1): row 1, column 1
 */
export function encoding(options: SinusoidalOptions | NoEncodingOptions): Matrix;
/**
 * The cosines and sines of the angle `p / base ** (2 * i / d_model)` by which pair `i` of
 * position `p` turns, each `[length, d_model / 2]`.
 *
 * @example
 * const { cos, sin } = encoding({ kind: "rope", length: 64, d_model: 32, base: 10000 });
 */
export function encoding(options: RopeOptions): Rotation;
/**
 * The slope of each head, `[heads]`: slope times distance is subtracted from a score.
 *
 * @example
 * encoding({ kind: "alibi", heads: 8 }).data; // 1/2, 1/4, … 1/256
 */
export function encoding(options: AlibiOptions): Matrix;
/**
 * The bucket of each query (row) and key (column), `[length, length]`, as whole numbers.
 *
 * @example
 * encoding({ kind: "t5", length: 3 }).data; // 0, 17, 18, 1, 0, 17, 2, 1, 0
 */
export function encoding(options: T5Options): Matrix<Int32Array>;
export function encoding(options: EncodingOptions): Matrix | Rotation | Matrix<Int32Array>;

/** What `cost` needs of every variant. */
export interface CostSize {
  /** How many tokens. */
  n: number;
  /** How wide queries, keys and values are. */
  d: number;
  /** Whether a query sees only the keys up to its own position. @default false */
  causal?: boolean | null | undefined;
}

/** All pairs, with all scores in memory, or with a tile of them at a time. */
export interface DenseCostOptions extends CostSize {
  variant: "full" | "flash";
}

/** The keys near each query. */
export interface SlidingWindowCostOptions extends CostSize {
  variant: "sliding_window";
  /**
   * The full width of the window: `Math.floor(window / 2)` keys on each side, and the token
   * itself; fewer at the ends.
   */
  window: number;
}

/** The keys near each query, and all pairs of global tokens. */
export interface LongformerCostOptions extends CostSize {
  variant: "longformer";
  /** As for `sliding_window`. */
  window: number;
  /**
   * The tokens that attend to all and are attended by all: so many of the first ones, or an
   * array of positions. @default 0
   */
  global?: number | number[] | null | undefined;
}

/** Near, global and random keys; of tokens or of blocks of tokens. */
export interface BigBirdCostOptions extends CostSize {
  variant: "big_bird";
  /** As for `sliding_window`, in blocks. */
  window: number;
  /** As for `longformer`, in blocks. @default 0 */
  global?: number | number[] | null | undefined;
  /**
   * How many further, distinct blocks are drawn for each block that isn't global. @default 0
   */
  random?: number | null | undefined;
  /** How many tokens a block has; the last one may have fewer. @default 1 */
  block?: number | null | undefined;
  /** What the random keys are drawn from, which matters where `causal` cuts them. @default 0 */
  seed?: number | null | undefined;
}

/** All pairs at once, estimated through random features (FAVOR+). */
export interface PerformerCostOptions extends CostSize {
  variant: "performer";
  /** How many random features. */
  features: number;
}

/** What `cost` is asked. */
export type CostOptions =
  | DenseCostOptions
  | SlidingWindowCostOptions
  | LongformerCostOptions
  | BigBirdCostOptions
  | PerformerCostOptions;

/** What it costs to attend, for one head; whole numbers. */
export interface Cost {
  /** How many pairs of a query and a key are not masked. */
  pairs: number;
  /**
   * How many products are added to a sum. Of all exact variants, `2 * pairs * d`: once for the
   * scores, once for the values.
   */
  multiply_adds: number;
  /**
   * The most memory, in bytes, that is held at one time beside queries, keys and values: the
   * output and what is kept on the way to it.
   */
  bytes: number;
}

/**
 * What a variant of attention costs, exactly. Settings that don't concern the variant are left
 * aside.
 *
 * @throws {Error} whose message names the field, what was given and what is needed; also where
 * a figure would be above 2 ** 53.
 *
 * @example
 * cost({ variant: "longformer", n: 4096, d: 64, window: 512, global: 1 }).pairs; // 2043134
 */
export function cost(options: CostOptions): Cost;

/**
 * The output of full attention for one head, `[n, d]` row by row, as fast as it can be had and
 * with nothing kept. `q`, `k` and `v` are `[n, d]`, row by row; finite numbers.
 *
 * @throws {Error} whose message names the field, what was given and what is needed.
 *
 * @example
 * attend(Float32Array.of(1, 1), Float32Array.of(0, 0), Float32Array.of(1, 3), 2, 1); // 2, 2
 */
export function attend(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  n: number,
  d: number,
): Float32Array;

/** A word or a punctuation mark, and where it stands. */
export interface Token {
  /** As spelled: `text.slice(start, end)` of the whole text. */
  text: string;
  /** Where it starts, counted as JavaScript counts. */
  start: number;
  /** Where it ends, counted as JavaScript counts. */
  end: number;
  /**
   * Whether the models that come with the page met it in training, as a word of the language that
   * they learned. Capital letters make no difference.
   */
  known: boolean;
}

/**
 * Cuts a text into words and punctuation, by Unicode's word boundaries; white space separates
 * and is dropped.
 *
 * @throws {Error} if `text` is no string.
 *
 * @example
 * tokenize("dog bites man").map((token) => token.text); // ["dog", "bites", "man"]
 */
export function tokenize(text: string): Token[];

/** A step through one attention layer. */
export type StepName =
  | "tokens"
  | "embeddings"
  | "positions"
  | "inputs"
  | "projections"
  | "scores"
  | "scaled"
  | "masked"
  | "weights"
  | "head-output"
  | "output";

/** A matrix on the page. */
export type MatrixName =
  | "embeddings"
  | "positions"
  | "rotation-angles"
  | "position-bias"
  | "inputs"
  | "norm-gain"
  | "norm-bias"
  | "normed"
  | "query-weights"
  | "key-weights"
  | "value-weights"
  | "query-bias"
  | "key-bias"
  | "value-bias"
  | "queries-unrotated"
  | "keys-unrotated"
  | "queries"
  | "keys"
  | "values"
  | "scores"
  | "scaled"
  | "mask"
  | "masked"
  | "weights"
  | "head-output"
  | "concatenated"
  | "output-weights"
  | "output-bias"
  | "output"
  | "output-a"
  | "output-b"
  | "difference"
  | "encoding"
  | "similarity"
  | "buckets"
  | "bias-table"
  | "scores-a"
  | "scores-b"
  | "scores-difference"
  | "weights-a"
  | "weights-b"
  | "weights-difference"
  | "weights-estimated"
  | "cross-weights"
  | "pattern";

/** A part of the page that can be hidden. */
export type PartName =
  | "header"
  | "sentence"
  | "examples"
  | "steps"
  | "formula"
  | "controls"
  | "heads"
  | "d_model"
  | "seed"
  | "encoding"
  | "mask"
  | "scale"
  | "temperature"
  | "explanation"
  | "question";

/**
 * What a mounted page shows: the keys of the page's address. In `mount`, what isn't given has
 * its default; in `update`, it stays as it is. `null` means the default in both.
 */
export interface LabOptions {
  /** Which lab. @default "attention" */
  lab?: "attention" | "order" | "positions" | "cost" | "architectures" | null | undefined;
  /** The sentence. @default "dog bites man" */
  text?: string | null | undefined;
  /** The word-order lab's second sentence. @default "man bites dog" */
  compare?: string | null | undefined;
  /** The step. @default "tokens" */
  step?: StepName | null | undefined;
  /** How the sentence is cut. @default "words" */
  tokens?: "words" | "characters" | null | undefined;
  /** How word order reaches the layer. @default "sinusoidal" */
  encoding?: "none" | "sinusoidal" | "learned" | "rope" | "alibi" | "t5" | null | undefined;
  /** The encoding that the chosen one is compared with. @default "none" */
  with?: "none" | "sinusoidal" | "learned" | "rope" | "alibi" | "t5" | null | undefined;
  /**
   * The view of the positions lab, from `look` to `length`, of the cost lab, from `patterns`
   * to `recurrent`, or of the lab of architectures, from `families` on; of another lab's name, the lab's first. @default "look"
   */
  view?:
    | "look"
    | "compare"
    | "train"
    | "length"
    | "patterns"
    | "paint"
    | "flash"
    | "performer"
    | "error"
    | "measure"
    | "recurrent"
    | "families"
    | "guess"
    | "generate"
    | "translate"
    | "heads"
    | "real"
    | null
    | undefined;
  /** How many positions its pictures show, 8 to 128. @default 32 */
  positions?: number | null | undefined;
  /** What the wavelengths grow towards, 10 to 1000000. @default 10000 */
  base?: number | null | undefined;
  /** The dimension whose wave is drawn, counted from 0. @default 2 */
  dimension?: number | null | undefined;
  /** The position that is compared with another one. @default 4 */
  position?: number | null | undefined;
  /** How far the other one lies behind it. @default 3 */
  shift?: number | null | undefined;
  /** Which dimensions RoPE turns together. @default "interleaved" */
  pairs?: "interleaved" | "half" | null | undefined;
  /** Whether T5 tells before from after. @default true */
  bidirectional?: boolean | "on" | "off" | null | undefined;
  /** What is trained; it brings its own sizes. @default "agent" */
  task?: "agent" | "back" | "first" | "reverse" | "brackets" | null | undefined;
  /** The encodings that are trained, a list with commas. @default "none,sinusoidal,learned,rope,alibi,t5" */
  encodings?: string | null | undefined;
  /** The longest example, in tokens. @default 8 */
  length?: number | null | undefined;
  /** How many words to draw from. @default 6 */
  vocabulary?: number | null | undefined;
  /** How many places back, in the task that asks it. @default 0 */
  back?: number | null | undefined;
  /** How wide the trained vectors are: 16, 32 or 64. @default 32 */
  width?: number | null | undefined;
  /** How many heads the trained models have: 1, 2, 4 or 8. @default 4 */
  train_heads?: number | null | undefined;
  /** How many layers they have, 1 to 3. @default 1 */
  layers?: number | null | undefined;
  /** How many steps each makes, 50 to 5000. @default 400 */
  steps?: number | null | undefined;
  /** From how many seeds each is trained, 1 to 8. @default 1 */
  seeds?: number | null | undefined;
  /** The variant of attention that is looked at. @default "full" */
  variant?:
    | "full"
    | "flash"
    | "sliding_window"
    | "longformer"
    | "big_bird"
    | "performer"
    | null
    | undefined;
  /** For how many tokens its pattern is drawn, 1 to 4096. @default 64 */
  n?: number | null | undefined;
  /** The full width of the window, 0 to 4096. @default 16 */
  window?: number | null | undefined;
  /** How many of the first tokens are global, 0 to 4096. @default 1 */
  global?: number | null | undefined;
  /** How many random keys each query of BigBird has, 0 to 4096. @default 3 */
  random?: number | null | undefined;
  /** How many tokens BigBird takes as one, 1 to 4096. @default 1 */
  block?: number | null | undefined;
  /** How many random features Performer has, 1 to 1024. @default 64 */
  features?: number | null | undefined;
  /** What random keys and features are drawn from, 0 to 4294967295. @default 1 */
  draw?: number | null | undefined;
  /** How many queries a tile of FlashAttention has, 1 to 64. @default 2 */
  tile_queries?: number | null | undefined;
  /** How many keys a tile of FlashAttention has, 1 to 64. @default 2 */
  tile_keys?: number | null | undefined;
  /** The tile that the player is at, counted from 0. @default 0 */
  tile?: number | null | undefined;
  /** How many numbers the fast memory holds, 256 to 1048576. @default 16384 */
  memory?: number | null | undefined;
  /** For how many tokens the traffic between memories is counted, 64 to 1048576. @default 4096 */
  context?: number | null | undefined;
  /** The full width of the window on the sentence, 0 to 64. @default 2 */
  near?: number | null | undefined;
  /** How many random keys each query of BigBird has on the sentence, 0 to 64. @default 1 */
  further?: number | null | undefined;
  /** How many numbers a state of the recurrent networks has, 1 to 64. @default 16 */
  hidden?: number | null | undefined;
  /** What their weights from state to state are multiplied by, 0 to 4. @default 1 */
  gain?: number | null | undefined;
  /** The bias of the LSTM's forget gate, -10 to 10. @default 1 */
  forget?: number | null | undefined;
  /** How long the sequence is whose gradients are taken, 2 to 256. @default 64 */
  span?: number | null | undefined;
  /** The variants to measure, a list with commas. @default "full,flash,sliding_window,longformer,big_bird,performer" */
  variants?: string | null | undefined;
  /** The longest sequence to measure: 512, 1024, 2048, 4096, 8192 or 16384. @default 4096 */
  longest?: number | null | undefined;
  /** How wide queries, keys and values are where time is measured: 16, 32, 64 or 128. @default 64 */
  d_k?: number | null | undefined;
  /** The published model whose numbers are counted, such as `gpt-2-xl`. @default "bert-base" */
  model?: string | null | undefined;
  /** Which published models are listed. @default "all" */
  family?: "all" | "encoder" | "decoder" | "encoder-decoder" | null | undefined;
  /** What they are sorted by. @default "listed" */
  sort?:
    | "listed"
    | "parameters"
    | "published"
    | "difference"
    | "layers"
    | "d_model"
    | "heads"
    | "feed_forward"
    | "vocabulary"
    | "context"
    | null
    | undefined;
  /** Whether the largest comes first or the smallest. @default "down" */
  direction?: "down" | "up" | null | undefined;
  /** The words that are hidden from the encoder, counted from 0, a list with commas. @default "1" */
  blank?: string | null | undefined;
  /** The decoder that goes on with the sentence. @default "gpt" */
  decoder?: "gpt" | "llama" | null | undefined;
  /** How many of the most probable tokens it may choose from, 0 to 1000; 0 for all. @default 0 */
  top_k?: number | null | undefined;
  /** Which share of the probability it may choose from, 0.01 to 1. @default 1 */
  top_p?: number | null | undefined;
  /** How many tokens it has added, 0 to 64. @default 0 */
  made?: number | null | undefined;
  /** What the encoder–decoder makes of the sentence. @default "passive" */
  prefix?: "passive" | "negate" | "question" | "plural" | "reverse" | "german" | null | undefined;
  /** The trained model whose heads are looked at. @default "encoder" */
  trained?: "encoder" | "gpt" | "llama" | "t5" | null | undefined;
  /** Of `t5`, which attention. @default "encoder" */
  stack?: "encoder" | "decoder" | "cross" | null | undefined;
  /** The layer of that model, 0 to 11. @default 0 */
  layer?: number | null | undefined;
  /** The heads that are turned off, counted from 0 through all stacks and layers, a list with commas. @default "" */
  off?: string | null | undefined;
  /** Who may look at whom. @default "none" */
  mask?: "none" | "causal" | "custom" | null | undefined;
  /**
   * Where embeddings and weights come from: a trained model, or the seed. By itself, the model if
   * the sentence is one that it was trained to read, unless `encoding`, `heads`, `d_model`, `seed`
   * or `edit` say what to invent. A trained model keeps its own encoding; beside `"trained"`,
   * `encoding: "none"` takes it out. @default "auto"
   */
  weights?: "auto" | "trained" | "invented" | null | undefined;
  /** How wide an embedding is, 1 to 64. @default 8 */
  d_model?: number | null | undefined;
  /** How many heads; a number that divides `d_model`. @default 2 */
  heads?: number | null | undefined;
  /** The head, counted from 0. @default 0 */
  head?: number | null | undefined;
  /** What embeddings and weights are drawn from, 0 to 4294967295. @default 1 */
  seed?: number | null | undefined;
  /** Whether the scores are divided by √d_k. @default true */
  scale?: boolean | "on" | "off" | null | undefined;
  /** What the masked scores are divided by, 0.01 to 100. @default 1 */
  temperature?: number | null | undefined;
  /** Changed cells, as the page's address and the event `change` spell them. @default none */
  edit?: string[] | string | null | undefined;
  /** The cell whose arithmetic is open: one of the step's matrix, or of another one. */
  cell?: [row: number, column: number] | [row: number, column: number, matrix: MatrixName]
    | string | null | undefined;
  /** What the attention lab asks, and of the word in which place: `"most,1"`. */
  question?: `${"most" | "division" | "nearest"},${number}` | "" | null | undefined;
  /** The choice that the learner took, from 0. */
  guess?: number | "" | null | undefined;
  /** Light, dark, or as the system says. @default "auto" */
  theme?: "auto" | "light" | "dark" | null | undefined;
  /** Whether the page is as high as its window or as its content. @default "window" */
  fit?: "window" | "content" | null | undefined;
  /** The page's language. @default "en" */
  lang?: "en" | null | undefined;
  /** Parts of the page to hide. @default none */
  hide?: PartName[] | string | null | undefined;
}

/** What the page shows, spelled as in its address. */
export type LabState =
  & { [Key in Exclude<keyof LabOptions, "edit" | "cell" | "question" | "guess" | "hide">]-?: string }
  & { edit: string[]; cell?: string; question?: string; guess?: string; hide?: string };

/** What a listener is given, by event. */
export interface LabEvents {
  /** The page is drawn. A listener that comes later is called at once. */
  ready: undefined;
  /** Another step is on the screen. */
  step: { step: StepName };
  /** The arithmetic of another cell is open; `null` where none is. */
  cell: { matrix: MatrixName; head: number | null; row: number; column: number } | null;
  /** A question was answered: of which word and head, the choice taken, the right ones. */
  answer: {
    question: "most" | "division" | "nearest";
    row: number;
    head: number;
    guess: number;
    right: number[];
    correct: boolean;
  };
  /** Anything that `LabOptions` holds is another. */
  change: LabState;
  /** The learner gave the keyboard back to the page around: Escape with nothing open. */
  leave: undefined;
  /** An option could not be read; the page does without it and says so. */
  error: { message: string };
}

/** A mounted page. Its functions may be taken apart: `const { update } = mount(…)`. */
export interface Lab {
  /**
   * Changes what is given and leaves everything else as the learner has it. Does nothing once
   * the page is destroyed.
   */
  update(options: LabOptions): void;
  /** The whole state, as the event `change` tells it. */
  state(): LabState;
  /** Takes the page and its listeners away, and leaves the element empty. */
  destroy(): void;
  /** Calls `callback` at each such event, and gives a function that ends that. */
  on<Name extends keyof LabEvents>(
    event: Name,
    callback: (detail: LabEvents[Name]) => void,
  ): () => void;
}

/**
 * Opens the page inside an element, in place of what the element holds. The page's style is the
 * package's `style.css`.
 *
 * @throws {Error} if `element` is no element or `options` no object. An option that can't be
 * read throws nothing: listen to `error`.
 *
 * @example
 * const lab = mount(document.querySelector("#lab"), { text: "dog bites man", step: "weights" });
 * lab.on("step", ({ step }) => console.log(step));
 * lab.update({ mask: "causal" });
 */
export function mount(element: Element, options?: LabOptions | null): Lab;
