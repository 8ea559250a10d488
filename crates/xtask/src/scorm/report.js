// Tells a course, by SCORM 1.2, how much of a lab the learner has seen.
//
// A lab has parts: the attention lab its steps, the labs of several views their views, the
// word-order lab two findings: that the outputs of two orders can be the same, and that they can
// differ. How many parts there are is counted when the lab first opens. A part is seen once it
// has been on the screen, in a visible page, for a second. The score is the share of the parts
// that were seen, in percent, and the lab is completed when all were. That says what was looked
// at; it doesn't say what was understood.

/** How long a part must be on the screen, in milliseconds. */
const LOOK = 1000;

/** How often the script looks what is on the screen, in milliseconds. */
const BEAT = 250;

/** The most letters that a course must keep for a lab. */
const ROOM = 4096;

/** Outputs of the word-order lab below the first are the same but for rounding. */
const [SAME, DIFFERENT] = [1e-4, 1e-3];

/** What each lab counts: the name of its parts, how many there are, and which one is shown. */
const LABS = {
  attention: { parts: "steps", count: steps, shown: (lab) => lab.dataset.step },
  order: { parts: "findings", count: () => 2, shown: finding },
  positions: { parts: "views", count: views, shown: (lab) => lab.dataset.view },
  cost: { parts: "views", count: views, shown: (lab) => lab.dataset.view },
  architectures: { parts: "views", count: views, shown: (lab) => lab.dataset.view },
};

/** Where steps or views can't be chosen, there is the one that is shown. */
function steps(lab) {
  return Number(lab.querySelector("[data-stepper]")?.getAttribute("aria-valuemax") ?? 1);
}

function views(lab) {
  return lab.querySelectorAll("[data-choices=view] [data-choice]").length || 1;
}

/** What two different orders of the same words now show. */
function finding(lab) {
  const [first, second] = ["sentence", "compare"].map((id) => {
    const words = lab.querySelector(`#${id}`)?.value.trim().split(/\s+/) ?? [];
    return { spoken: words.join(" "), sorted: words.sort().join(" ") };
  });
  const hidden = first.spoken === "" && second.spoken === "";
  const reordered = first.sorted === second.sorted && first.spoken !== second.spoken;
  const measured = lab.querySelector("[data-max-difference]")?.dataset.maxDifference;
  if (measured === undefined || !(hidden || reordered)) return undefined;
  if (Number(measured) < SAME) return "same";
  return Number(measured) > DIFFERENT ? "different" : undefined;
}

/** The course's side, which stands in a window around or behind this one. */
function findApi() {
  for (const start of [window, window.opener, window.top?.opener]) {
    for (let at = start; at; at = at.parent === at ? null : at.parent) {
      try {
        if (at.API) return at.API;
      } catch {
        // A window of another site, which may stand in one of the course's.
      }
    }
  }
  return null;
}

const frame = document.querySelector("iframe");
const lab = LABS[frame.dataset.lab];
const api = findApi();
const begun = performance.now();
let connected = false;
let counts = true;
let progress = { seen: [], of: 0, state: frame.dataset.state };

/** Says something about the course below the lab. */
function say(text) {
  document.querySelector("#course").textContent = text;
}

function call(name, ...values) {
  try {
    return String(api[name](...values));
  } catch {
    return "false";
  }
}

const read = (element) => (connected ? call("LMSGetValue", element) : "");

function set(element, value) {
  if (connected && call("LMSSetValue", element, value) !== "true") {
    say("Your course didn’t take the result. What you see here works all the same.");
  }
}

function commit() {
  if (connected) call("LMSCommit", "");
}

/** What was kept for the learner the last time, if it is what this script writes. */
function kept() {
  try {
    const { seen, of, state } = JSON.parse(read("cmi.suspend_data"));
    const texts = Array.isArray(seen) && seen.every((part) => typeof part === "string");
    if (texts && Number.isInteger(of) && typeof state === "string") {
      return { seen: [...new Set(seen)], of, state };
    }
  } catch {
    // Nothing, or something else: the learner begins.
  }
  return null;
}

/** Keeps what was seen, and what is on the screen if there is room for it. */
function keep() {
  const whole = JSON.stringify(progress);
  const short = JSON.stringify({ ...progress, state: frame.dataset.state });
  set("cmi.suspend_data", whole.length <= ROOM ? whole : short);
}

const share = () => (progress.of ? Math.min(1, progress.seen.length / progress.of) : 0);
const isComplete = () => progress.of > 0 && share() === 1;

function show() {
  const { seen, of } = progress;
  document.querySelector("#share").value = share();
  document.querySelector("#seen").textContent = of
    ? `${Math.min(seen.length, of)} of ${of} ${lab.parts} seen`
    : "";
}

function report() {
  show();
  if (counts) {
    set("cmi.core.score.raw", String(Math.round(100 * share())));
    if (isComplete()) set("cmi.core.lesson_status", "completed");
  }
  keep();
  commit();
  if (isComplete() && connected && counts) say("Your course knows that you have seen all of it.");
}

function connect() {
  connected = api !== null && call("LMSInitialize", "") === "true";
  if (!connected) {
    say("There is no course here that takes results. What you see here works all the same.");
    return;
  }
  // Whoever only looks, or looks again, changes nothing that was reported.
  counts = !["browse", "review"].includes(read("cmi.core.lesson_mode"));
  const status = read("cmi.core.lesson_status");
  progress = kept() ?? progress;
  if (!counts) return;
  if (["not attempted", "unknown", ""].includes(status)) {
    set("cmi.core.lesson_status", "incomplete");
  }
  set("cmi.core.score.min", "0");
  set("cmi.core.score.max", "100");
  commit();
}

/** Milliseconds as the course writes them: hours, minutes, seconds and hundredths. */
function timespan(milliseconds) {
  const hundredths = Math.floor(milliseconds / 10);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const [hours, minutes] = [hundredths / 360000, (hundredths / 6000) % 60];
  return `${two(hours).padStart(4, "0")}:${two(minutes)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

function finish() {
  if (!connected) return;
  keep();
  set("cmi.core.session_time", timespan(performance.now() - begun));
  set("cmi.core.exit", isComplete() ? "" : "suspend");
  commit();
  call("LMSFinish", "");
  connected = false;
}

/** The part that is on the screen, and since when. */
let shown = { part: undefined, since: 0 };

function look() {
  const page = frame.contentDocument?.querySelector(`[data-lab="${frame.dataset.lab}"]`);
  const part = page ? lab.shown(page) : undefined;
  if (part === undefined || document.visibilityState !== "visible") {
    shown = { part: undefined, since: 0 };
    return;
  }
  progress.of ||= lab.count(page);
  progress.state = frame.contentWindow.location.hash.slice(1) || progress.state;
  const now = performance.now();
  if (part !== shown.part) {
    shown = { part, since: now };
    show();
  } else if (now - shown.since >= LOOK && !progress.seen.includes(part)) {
    progress.seen.push(part);
    report();
  }
}

connect();
show();
frame.src = `lab.html#${progress.state}`;
setInterval(look, BEAT);
addEventListener("pagehide", finish);
// Back from the browser's memory, where the course was told that the learner left.
addEventListener("pageshow", (event) => event.persisted && location.reload());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && connected) {
    keep();
    commit();
  }
});
