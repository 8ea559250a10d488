//! Scaled dot-product attention with every intermediate kept, and positional encodings.
