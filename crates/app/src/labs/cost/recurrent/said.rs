//! What is said of gradients, beside what they do here.

use engine::recurrent::{Contrast, FADED, Kind, Layer, Pass};
use scene::format::wide;
use yew::{Html, html};

use super::gradient::Over;
use super::names::title;
use crate::state::CostChoice;

/// So near to 1 the factor of a step is taken for none.
const STEADY: f64 = 0.03;

/// So many times more or less, all steps together count as a change, however small each is.
const CHANGED: f64 = 2.0;

/// From so far open on, a forget gate is said to let the cell pass unchanged.
const OPEN: f64 = 0.9;

/// From so many times the size on, a gradient counts as exploding.
const EXPLODED: f64 = 10.0;

/// With fewer words than this a trend may as well be chance.
const FEW: usize = 8;

/// What a gradient does with the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Too few words to tell.
    Unknown,
    /// From some distance on it is below a small part of its largest, and falling.
    Vanishes,
    /// It falls, but over too few words to vanish.
    Falls,
    /// Neither of the others.
    Stays,
    /// It grows.
    Grows,
    /// It grows, and many times over.
    Explodes,
}

impl Fate {
    fn of(kind: Kind, pass: &Pass) -> Self {
        let step = match (pass.per_step(), pass.faded()) {
            (Some(step), _) => step,
            // No more than one gradient is there, as the others are exactly 0.
            (None, Some(_)) => return Self::Vanishes,
            (None, None) => return Self::Unknown,
        };
        let steps = pass.norms.len().saturating_sub(2) as f64;
        let changes = (step - 1.0).abs() > STEADY || is_changed(step.powf(steps));
        // Attention has most of the last word, which does the looking, and little of some other:
        // what it is less of there is not lost on the way. Only the trend tells of that.
        let faded = pass.faded().filter(|_| changes || kind != Kind::Attention);
        match (faded, pass.ratio()) {
            (Some(_), _) if step < 1.0 + STEADY => Self::Vanishes,
            _ if !changes => Self::Stays,
            _ if step < 1.0 => Self::Falls,
            (_, Some(ratio)) if ratio > EXPLODED => Self::Explodes,
            _ => Self::Grows,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Vanishes => "vanishes",
            Self::Falls => "falls",
            Self::Stays => "stays",
            Self::Grows => "grows",
            Self::Explodes => "explodes",
        }
    }
}

/// Whether a factor is far from 1.
fn is_changed(factor: f64) -> bool {
    !(1.0 / CHANGED..=CHANGED).contains(&factor)
}

/// The claims, each with what was measured.
pub fn said(seen: &Contrast, over: Over, cost: CostChoice) -> Html {
    let [rnn, lstm, attention] = &seen.layers;
    html! {
        <section class="claims">
            <h2>{ "What is said, and what was measured" }</h2>
            { claim(
                "Pascanu et al. 2013, section 2.1",
                "Where the largest singular value of the weights between states is below 1, an \
                 RNN’s gradient must vanish; only above 1 can it explode.",
                (rnn, over),
                about_rnn(seen, over),
            ) }
            { claim(
                "Hochreiter and Schmidhuber 1997, section 4",
                "Along an LSTM’s cell the error flows back unchanged: it does not vanish. (The \
                 forget gate, which came later, multiplies it at each step.)",
                (lstm, over),
                about_lstm(lstm, over, cost.forget),
            ) }
            { claim(
                "Vaswani et al. 2017, section 4",
                "In self-attention any two words are one step apart, which makes it easier to \
                 learn what depends on far words.",
                (attention, over),
                about_attention(attention, over),
            ) }
            <p class="hint">
                { "Nothing is trained here: the weights are as training would find them at its \
                   start, drawn from the seed. One sequence is one sample; try other seeds." }
            </p>
        </section>
    }
}

fn claim(
    source: &'static str,
    says: &'static str,
    (layer, over): (&Layer, Over),
    verdict: String,
) -> Html {
    let pass = over.pass(layer);
    html! {
        <section class="claim" data-kind={layer.kind.name()} data-fate={Fate::of(layer.kind, pass).name()}>
            <p><b>{ source }</b>{ ": " }{ says }</p>
            <p><b>{ "Measured" }</b>{ ": " }{ measured(layer.kind, pass) }{ " " }{ verdict }</p>
        </section>
    }
}

/// The numbers of one layer in a sentence.
fn measured(kind: Kind, pass: &Pass) -> String {
    let mut text = match pass.per_step() {
        Some(step) => format!(
            "each further word multiplies {}’s gradient by about {}",
            match kind {
                Kind::Rnn => "the RNN",
                Kind::Lstm => "the LSTM",
                Kind::Attention => "attention",
            },
            wide(step)
        ),
        None if pass.faded().is_some() => "the gradient of the words before is 0".into(),
        None => return format!("{} needs at least three words.", title(kind)),
    };
    let last = pass.norms.len().saturating_sub(1);
    let faded = pass.faded().filter(|_| Fate::of(kind, pass) == Fate::Vanishes);
    // The last word is the query as well, so the others are compared among themselves.
    let others = Some(pass).filter(|_| kind == Kind::Attention && faded.is_none());
    if let Some((first, asking)) = others.and_then(Pass::among_others) {
        text += &format!(
            "; at distance {last}, the first word, it is {} times the mean of the words between, \
             and for the last word, which is also the query, {} times.",
            wide(first),
            wide(asking)
        );
        return text;
    }
    match (faded, pass.ratio()) {
        (Some(distance), _) => {
            let percent = 100.0 * FADED;
            text += &format!(
                "; from distance {distance} on it stays below {percent}\u{a0}% of its largest."
            );
        }
        (None, Some(ratio)) => {
            text += &format!(
                "; at distance {last}, the first word, it is {} times what it is for the last \
                 word.",
                wide(ratio)
            );
        }
        (None, None) => text.push('.'),
    }
    text
}

