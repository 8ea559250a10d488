use std::collections::BTreeMap;

use rand_seeder::Seeder;

use super::{TASKS, Task};
use crate::kind::Kind;
use crate::sentence::Sentence;
use crate::{Grammar, vocabulary};

/// The sentence of that text.
fn find<'a>(grammar: &'a Grammar, text: &str) -> Sentence<'a> {
    let tokens = vocabulary::ids(text).unwrap();
    grammar.parse(&tokens).unwrap_or_else(|| unreachable!("{text} is no sentence"))
}

fn check(task: &str, cases: &[(&str, &str)]) {
    let grammar = Grammar::new();
    let task = Task::find(task).unwrap();
    for (from, to) in cases {
        let (source, target) = task.apply(&find(&grammar, from)).unwrap();
        assert_eq!(vocabulary::text(&source), format!("{} {from}", task.prefix()));
        assert_eq!(vocabulary::text(&target), *to);
    }
}

#[test]
fn passive() {
    check(
        "passive",
        &[
            ("the dog bites the man .", "the man is bitten by the dog ."),
            ("the dogs bite a man .", "a man is bitten by the dogs ."),
            ("an old wolf sees some young mice .", "some young mice are seen by an old wolf ."),
            ("a woman sells the ugly umbrella .", "the ugly umbrella is sold by a woman ."),
            ("the kings catch an elephant .", "an elephant is caught by the kings ."),
            ("some nuns break the knives .", "the knives are broken by some nuns ."),
            ("the girl leaves the old house .", "the old house is left by the girl ."),
        ],
    );
}

#[test]
fn negation_and_question() {
    check(
        "negate",
        &[
            ("the dog bites the man .", "the dog does not bite the man ."),
            ("some geese chase a small boy .", "some geese do not chase a small boy ."),
            ("a witch carries an apple .", "a witch does not carry an apple ."),
            ("the wolves fear an ugly man .", "the wolves do not fear an ugly man ."),
            ("the animal crosses the streets .", "the animal does not cross the streets ."),
            ("a big fox sleeps .", "a big fox does not sleep ."),
            ("the mice hurry .", "the mice do not hurry ."),
        ],
    );
    check(
        "question",
        &[
            ("the dog bites the man .", "does the dog bite the man ?"),
            ("the women lose a key .", "do the women lose a key ?"),
            ("an old queen kisses the frog .", "does an old queen kiss the frog ?"),
            ("some mice enter a garden .", "do some mice enter a garden ?"),
            ("the white geese swim .", "do the white geese swim ?"),
            ("a famous wizard dances .", "does a famous wizard dance ?"),
        ],
    );
}

#[test]
fn plural_and_reverse() {
    check(
        "plural",
        &[
            ("the dog bites a man .", "the dogs bite some men ."),
            ("an old woman needs the knife .", "some old women need the knives ."),
            ("the mouse fears some wolves .", "the mice fear some wolves ."),
            ("a princess catches the goose .", "some princesses catch the geese ."),
            ("the wolf leaves a house .", "the wolves leave some houses ."),
            ("a small fox runs .", "some small foxes run ."),
            ("the women paint the boxes .", "the women paint the boxes ."),
        ],
    );
    check(
        "reverse",
        &[
            ("the dog bites a man .", ". man a bites dog the"),
            ("dog bites man", "man bites dog"),
            ("does the dog bite a man ?", "? man a bite dog the does"),
            ("a big fox sleeps .", ". sleeps fox big a"),
            ("a man is bitten by the dogs .", ". dogs the by bitten is man a"),
            ("the men near the house wait .", ". wait house the near men the"),
        ],
    );
}

#[test]
fn german() {
    check(
        "german",
        &[
            ("the dog bites the man .", "der Hund beißt den Mann ."),
            ("the man bites the dog .", "der Mann beißt den Hund ."),
            ("a small cat sees a big mouse .", "eine kleine Katze sieht eine große Maus ."),
            ("the old lion fears the young hare .", "der alte Löwe fürchtet den jungen Hasen ."),
            ("a girl feeds a white horse .", "ein Mädchen füttert ein weißes Pferd ."),
            ("the girls feed the white horses .", "die Mädchen füttern die weißen Pferde ."),
            ("some old women buy some new hats .", "einige alte Frauen kaufen einige neue Hüte ."),
            ("an old bear chases an elephant .", "ein alter Bär jagt einen Elefanten ."),
            (
                "the prince loves the beautiful princess .",
                "der Prinz liebt die schöne Prinzessin .",
            ),
            ("the princess loves a prince .", "die Prinzessin liebt einen Prinzen ."),
            ("a boy breaks the black plate .", "ein Junge zerbricht den schwarzen Teller ."),
            ("the nephew carries a heavy box .", "der Neffe trägt eine schwere Kiste ."),
            ("the animal finds the small bird .", "das Tier findet den kleinen Vogel ."),
            ("the monkeys wake some wizards .", "die Affen wecken einige Zauberer ."),
            ("a young woman crosses the bridge .", "eine junge Frau überquert die Brücke ."),
            ("the boy leaves a small house .", "der Junge verlässt ein kleines Haus ."),
            ("the men enter the old forest .", "die Männer betreten den alten Wald ."),
            ("the strange boys sleep .", "die seltsamen Jungen schlafen ."),
            ("an ugly frog jumps .", "ein hässlicher Frosch springt ."),
            ("the black horse runs .", "das schwarze Pferd rennt ."),
        ],
    );
}

/// What the model is to write is a sentence of the language, of the kind that the task makes.
#[test]
fn what_is_made_is_of_the_language() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("made").into_rng();
    for _ in 0..2000 {
        let sentence = grammar.sample(&mut rng);
        for (task, kind) in [
            ("passive", Kind::Passive),
            ("negate", Kind::Negated),
            ("question", Kind::Question),
            ("plural", Kind::Active),
        ] {
            let made = Task::find(task).unwrap().apply(&sentence);
            let Some((_, target)) = made.filter(|_| sentence.kind() == Kind::Active) else {
                continue;
            };
            let read = grammar.parse(&target).unwrap();
            assert_eq!(read.kind(), kind, "{}", vocabulary::text(&target));
            assert!(read.triples().eq(sentence.triples()));
        }
    }
}

/// No task needs a word that the language doesn't have.
#[test]
fn every_word_is_there() {
    let grammar = Grammar::new();
    let mut rng = Seeder::from("tasks").into_rng();
    let mut made = BTreeMap::new();
    for _ in 0..20_000 {
        let sentence = grammar.sample(&mut rng);
        for task in &TASKS {
            let Some((source, target)) = task.apply(&sentence) else {
                assert_ne!((sentence.kind(), task.name), (Kind::Active, "german"));
                continue;
            };
            assert!(!target.contains(&vocabulary::MASK), "{}", vocabulary::text(&source));
            *made.entry(task.name).or_insert(0) += 1;
        }
    }
    assert_eq!(made.len(), TASKS.len());
}
