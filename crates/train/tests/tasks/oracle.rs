//! Every sequence that a task can draw with its weight, from the task's rules and not from
//! its code, and the best that can be said without order, by counting.

use std::collections::HashMap;

use train::task::Settings;

/// One way in which a sequence can come about; several may give the same sequence.
pub struct Weighted {
    pub weight: f64,
    pub tokens: Vec<u32>,
    pub targets: Vec<Option<u32>>,
    /// The words that are asked about, in any order.
    pub question: Vec<u32>,
}

/// The bag of a string.
fn sorted(string: &[u32]) -> Vec<u32> {
    let mut bag = string.to_vec();
    bag.sort_unstable();
    bag
}

/// All sequences of `length` tokens; the weights sum to 1.
pub fn all_sequences(name: &str, settings: Settings, length: usize) -> Vec<Weighted> {
    let mut all = match name {
        "agent" => sentences(settings.vocabulary as u32, length),
        "back" => graded(settings.vocabulary, length, |tokens, i| {
            (i >= settings.k).then(|| tokens[i - settings.k])
        }),
        "reverse" => graded(settings.vocabulary, length, |tokens, i| Some(tokens[length - 1 - i])),
        "first" => which_came_first(settings.vocabulary as u32, length),
        "brackets" => bracket_strings(settings.vocabulary as u32, length),
        other => panic!("how does {other} draw?"),
    };
    let total: f64 = all.iter().map(|sequence| sequence.weight).sum();
    all.iter_mut().for_each(|sequence| sequence.weight /= total);
    all
}

/// The accuracy of the best predictor that sees the own token, the bag of the sequence and
/// the bag of what is asked; and that of the commonest class.
pub fn without_order(sequences: &[Weighted]) -> (f64, f64) {
    let mut seen: HashMap<_, HashMap<u32, f64>> = HashMap::new();
    let mut classes: HashMap<u32, f64> = HashMap::new();
    let mut asked = 0.0;
    for Weighted { weight, tokens, targets, question } in sequences {
        for (token, target) in tokens.iter().zip(targets) {
            if let Some(target) = target {
                let key = (*token, sorted(tokens), sorted(question));
                *seen.entry(key).or_default().entry(*target).or_insert(0.0) += weight;
                *classes.entry(*target).or_insert(0.0) += weight;
                asked += weight;
            }
        }
    }
    let most = |targets: &HashMap<u32, f64>| targets.values().copied().fold(0.0, f64::max);
    (seen.values().map(most).sum::<f64>() / asked, most(&classes) / asked)
}

/// The accuracy of the best predictor that sees the own token, the bag of the words up to it
/// and the bag of what is asked, as under a causal mask.
pub fn without_order_masked(sequences: &[Weighted]) -> f64 {
    let mut seen: HashMap<_, HashMap<u32, f64>> = HashMap::new();
    let mut asked = 0.0;
    for Weighted { weight, tokens, targets, question } in sequences {
        for (place, target) in targets.iter().enumerate() {
            if let Some(target) = target {
                let key = (tokens[place], sorted(&tokens[..=place]), sorted(question));
                *seen.entry(key).or_default().entry(*target).or_insert(0.0) += weight;
                asked += weight;
            }
        }
    }
    let most = |targets: &HashMap<u32, f64>| targets.values().copied().fold(0.0, f64::max);
    seen.values().map(most).sum::<f64>() / asked
}

/// All strings of `length` tokens of a vocabulary.
pub fn strings(vocabulary: usize, length: usize) -> impl Iterator<Item = Vec<u32>> {
    (0..vocabulary.pow(length as u32)).map(move |mut number| {
        let digit = |_| {
            let digit = number % vocabulary;
            number /= vocabulary;
            digit as u32
        };
        (0..length).map(digit).collect()
    })
}

/// All strings, equally likely, with the targets of a rule.
fn graded(
    vocabulary: usize,
    length: usize,
    target: impl Fn(&[u32], usize) -> Option<u32>,
) -> Vec<Weighted> {
    strings(vocabulary, length)
        .map(|tokens| {
            let targets = (0..length).map(|i| target(&tokens, i)).collect();
            Weighted { weight: 1.0, tokens, targets, question: Vec::new() }
        })
        .collect()
}

