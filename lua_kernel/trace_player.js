// The trace player: one step of a traced cell at a time. Everything it shows came with it; it asks for nothing.

// Twice the class: the page's rules for tables and lists in outputs would win otherwise.
const CSS = `
.lua-trace.lua-trace{font-family:var(--jp-ui-font-family,sans-serif);font-size:var(--jp-ui-font-size1,13px);
  color:var(--jp-ui-font-color1,#222);border:1px solid var(--jp-border-color2,#ccc);padding:8px;max-width:100%}
.lua-trace.lua-trace code,.lua-trace.lua-trace .mono{font-family:var(--jp-code-font-family,monospace);
  font-size:var(--jp-code-font-size,13px)}
.lua-trace.lua-trace .bar{display:flex;gap:4px;align-items:center;flex-wrap:wrap}
.lua-trace.lua-trace .bar input{flex:1 1 160px;accent-color:var(--jp-brand-color1,#1976d2)}
.lua-trace.lua-trace button{min-width:28px;padding:2px 6px;color:inherit;background:var(--jp-layout-color2,#eee);
  border:1px solid var(--jp-border-color1,#bbb);font:inherit;cursor:pointer}
.lua-trace.lua-trace button:disabled{opacity:.45;cursor:default}
.lua-trace.lua-trace :focus-visible{outline:2px solid var(--jp-brand-color1,#1976d2);outline-offset:1px}
.lua-trace.lua-trace .now{margin:6px 0 0;font-weight:bold}
.lua-trace.lua-trace .effect{margin:0 0 6px}
.lua-trace.lua-trace .panes{display:flex;gap:16px;flex-wrap:wrap;align-items:flex-start}
.lua-trace.lua-trace .pane{flex:1 1 260px;min-width:0;overflow:auto;max-height:24em}
.lua-trace.lua-trace h4{margin:0 0 4px;font-size:inherit;font-weight:normal;color:var(--jp-ui-font-color2,#666)}
.lua-trace.lua-trace ol{margin:0;padding:0;list-style:none}
.lua-trace.lua-trace li{white-space:pre-wrap;margin:0;padding:0 4px;border-left:3px solid transparent}
.lua-trace.lua-trace li code{white-space:pre-wrap;background:none;padding:0}
.lua-trace.lua-trace li.here{background:var(--jp-layout-color2,#eee);border-left-color:var(--jp-brand-color1,#1976d2)}
.lua-trace.lua-trace .no{display:inline-block;min-width:2.5em;color:var(--jp-ui-font-color2,#666)}
.lua-trace.lua-trace table{border-collapse:collapse;margin:0 0 6px;table-layout:auto}
.lua-trace.lua-trace tr{background:none}
.lua-trace.lua-trace th,.lua-trace.lua-trace td{text-align:left;padding:1px 8px 1px 0;font-weight:normal;vertical-align:top}
.lua-trace.lua-trace td:last-child{white-space:nowrap}
.lua-trace.lua-trace .frame{border-left:3px solid var(--jp-border-color1,#bbb);padding-left:6px;margin-bottom:6px}
.lua-trace.lua-trace .frame.top{border-left-color:var(--jp-brand-color1,#1976d2)}
.lua-trace.lua-trace .changed td{font-weight:bold}
.lua-trace.lua-trace .square{display:inline-block;width:9px;height:9px;margin-right:2px;
  border:1px solid var(--jp-ui-font-color2,#666)}
.lua-trace.lua-trace .square.rented{background:var(--jp-brand-color1,#1976d2);border-color:var(--jp-brand-color1,#1976d2)}
.lua-trace.lua-trace .hint{color:var(--jp-ui-font-color2,#666);margin-top:4px}
`;
const MOST_SQUARES = 24;
const STEP_MS = 500;
const [PLAY, PAUSE] = ["\u25b6 play", "\u2016 pause"];
const HINT =
  "arrow keys step, Page Up and Page Down by ten, Home and End; * a variable shared with an inner function";

// Where each key leads from a step, given the last one.
const KEYS = {
  ArrowRight: (at) => at + 1, ArrowDown: (at) => at + 1, ArrowLeft: (at) => at - 1, ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10, PageUp: (at) => at - 10, Home: () => 0, End: (at, last) => last,
};

function make(name, className = "", text = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== "") made.textContent = text;
  made.append(...children);
  return made;
}

// The page's own keys would move its cells; it looks for the mark at the element that has the focus.
function keepKeys(made) {
  made.dataset.lmSuppressShortcuts = "true";
  return made;
}

