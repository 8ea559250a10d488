//! Tokenizers, embeddings and weights.
