//! The words that sentences are made of, in their forms, English and German.

/// A noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// One of them.
    pub singular: &'static str,
    /// Several.
    pub plural: &'static str,
    /// The pronoun of one of them.
    pub pronoun: &'static str,
    /// Gender of the German noun.
    pub gender: Gender,
    /// The German noun: one of them as subject, one as object, and several.
    pub german: [&'static str; 3],
}

/// Gender of a German noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// *der*
    Masculine,
    /// *die*
    Feminine,
    /// *das*
    Neuter,
}

/// A verb that takes an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verb {
    /// What several do.
    pub plural: &'static str,
    /// What one does.
    pub singular: &'static str,
    /// What is done to the object.
    pub participle: &'static str,
    /// The German verb: what one does, what several do.
    pub german: [&'static str; 2],
}

/// An adjective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjective {
    /// The word.
    pub word: &'static str,
    /// The German adjective without its ending.
    pub german: &'static str,
}

/// A verb without an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intransitive {
    /// What several do.
    pub plural: &'static str,
    /// What one does.
    pub singular: &'static str,
    /// The German verb: what one does, what several do.
    pub german: [&'static str; 2],
}

use Gender::{Feminine as F, Masculine as M, Neuter as N};

const fn noun(
    (singular, plural): (&'static str, &'static str),
    pronoun: &'static str,
    gender: Gender,
    german: [&'static str; 3],
) -> Noun {
    Noun { singular, plural, pronoun, gender, german }
}

/// What lives and is no person.
pub const ANIMALS: [Noun; 23] = [
    noun(("dog", "dogs"), "it", M, ["Hund", "Hund", "Hunde"]),
    noun(("cat", "cats"), "it", F, ["Katze", "Katze", "Katzen"]),
    noun(("mouse", "mice"), "it", F, ["Maus", "Maus", "Mäuse"]),
    noun(("horse", "horses"), "it", N, ["Pferd", "Pferd", "Pferde"]),
    noun(("cow", "cows"), "it", F, ["Kuh", "Kuh", "Kühe"]),
    noun(("pig", "pigs"), "it", N, ["Schwein", "Schwein", "Schweine"]),
    noun(("goat", "goats"), "it", F, ["Ziege", "Ziege", "Ziegen"]),
    noun(("lion", "lions"), "it", M, ["Löwe", "Löwen", "Löwen"]),
    noun(("tiger", "tigers"), "it", M, ["Tiger", "Tiger", "Tiger"]),
    noun(("bear", "bears"), "it", M, ["Bär", "Bären", "Bären"]),
    noun(("wolf", "wolves"), "it", M, ["Wolf", "Wolf", "Wölfe"]),
    noun(("fox", "foxes"), "it", M, ["Fuchs", "Fuchs", "Füchse"]),
    noun(("hare", "hares"), "it", M, ["Hase", "Hasen", "Hasen"]),
    noun(("duck", "ducks"), "it", F, ["Ente", "Ente", "Enten"]),
    noun(("goose", "geese"), "it", F, ["Gans", "Gans", "Gänse"]),
    noun(("bird", "birds"), "it", M, ["Vogel", "Vogel", "Vögel"]),
    noun(("frog", "frogs"), "it", M, ["Frosch", "Frosch", "Frösche"]),
    noun(("snake", "snakes"), "it", F, ["Schlange", "Schlange", "Schlangen"]),
    noun(("monkey", "monkeys"), "it", M, ["Affe", "Affen", "Affen"]),
    noun(("elephant", "elephants"), "it", M, ["Elefant", "Elefanten", "Elefanten"]),
    noun(("donkey", "donkeys"), "it", M, ["Esel", "Esel", "Esel"]),
    noun(("spider", "spiders"), "it", F, ["Spinne", "Spinne", "Spinnen"]),
    noun(("animal", "animals"), "it", N, ["Tier", "Tier", "Tiere"]),
];

/// Persons.
pub const PERSONS: [Noun; 22] = [
    noun(("man", "men"), "he", M, ["Mann", "Mann", "Männer"]),
    noun(("woman", "women"), "she", F, ["Frau", "Frau", "Frauen"]),
    noun(("boy", "boys"), "he", M, ["Junge", "Jungen", "Jungen"]),
    noun(("girl", "girls"), "she", N, ["Mädchen", "Mädchen", "Mädchen"]),
    noun(("king", "kings"), "he", M, ["König", "König", "Könige"]),
    noun(("queen", "queens"), "she", F, ["Königin", "Königin", "Königinnen"]),
    noun(("prince", "princes"), "he", M, ["Prinz", "Prinzen", "Prinzen"]),
    noun(("princess", "princesses"), "she", F, ["Prinzessin", "Prinzessin", "Prinzessinnen"]),
    noun(("father", "fathers"), "he", M, ["Vater", "Vater", "Väter"]),
    noun(("mother", "mothers"), "she", F, ["Mutter", "Mutter", "Mütter"]),
    noun(("brother", "brothers"), "he", M, ["Bruder", "Bruder", "Brüder"]),
    noun(("sister", "sisters"), "she", F, ["Schwester", "Schwester", "Schwestern"]),
    noun(("uncle", "uncles"), "he", M, ["Onkel", "Onkel", "Onkel"]),
    noun(("aunt", "aunts"), "she", F, ["Tante", "Tante", "Tanten"]),
    noun(("son", "sons"), "he", M, ["Sohn", "Sohn", "Söhne"]),
    noun(("daughter", "daughters"), "she", F, ["Tochter", "Tochter", "Töchter"]),
    noun(("nephew", "nephews"), "he", M, ["Neffe", "Neffen", "Neffen"]),
    noun(("niece", "nieces"), "she", F, ["Nichte", "Nichte", "Nichten"]),
    noun(("wizard", "wizards"), "he", M, ["Zauberer", "Zauberer", "Zauberer"]),
    noun(("witch", "witches"), "she", F, ["Hexe", "Hexe", "Hexen"]),
    noun(("monk", "monks"), "he", M, ["Mönch", "Mönch", "Mönche"]),
    noun(("nun", "nuns"), "she", F, ["Nonne", "Nonne", "Nonnen"]),
];

/// Things that one can have in the hand, or nearly.
pub const THINGS: [Noun; 22] = [
    noun(("ball", "balls"), "it", M, ["Ball", "Ball", "Bälle"]),
    noun(("book", "books"), "it", N, ["Buch", "Buch", "Bücher"]),
    noun(("cup", "cups"), "it", F, ["Tasse", "Tasse", "Tassen"]),
    noun(("box", "boxes"), "it", F, ["Kiste", "Kiste", "Kisten"]),
    noun(("bag", "bags"), "it", F, ["Tasche", "Tasche", "Taschen"]),
    noun(("chair", "chairs"), "it", M, ["Stuhl", "Stuhl", "Stühle"]),
    noun(("table", "tables"), "it", M, ["Tisch", "Tisch", "Tische"]),
    noun(("lamp", "lamps"), "it", F, ["Lampe", "Lampe", "Lampen"]),
    noun(("hat", "hats"), "it", M, ["Hut", "Hut", "Hüte"]),
    noun(("coat", "coats"), "it", M, ["Mantel", "Mantel", "Mäntel"]),
    noun(("shoe", "shoes"), "it", M, ["Schuh", "Schuh", "Schuhe"]),
    noun(("key", "keys"), "it", M, ["Schlüssel", "Schlüssel", "Schlüssel"]),
    noun(("knife", "knives"), "it", N, ["Messer", "Messer", "Messer"]),
    noun(("spoon", "spoons"), "it", M, ["Löffel", "Löffel", "Löffel"]),
    noun(("plate", "plates"), "it", M, ["Teller", "Teller", "Teller"]),
    noun(("letter", "letters"), "it", M, ["Brief", "Brief", "Briefe"]),
    noun(("picture", "pictures"), "it", N, ["Bild", "Bild", "Bilder"]),
    noun(("flower", "flowers"), "it", F, ["Blume", "Blume", "Blumen"]),
    noun(("apple", "apples"), "it", M, ["Apfel", "Apfel", "Äpfel"]),
    noun(("umbrella", "umbrellas"), "it", M, ["Regenschirm", "Regenschirm", "Regenschirme"]),
    noun(("clock", "clocks"), "it", F, ["Uhr", "Uhr", "Uhren"]),
    noun(("boat", "boats"), "it", N, ["Boot", "Boot", "Boote"]),
];

/// Places that one can enter or leave.
pub const PLACES: [Noun; 15] = [
    noun(("street", "streets"), "it", F, ["Straße", "Straße", "Straßen"]),
    noun(("road", "roads"), "it", M, ["Weg", "Weg", "Wege"]),
    noun(("bridge", "bridges"), "it", F, ["Brücke", "Brücke", "Brücken"]),
    noun(("river", "rivers"), "it", M, ["Fluss", "Fluss", "Flüsse"]),
    noun(("forest", "forests"), "it", M, ["Wald", "Wald", "Wälder"]),
    noun(("hill", "hills"), "it", M, ["Hügel", "Hügel", "Hügel"]),
    noun(("garden", "gardens"), "it", M, ["Garten", "Garten", "Gärten"]),
    noun(("field", "fields"), "it", N, ["Feld", "Feld", "Felder"]),
    noun(("valley", "valleys"), "it", N, ["Tal", "Tal", "Täler"]),
    noun(("square", "squares"), "it", M, ["Platz", "Platz", "Plätze"]),
    noun(("meadow", "meadows"), "it", F, ["Wiese", "Wiese", "Wiesen"]),
    noun(("island", "islands"), "it", F, ["Insel", "Insel", "Inseln"]),
    noun(("park", "parks"), "it", M, ["Park", "Park", "Parks"]),
    noun(("mountain", "mountains"), "it", M, ["Berg", "Berg", "Berge"]),
    noun(("house", "houses"), "it", N, ["Haus", "Haus", "Häuser"]),
];

const fn verb(
    [plural, singular, participle]: [&'static str; 3],
    german: [&'static str; 2],
) -> Verb {
    Verb { plural, singular, participle, german }
}

/// What animals and persons do to each other.
pub const TO_ANIMATES: [Verb; 22] = [
    verb(["bite", "bites", "bitten"], ["beißt", "beißen"]),
    verb(["chase", "chases", "chased"], ["jagt", "jagen"]),
    verb(["see", "sees", "seen"], ["sieht", "sehen"]),
    verb(["hear", "hears", "heard"], ["hört", "hören"]),
    verb(["love", "loves", "loved"], ["liebt", "lieben"]),
    verb(["fear", "fears", "feared"], ["fürchtet", "fürchten"]),
    verb(["find", "finds", "found"], ["findet", "finden"]),
    verb(["catch", "catches", "caught"], ["fängt", "fangen"]),
    verb(["push", "pushes", "pushed"], ["schiebt", "schieben"]),
    verb(["pull", "pulls", "pulled"], ["zieht", "ziehen"]),
    verb(["meet", "meets", "met"], ["trifft", "treffen"]),
    verb(["know", "knows", "known"], ["kennt", "kennen"]),
    verb(["visit", "visits", "visited"], ["besucht", "besuchen"]),
    verb(["watch", "watches", "watched"], ["beobachtet", "beobachten"]),
    verb(["call", "calls", "called"], ["ruft", "rufen"]),
    verb(["carry", "carries", "carried"], ["trägt", "tragen"]),
    verb(["kiss", "kisses", "kissed"], ["küsst", "küssen"]),
    verb(["wake", "wakes", "woken"], ["weckt", "wecken"]),
    verb(["feed", "feeds", "fed"], ["füttert", "füttern"]),
    verb(["greet", "greets", "greeted"], ["grüßt", "grüßen"]),
    verb(["save", "saves", "saved"], ["rettet", "retten"]),
    verb(["wash", "washes", "washed"], ["wäscht", "waschen"]),
];

/// What persons do to things.
pub const TO_THINGS: [Verb; 14] = [
    verb(["buy", "buys", "bought"], ["kauft", "kaufen"]),
    verb(["sell", "sells", "sold"], ["verkauft", "verkaufen"]),
    verb(["paint", "paints", "painted"], ["malt", "malen"]),
    verb(["break", "breaks", "broken"], ["zerbricht", "zerbrechen"]),
    verb(["hold", "holds", "held"], ["hält", "halten"]),
    verb(["need", "needs", "needed"], ["braucht", "brauchen"]),
    verb(["clean", "cleans", "cleaned"], ["putzt", "putzen"]),
    verb(["draw", "draws", "drawn"], ["zeichnet", "zeichnen"]),
    verb(["steal", "steals", "stolen"], ["stiehlt", "stehlen"]),
    verb(["lose", "loses", "lost"], ["verliert", "verlieren"]),
    verb(["hide", "hides", "hidden"], ["versteckt", "verstecken"]),
    verb(["use", "uses", "used"], ["benutzt", "benutzen"]),
    verb(["find", "finds", "found"], ["findet", "finden"]),
    verb(["carry", "carries", "carried"], ["trägt", "tragen"]),
];

/// What one may fail to do with a place.
pub const TO_PLACES: [Verb; 5] = [
    verb(["cross", "crosses", "crossed"], ["überquert", "überqueren"]),
    verb(["enter", "enters", "entered"], ["betritt", "betreten"]),
    verb(["visit", "visits", "visited"], ["besucht", "besuchen"]),
    verb(["leave", "leaves", "left"], ["verlässt", "verlassen"]),
    verb(["reach", "reaches", "reached"], ["erreicht", "erreichen"]),
];

const fn intransitive(
    [plural, singular]: [&'static str; 2],
    german: [&'static str; 2],
) -> Intransitive {
    Intransitive { plural, singular, german }
}

/// What one does without an object.
pub const ALONE: [Intransitive; 14] = [
    intransitive(["sleep", "sleeps"], ["schläft", "schlafen"]),
    intransitive(["run", "runs"], ["rennt", "rennen"]),
    intransitive(["jump", "jumps"], ["springt", "springen"]),
    intransitive(["swim", "swims"], ["schwimmt", "schwimmen"]),
    intransitive(["wait", "waits"], ["wartet", "warten"]),
    intransitive(["fall", "falls"], ["fällt", "fallen"]),
    intransitive(["dance", "dances"], ["tanzt", "tanzen"]),
    intransitive(["rest", "rests"], ["ruht", "ruhen"]),
    intransitive(["walk", "walks"], ["geht", "gehen"]),
    intransitive(["play", "plays"], ["spielt", "spielen"]),
    intransitive(["laugh", "laughs"], ["lacht", "lachen"]),
    intransitive(["hurry", "hurries"], ["eilt", "eilen"]),
    intransitive(["listen", "listens"], ["lauscht", "lauschen"]),
    intransitive(["stay", "stays"], ["bleibt", "bleiben"]),
];

const fn adjective(word: &'static str, german: &'static str) -> Adjective {
    Adjective { word, german }
}

/// What animals, persons and things may be.
pub const ADJECTIVES: [Adjective; 16] = [
    adjective("small", "klein"),
    adjective("big", "groß"),
    adjective("young", "jung"),
    adjective("old", "alt"),
    adjective("black", "schwarz"),
    adjective("white", "weiß"),
    adjective("brown", "braun"),
    adjective("beautiful", "schön"),
    adjective("strange", "seltsam"),
    adjective("famous", "berühmt"),
    adjective("new", "neu"),
    adjective("heavy", "schwer"),
    adjective("light", "leicht"),
    adjective("ugly", "hässlich"),
    adjective("warm", "warm"),
    adjective("cold", "kalt"),
];

/// Why one who lives may fail.
pub const STATES: [&str; 8] =
    ["tired", "hungry", "sleepy", "sick", "weak", "afraid", "lazy", "nervous"];

/// Why a place may be too much for one.
pub const OBSTACLES: [&str; 8] =
    ["wide", "steep", "dark", "busy", "crowded", "muddy", "slippery", "dangerous"];

/// What one who failed did then.
pub const REACTIONS: [&str; 5] = ["rested", "waited", "slept", "stopped", "hesitated"];

/// How a place was then.
pub const STILLNESS: [&str; 4] = ["empty", "quiet", "silent", "deserted"];

/// Where one may be.
pub const BESIDE: [&str; 4] = ["near", "behind", "beside", "opposite"];