function button(text, label, act) {
  const made = keepKeys(make("button", "", text));
  made.type = "button";
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// The frames at a step: the last that was seen at each depth, down to the running one.
function stackAt(steps, at) {
  const frames = [];
  for (let place = at, wanted = steps[at].depth; place >= 0 && wanted > 0; place--) {
    if (steps[place].depth > wanted) continue;
    frames.push(steps[place]);
    wanted = steps[place].depth - 1;
  }
  return frames;
}

function frameOf(step, isTop) {
  const table = make("table");
  table.append(make("caption", "", ""));
  for (const [name, text, changed, captured] of step.registers) {
    const row = make("tr", isTop && changed ? "changed" : "");
    const head = make("th", "mono", name + (captured ? "*" : ""));
    head.scope = "row";
    row.append(head, make("td", "mono", text), make("td", "", isTop && changed ? "\u25cf changed" : ""));
    table.append(row);
  }
  table.caption.textContent = `${step.function}, depth ${step.depth}, at ${step.where}`;
  table.caption.style.cssText = "text-align:left;white-space:nowrap";
  return make("div", isTop ? "frame top" : "frame", "", table);
}

function squares(live, free) {
  const row = make("span");
  row.setAttribute("aria-hidden", "true");
  const shown = Math.min(live, MOST_SQUARES);
  for (let n = 0; n < shown; n++) row.append(make("span", "square rented"));
  for (let n = 0; n < Math.min(free, MOST_SQUARES - shown); n++) row.append(make("span", "square"));
  if (live + free > MOST_SQUARES) row.append("\u2026");
  return row;
}

function poolsOf(step, before) {
  const table = make("table");
  const heads = make("tr");
  for (const text of ["pool", "rented", "free", ""]) {
    const head = make("th", "", text);
    head.scope = "col";
    heads.append(head);
  }
  table.append(heads);
  step.pools.forEach(([name, live, free], place) => {
    const was = before ? before.pools[place] : [name, live, free];
    const row = make("tr", was[1] !== live || was[2] !== free ? "changed" : "");
    const head = make("th", "", name);
    head.scope = "row";
    const figures = [String(live), String(free)].map((text) => make("td", "", text));
    row.append(head, ...figures, make("td", "", "", squares(live, free)));
    if (live || free) table.append(row);
  });
  return table;
}

function pane(title, content) {
  const made = make("section", "pane", "", make("h4", "", title), content);
  made.setAttribute("aria-label", title);
  return made;
}

// A list of source lines; `mark` shows which one runs.
class Source {
  constructor(texts) {
    this.element = make("ol");
    this.lines = texts.map((text, place) =>
      make("li", "", "", make("span", "no", `${place + 1} `), make("code", "", text || " ")),
    );
    this.element.append(...this.lines);
  }

  mark(number) {
    this.lines.forEach((line, place) => {
      const here = place + 1 === number;
      line.classList.toggle("here", here);
      if (here) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    });
    const here = this.lines[number - 1]; // none in a step of another chunk
    if (here) this.element.parentElement.scrollTop = here.offsetTop - this.element.offsetTop - 60;
  }
}

class Player {
  constructor({ caption, source, steps }) {
    this.steps = steps;
    this.at = 0;
    this.timer = null;
    this.source = new Source(source);
    this.now = make("div", "now");
    this.now.setAttribute("aria-live", "polite");
    this.effect = make("div", "effect mono");
    this.stack = make("div");
    this.pools = make("div");
    this.element = this.layout(`Trace player: ${caption}`);
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.show(0);
  }

  layout(label) {
    const root = make("div", "lua-trace", "", make("style", "", CSS), this.bar(), this.now, this.effect, this.panes());
    root.append(make("div", "hint", HINT));
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", label);
    return root;
  }

  bar() {
    this.first = button("|\u25c0", "first step", () => this.move(0));
    this.back = button("\u25c0", "step back", () => this.move(this.at - 1));
    this.forth = button("\u25b6", "step forward", () => this.move(this.at + 1));
    this.last = button("\u25b6|", "last step", () => this.move(this.steps.length - 1));
    this.play = button(PLAY, "play or pause", () => (this.timer === null ? this.start() : this.stop()));
    return make("div", "bar", "", this.first, this.back, this.makeSlider(), this.forth, this.last, this.play);
  }

  makeSlider() {
    this.slider = keepKeys(make("input"));
    Object.assign(this.slider, { type: "range", min: "1", max: String(this.steps.length) });
    this.slider.setAttribute("aria-label", "step");
    this.slider.addEventListener("input", () => this.move(Number(this.slider.value) - 1));
    return this.slider;
  }

  panes() {
    return make(
      "div", "panes", "",
      pane("source", this.source.element),
      pane("frames and registers before the step", this.stack),
      pane("pools", this.pools),
    );
  }

  press(event) {
    const place = KEYS[event.key]?.(this.at, this.steps.length - 1);
    if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(place);
  }

  move(place) {
    this.stop();
    this.show(place);
  }

  show(place) {
    this.at = Math.max(0, Math.min(this.steps.length - 1, place));
    const step = this.steps[this.at];
    const what = `step ${this.at + 1} of ${this.steps.length}, ${step.where}: ${step.instruction}`;
    this.slider.value = String(this.at + 1);
    this.slider.setAttribute("aria-valuetext", what);
    this.now.textContent = what;
    this.effect.textContent = step.effect;
    this.source.mark(step.line);
    this.stack.replaceChildren(...stackAt(this.steps, this.at).map((frame, depth) => frameOf(frame, depth === 0)));
    this.pools.replaceChildren(poolsOf(step, this.steps[this.at - 1]));
    this.first.disabled = this.back.disabled = this.at === 0;
    this.last.disabled = this.forth.disabled = this.isAtEnd;
  }

  get isAtEnd() {
    return this.at === this.steps.length - 1;
  }

  start() {
    if (this.isAtEnd) this.show(0);
    this.play.textContent = PAUSE;
    this.timer = setInterval(() => this.tick(), STEP_MS);
  }

  tick() {
    if (this.isAtEnd || !this.element.isConnected) this.stop();
    else this.show(this.at + 1);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = PLAY;
  }
}

// Fill the outputs of that name which have no player yet, and fold the list of steps below it.
function play(name, data) {
  for (const output of document.querySelectorAll(`.${name}`)) {
    const [place, list] = output.children;
    if (place.hasChildNodes()) continue;
    place.append(new Player(data).element);
    list.open = false;
  }
}
