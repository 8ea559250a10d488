//! How long a run takes on the learner's device.

use std::rc::Rc;

use engine::recurrent::{Kind, Runner, sequence};
use gloo::timers::callback::Timeout;
use scene::format::wide;
use web_sys::window;
use yew::{Html, Properties, component, html, use_effect_with, use_state_eq};

use super::names::title;

/// The lengths that are measured.
const LENGTHS: [usize; 3] = [64, 256, 1024];

/// How long runs are repeated, and how long at least until the clock is looked at, in
/// milliseconds: browsers make their clocks coarse, and the page has to answer meanwhile.
const REPEATED: f64 = 80.0;
const LOOKED_AT: f64 = 5.0;

/// The layer that is run.
#[derive(Clone, Copy, Properties, PartialEq)]
pub struct TimingProps {
    /// Width of the inputs.
    pub d: usize,
    /// Width of the outputs.
    pub hidden: usize,
    /// What all is drawn from.
    pub seed: u32,
}

/// What was measured, for which layer.
#[derive(Clone, PartialEq)]
struct Measured {
    of: TimingProps,
    /// Milliseconds a run, kind by kind for the first length, and so on.
    times: Rc<[Option<f64>]>,
}

/// The table, and the button that fills it.
#[component]
pub fn Timing(props: &TimingProps) -> Html {
    let measured = use_state_eq(|| None::<Measured>);
    // What was measured of another layer says nothing of this one.
    let current = (*measured).clone().filter(|measured| measured.of == *props);
    let all = LENGTHS.len() * Kind::ALL.len();
    let busy = current.as_ref().is_some_and(|measured| measured.times.len() < all);
    use_effect_with(current.clone().filter(|_| busy), {
        let set = measured.setter();
        move |current: &Option<Measured>| {
            // One length of one kind at a time, so that the page can draw in between.
            let next = current.clone().map(|Measured { of, times }| {
                Timeout::new(10, move || {
                    let at = times.len();
                    let kinds = Kind::ALL.len();
                    let time = time(of, Kind::ALL[at % kinds], LENGTHS[at / kinds]);
                    let times = times.iter().copied().chain([time]).collect();
                    set.set(Some(Measured { of, times }));
                })
            });
            move || drop(next)
        }
    });
    let start = {
        let (set, of) = (measured.setter(), *props);
        move |_| {
            if !busy {
                set.set(Some(Measured { of, times: Rc::default() }));
            }
        }
    };
    let times = current.map(|measured| measured.times);
    html! {
        <section class="outcome timing" aria-label="How long it takes">
            <p><button data-action="time" aria-disabled={busy.to_string()} onclick={start}>
                { if busy { "Measuring…" } else { "Measure the time on this device" } }
            </button></p>
            { times.map(|times| table(&times, busy)) }
        </section>
    }
}

/// Milliseconds of one run: the median over as many bouts of runs as there is time for, so
/// that neither the first one nor what else the device does counts.
fn time(TimingProps { d, hidden, seed }: TimingProps, kind: Kind, n: usize) -> Option<f64> {
    let runner = Runner::new(kind, d, hidden, seed);
    let x = sequence(n, d, seed);
    let start = now();
    let mut bouts = Vec::new();
    while bouts.is_empty() || now() - start < REPEATED {
        let (begun, mut runs) = (now(), 0.0);
        while runs == 0.0 || now() - begun < LOOKED_AT {
            runner.run_once(x.view()).ok()?;
            runs += 1.0;
        }
        bouts.push((now() - begun) / runs);
    }
    bouts.sort_by(f64::total_cmp);
    bouts.get(bouts.len() / 2).copied()
}

/// The time in milliseconds, since whenever.
fn now() -> f64 {
    let clock = window().and_then(|window| window.performance());
    clock.map_or_else(js_sys::Date::now, |clock| clock.now())
}

fn table(times: &[Option<f64>], busy: bool) -> Html {
    let kinds = Kind::ALL.len();
    let time = |length: usize, kind: usize| times.get(length * kinds + kind).copied().flatten();
    let rows = Kind::ALL.iter().enumerate().map(|(at, kind)| {
        let cells = (0..LENGTHS.len()).map(|length| {
            let time = time(length, at);
            html! {
                <td data-value={time.map(|time| time.to_string())}>{ time.map_or("–".into(), wide) }</td>
            }
        });
        html! {
            <tr key={kind.name()} data-kind={kind.name()}>
                <th scope="row">{ title(*kind) }</th>{ for cells }
            </tr>
        }
    });
    html! {
        <>
            <table>
                <thead><tr>
                    <th scope="col">{ "ms for n =" }</th>
                    { for LENGTHS.iter().map(|n| html! { <th scope="col">{ *n }</th> }) }
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="hint" role="status">{ if busy { String::new() } else { verdict(&time) } }</p>
        </>
    }
}

/// What the longest sequence and the shortest say.
fn verdict(time: &impl Fn(usize, usize) -> Option<f64>) -> String {
    let last = LENGTHS.len() - 1;
    let (n, longer) = (LENGTHS[last], LENGTHS[last] / LENGTHS[0]);
    let growth = |kind| Some(time(last, kind)? / time(0, kind)?);
    let than = |kind| Some(time(last, 2)? / time(last, kind)?);
    let all = (growth(0), growth(1), growth(2), than(0), than(1));
    let (Some(rnn), Some(lstm), Some(attention), Some(than_rnn), Some(than_lstm)) = all else {
        return "Some of it couldn’t be run here.".into();
    };
    let saved = match (than_rnn < 1.0, than_lstm < 1.0) {
        (true, true) => "Even so all at once took less time than word after word",
        (true, false) => "All at once took less time than the RNN, but not than the LSTM",
        (false, true) => "All at once took less time than the LSTM, but not than the RNN",
        (false, false) => "So all at once saved no time",
    };
    format!(
        "{longer} times as many words took the RNN {} times as long, the LSTM {} times, and \
         attention {} times. For {n} words attention took {} times as long as the RNN, and {} \
         times as long as the LSTM, on one thread. {saved}. Where thousands of units work side by \
         side, only what waits for nothing else can use them.",
        wide(rnn),
        wide(lstm),
        wide(attention),
        wide(than_rnn),
        wide(than_lstm)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said where the longest run takes the kinds so long.
    fn said(last: [f64; 3]) -> String {
        verdict(&|length, kind| Some(if length == 0 { 0.5 } else { last[kind] }))
    }

    #[test]
    fn what_is_said_is_what_was_measured() {
        let slow = said([2.0, 4.0, 8.0]);
        assert!(slow.contains("the RNN 4.00 times as long, the LSTM 8.00 times"), "{slow}");
        assert!(slow.contains("4.00 times as long as the RNN, and 2.00 times"), "{slow}");
        assert!(slow.contains("saved no time"), "{slow}");
        assert!(said([2.0, 8.0, 4.0]).contains("less time than the LSTM, but not than the RNN"));
        assert!(said([8.0, 2.0, 4.0]).contains("less time than the RNN, but not than the LSTM"));
        assert!(said([4.0, 8.0, 2.0]).contains("less time than word after word"));
        assert!(verdict(&|_, kind| (kind != 1).then_some(1.0)).contains("couldn’t"));
    }
}