fn about_rnn(seen: &Contrast, over: Over) -> String {
    let value = wide(seen.singular_value);
    let fate = Fate::of(Kind::Rnn, over.pass(&seen.layers[0]));
    let says = if seen.singular_value < 1.0 { "below 1" } else { "not below 1" };
    let rest = match (seen.singular_value < 1.0, fate) {
        (_, Fate::Unknown) => "",
        (true, Fate::Vanishes) => "It vanishes, as it must.",
        (true, _) => "It must fall, and would vanish over more words.",
        (false, Fate::Vanishes) => {
            "It vanishes all the same: tanh flattens, and few directions are lengthened so much."
        }
        (false, Fate::Explodes) => "It explodes.",
        (false, Fate::Grows) => "It grows.",
        (false, Fate::Falls) => "It falls all the same.",
        (false, Fate::Stays) => "It does neither here.",
    };
    format!("The largest singular value is {value}, {says}. {rest}")
}

fn about_lstm(lstm: &Layer, over: Over, bias: f32) -> String {
    let open = 1.0 / (1.0 + f64::from(-bias).exp());
    let gate =
        format!("A bias of {bias} alone holds the forget gate {}\u{a0}% open.", wide(100.0 * open));
    let pass = over.pass(lstm);
    let fate = Fate::of(Kind::Lstm, pass);
    let who = match (fate, pass.ratio()) {
        (Fate::Unknown | Fate::Vanishes | Fate::Falls, _) => "",
        (_, Some(ratio)) if ratio < 1.0 / CHANGED => {
            "The last word has more of it. Among the words before, it "
        }
        (Fate::Stays, Some(ratio)) if ratio > CHANGED => {
            "The last word has less of it. Among the words before, it "
        }
        _ => "It ",
    };
    let rest = match fate {
        Fate::Unknown => "",
        Fate::Vanishes | Fate::Falls => {
            "So it does not flow back unchanged: of what is in the cell, each word’s gate lets only \
             that part through; what goes through the states comes on top. Raise the bias to open \
             the gate."
        }
        Fate::Stays if open > OPEN => "flows back about unchanged, as is said.",
        Fate::Stays => {
            "comes back about unchanged all the same, but not by way of the cell, of which such \
             gates leave next to nothing over many words: gradients also go through the states."
        }
        Fate::Grows | Fate::Explodes => {
            "does more than flow back unchanged: beside the cell, gradients also go through the \
             states, and add up."
        }
    };
    format!("{gate} {who}{rest}")
}

fn about_attention(attention: &Layer, over: Over) -> String {
    let pass = over.pass(attention);
    let few = pass.norms.len() < FEW;
    match Fate::of(Kind::Attention, pass) {
        Fate::Unknown => String::new(),
        Fate::Stays => {
            "Distance makes no difference: there is no step between to lose it in. What \
                        differs from word to word is how much each is attended to."
                .into()
        }
        _ if few => "Of so few words that is chance, not distance: without positions attention \
                     doesn’t know how far a word is."
            .into(),
        _ => "That is the luck of these vectors, not the distance: without positions attention \
              doesn’t know how far a word is. Try other seeds."
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use engine::recurrent::Work;

    use super::*;

    fn check_kind(kind: Kind, norms: Vec<f64>, fate: Fate) {
        let pass = Pass { work: Work::default(), norms };
        assert_eq!(Fate::of(kind, &pass), fate, "{kind:?}: {:?}", pass.norms);
    }

    fn check(norms: Vec<f64>, fate: Fate) {
        for kind in Kind::ALL {
            check_kind(kind, norms.clone(), fate);
        }
    }

    fn powers(base: f64, count: i32) -> Vec<f64> {
        (0..count).map(|n| base.powi(n)).collect()
    }

    #[test]
    fn fates_are_told_apart() {
        check(powers(0.5, 20), Fate::Vanishes);
        check(powers(0.9, 20), Fate::Falls);
        check(powers(1.0, 20), Fate::Stays);
        check(powers(1.1, 20), Fate::Grows);
        check(powers(1.5, 20), Fate::Explodes);
        check(vec![1.0, 0.0, 0.0], Fate::Vanishes);
        check(vec![1.0, 0.5], Fate::Unknown);
        check(Vec::new(), Fate::Unknown);
    }

    #[test]
    fn small_steps_add_up() {
        check(powers(0.975, 20), Fate::Stays);
        check(powers(0.975, 100), Fate::Falls);
        check(powers(0.975, 256), Fate::Vanishes);
        check(powers(1.02, 20), Fate::Stays);
        check(powers(1.005, 256), Fate::Grows);
        check(powers(1.025, 256), Fate::Explodes);
    }

    #[test]
    fn the_last_word_is_another_matter_to_attention_alone() {
        let norms: Vec<f64> = std::iter::once(1.0).chain([0.005; 50]).collect();
        check_kind(Kind::Attention, norms.clone(), Fate::Stays);
        check_kind(Kind::Lstm, norms, Fate::Vanishes);
        check(std::iter::once(1.0).chain([0.1; 50]).collect(), Fate::Stays);
    }
}