/// The targets of a sequence that asks at its end only.
fn asked_last(weight: f64, tokens: Vec<u32>, target: u32) -> Weighted {
    let mut targets = vec![None; tokens.len() - 1];
    targets.push(Some(target));
    Weighted { weight, tokens, targets, question: Vec::new() }
}

/// All strings in which both words come exactly once, for every pair in either order.
fn which_came_first(vocabulary: u32, length: usize) -> Vec<Weighted> {
    let mut all = Vec::new();
    for words in strings(vocabulary as usize, length - 3) {
        for a in 0..vocabulary {
            for b in (0..vocabulary).filter(|b| *b != a) {
                let count = |word| words.iter().filter(|other| **other == word).count();
                if count(a) != 1 || count(b) != 1 {
                    continue;
                }
                let first = *words.iter().find(|word| [a, b].contains(word)).unwrap();
                let tokens = [&words[..], &[vocabulary, a, b]].concat();
                all.push(Weighted { question: vec![a, b], ..asked_last(1.0, tokens, first) });
            }
        }
    }
    all
}

/// All sentences: for each filler, each of four places and each of four words.
fn sentences(nouns: u32, length: usize) -> Vec<Weighted> {
    let [verbs, article, adjectives, adverbs] = [nouns, nouns + 4, nouns + 5, nouns + 9];
    let mut all = Vec::new();
    for agent in 0..nouns {
        for patient in (0..nouns).filter(|patient| *patient != agent) {
            for verb in verbs..verbs + 4 {
                for fillers in strings(16, length - 4) {
                    let at =
                        |place: u32| fillers.iter().filter(move |filler| **filler / 4 == place);
                    let before_noun = |place| {
                        at(place).enumerate().map(move |(index, filler)| {
                            if index == 0 { article } else { adjectives + filler % 4 }
                        })
                    };
                    let adverbial = |place| at(place).map(move |filler| adverbs + filler % 4);
                    let mut tokens: Vec<u32> = before_noun(0).collect();
                    tokens.push(agent);
                    tokens.extend(adverbial(1));
                    tokens.push(verb);
                    tokens.extend(before_noun(2));
                    tokens.push(patient);
                    tokens.extend(adverbial(3));
                    tokens.push(nouns + 13);
                    all.push(asked_last(1.0, tokens, agent));
                }
            }
        }
    }
    all
}

/// Half strings that close, each equally likely; half strings that don't, whose bag is that
/// of a string that does and whose order is any other.
fn bracket_strings(kinds: u32, length: usize) -> Vec<Weighted> {
    let query = 2 * kinds;
    let (good, bad): (Vec<_>, Vec<_>) =
        strings(query as usize, length - 1).partition(|string| cancels(string));
    let mut bags: HashMap<Vec<u32>, (f64, f64)> = HashMap::new();
    for string in &good {
        bags.entry(sorted(string)).or_default().0 += 1.0;
    }
    for string in &bad {
        if let Some((_, bad)) = bags.get_mut(&sorted(string)) {
            *bad += 1.0;
        }
    }
    let weight = |string: &Vec<u32>| bags.get(&sorted(string)).map(|(good, bad)| good / bad);
    let ask = |string: Vec<u32>| [string, vec![query]].concat();
    let bad = bad.into_iter().filter_map(|string| {
        let weight = weight(&string)?;
        Some(asked_last(weight, ask(string), 0))
    });
    let bad: Vec<_> = bad.collect();
    good.into_iter().map(|string| asked_last(1.0, ask(string), 1)).chain(bad).collect()
}

/// Whether nothing is left once neighbours that open and close are struck out, again and again.
pub fn cancels(string: &[u32]) -> bool {
    let pair = |pair: &[u32]| pair[0].is_multiple_of(2) && pair[1] == pair[0] + 1;
    let mut left = string.to_vec();
    while let Some(at) = left.windows(2).position(pair) {
        left.drain(at..at + 2);
    }
    left.is_empty()
}
