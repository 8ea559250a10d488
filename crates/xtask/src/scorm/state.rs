//! What a packed lab opens with.

use anyhow::{Result, ensure};
use url::form_urlencoded::{self, Serializer};

use super::Lab;

/// The state as an address holds it after its `#`, the lab included.
#[derive(Debug)]
pub(super) struct State(String);

impl State {
    /// Reads an address, or what follows its `#`. What the page doesn't know in it, the page says
    /// when it opens.
    pub fn read(given: &str, lab: Lab) -> Result<Self> {
        let hash = given.split_once('#').map_or(given, |(_, hash)| hash);
        let mut state = Serializer::new(String::new());
        state.append_pair("lab", lab.slug());
        for (key, value) in form_urlencoded::parse(hash.as_bytes()) {
            if key == "lab" {
                ensure!(value == lab.slug(), "the state is of the lab {value}: --lab {value}");
            } else {
                state.append_pair(&key, &value);
            }
        }
        Ok(Self(state.finish()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_an_address_or_its_hash() {
        let read = |given| State::read(given, Lab::Cost).map(|state| state.0);
        assert_eq!(read("").unwrap(), "lab=cost");
        assert_eq!(read("text=a b&n=64").unwrap(), "lab=cost&text=a+b&n=64");
        let address = "https://host.example/lab/?x=1#lab=cost&text=50%25+%26+more";
        assert_eq!(read(address).unwrap(), "lab=cost&text=50%25+%26+more");
        assert!(read("lab=order").unwrap_err().to_string().contains("--lab order"));
    }
}
