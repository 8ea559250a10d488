//! The published models, counted.

use models::transformer::{Factor, Part, REAL, RealModel, Stack};

/// A published model, and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What it is made of, and what its authors say.
    pub model: RealModel,
    /// Its name in URLs.
    pub slug: String,
    /// How many numbers it has, by the formula.
    pub parameters: u64,
    /// That, less what its authors say.
    pub difference: i64,
    /// The difference over what its authors say.
    pub relative: f64,
}

impl Counted {
    fn of(model: RealModel) -> Self {
        let difference = model.difference();
        Self {
            slug: slug(model.name),
            parameters: model.parameters(),
            difference,
            relative: difference as f64 / model.published.max(1) as f64,
            model,
        }
    }
}

/// One product of the formula of a published model.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// What is counted.
    pub what: &'static str,
    /// What is multiplied.
    pub factors: Vec<Factor>,
    /// What it comes to.
    pub count: u64,
    /// That, over all numbers of the model.
    pub share: f64,
}

/// One part of a published model: the products that it is the sum of.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Which part.
    pub part: Part,
    /// Of which stack, where there are two.
    pub stack: Option<Stack>,
    /// Its products.
    pub products: Vec<Product>,
    /// Their sum.
    pub count: u64,
    /// That, over all numbers of the model.
    pub share: f64,
}

/// All published models, family by family.
///
/// ```
/// let models = engine::architectures::counted();
/// assert_eq!((models[0].slug.as_str(), models[0].parameters), ("bert-base", 109_482_240));
/// assert_eq!(models[0].difference, -517_760); // "110M" is rounded up
/// assert!((models[0].relative + 0.0047).abs() < 1e-4);
/// ```
pub fn counted() -> Vec<Counted> {
    REAL.into_iter().map(Counted::of).collect()
}

/// The formula of a published model, part by part in the order in which it computes. The parts
/// add up to its number of parameters.
///
/// ```
/// use engine::architectures::{Part, counted, opened};
///
/// let bert = &counted()[0];
/// let parts = opened(&bert.model);
/// assert_eq!(parts[0].part, Part::Embeddings);
/// assert_eq!(parts[0].products[0].count, 30_522 * 768);
/// assert_eq!(parts.iter().map(|part| part.count).sum::<u64>(), bert.parameters);
/// ```
pub fn opened(model: &RealModel) -> Vec<Opened> {
    let all = model.parameters().max(1) as f64;
    let mut parts: Vec<Opened> = Vec::new();
    for term in model.terms() {
        let count = term.count();
        let (what, factors) = (term.what, term.factors);
        let product = Product { what, factors, count, share: count as f64 / all };
        match parts.last_mut().filter(|last| (last.part, last.stack) == (term.part, term.stack)) {
            Some(last) => last.products.push(product),
            None => {
                let (part, stack, products) = (term.part, term.stack, vec![product]);
                parts.push(Opened { part, stack, products, count: 0, share: 0.0 });
            }
        }
    }
    for part in &mut parts {
        part.count = part.products.iter().map(|product| product.count).sum();
        part.share = part.count as f64 / all;
    }
    parts
}

/// A model's name as it stands in URLs.
///
/// ```
/// assert_eq!(engine::architectures::slug("FLAN-T5 XXL"), "flan-t5-xxl");
/// ```
pub fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_stand_once() {
        for Counted { model, parameters, .. } in counted() {
            let parts = opened(&model);
            assert_eq!(parts.iter().map(|part| part.count).sum::<u64>(), parameters);
            let shares: f64 = parts.iter().map(|part| part.share).sum();
            assert!((shares - 1.0).abs() < 1e-12, "{}: {shares}", model.name);
            for (at, part) in parts.iter().enumerate() {
                let again = |other: &Opened| (other.part, other.stack) == (part.part, part.stack);
                assert!(!parts[at + 1..].iter().any(again), "{}: {part:?}", model.name);
            }
        }
    }

    #[test]
    fn keys_and_values_that_are_shared_are_fewer() {
        let models = counted();
        let llama = models.iter().find(|it| it.slug == "llama-3-8b").unwrap();
        let attention = opened(&llama.model);
        let attention = attention.iter().find(|part| part.part == Part::Attention).unwrap();
        let [queries, keys] = [0, 1].map(|at| attention.products[at].count);
        assert_eq!(queries, 4 * keys); // 32 heads, 8 of keys and values
    }
}
