// The trace player: one step of a traced cell at a time. Everything it shows came with the widget; it asks for nothing.

const CSS = `
.lua-trace{font-family:var(--jp-ui-font-family,sans-serif);font-size:var(--jp-ui-font-size1,13px);
  color:var(--jp-ui-font-color1,#222);border:1px solid var(--jp-border-color2,#ccc);padding:8px;max-width:100%}
.lua-trace code,.lua-trace .mono{font-family:var(--jp-code-font-family,monospace);
  font-size:var(--jp-code-font-size,13px)}
.lua-trace .bar{display:flex;gap:4px;align-items:center;flex-wrap:wrap}
.lua-trace .bar input{flex:1 1 160px;accent-color:var(--jp-brand-color1,#1976d2)}
.lua-trace button{min-width:28px;padding:2px 6px;color:inherit;background:var(--jp-layout-color2,#eee);
  border:1px solid var(--jp-border-color1,#bbb);font:inherit;cursor:pointer}
.lua-trace button:disabled{opacity:.45;cursor:default}
.lua-trace :focus-visible{outline:2px solid var(--jp-brand-color1,#1976d2);outline-offset:1px}
.lua-trace .now{margin:6px 0 0;font-weight:bold}
.lua-trace .effect{margin:0 0 6px}
.lua-trace .panes{display:flex;gap:16px;flex-wrap:wrap;align-items:flex-start}
.lua-trace .pane{flex:1 1 260px;min-width:0;overflow:auto;max-height:24em}
.lua-trace h4{margin:0 0 4px;font-size:inherit;font-weight:normal;color:var(--jp-ui-font-color2,#666)}
.lua-trace ol{margin:0;padding:0;list-style:none}
.lua-trace li{white-space:pre;padding:0 4px;border-left:3px solid transparent}
.lua-trace li.here{background:var(--jp-layout-color2,#eee);border-left-color:var(--jp-brand-color1,#1976d2)}
.lua-trace .no{display:inline-block;min-width:2.5em;color:var(--jp-ui-font-color2,#666)}
.lua-trace table{border-collapse:collapse;margin:0 0 6px}
.lua-trace th,.lua-trace td{text-align:left;padding:1px 8px 1px 0;font-weight:normal;vertical-align:top}
.lua-trace .frame{border-left:3px solid var(--jp-border-color1,#bbb);padding-left:6px;margin-bottom:6px}
.lua-trace .frame.top{border-left-color:var(--jp-brand-color1,#1976d2)}
.lua-trace .changed td{font-weight:bold}
.lua-trace .square{display:inline-block;width:9px;height:9px;margin-right:2px;
  border:1px solid var(--jp-ui-font-color2,#666)}
.lua-trace .square.rented{background:var(--jp-brand-color1,#1976d2);border-color:var(--jp-brand-color1,#1976d2)}
.lua-trace .hint{color:var(--jp-ui-font-color2,#666);margin-top:4px}
`;
const MOST_SQUARES = 24;

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
    row.append(head, make("td", "", String(live)), make("td", "", String(free)), make("td", "", "", squares(live, free)));
    if (live || free) table.append(row);
  });
  return table;
}

function render({ model, el }) {
  const { caption, source, steps } = model.get("data");
  let at = 0;
  let timer = null;
  const root = make("div", "lua-trace");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `Trace player: ${caption}`);
  root.append(make("style", "", CSS));
  const slider = keepKeys(make("input"));
  slider.type = "range";
  slider.min = "1";
  slider.max = String(steps.length);
  slider.setAttribute("aria-label", "step");
  const now = make("div", "now");
  now.setAttribute("aria-live", "polite");
  const effect = make("div", "effect mono");
  const list = make("ol");
  const lines = source.map((text, place) => {
    const line = make("li", "", "", make("span", "no", String(place + 1)), make("code", "", text || " "));
    list.append(line);
    return line;
  });
  const stack = make("div");
  const pools = make("div");

  function show(place) {
    at = Math.max(0, Math.min(steps.length - 1, place));
    const step = steps[at];
    slider.value = String(at + 1);
    const what = `step ${at + 1} of ${steps.length}, ${step.where}: ${step.instruction}`;
    slider.setAttribute("aria-valuetext", what);
    now.textContent = what;
    effect.textContent = step.effect;
    lines.forEach((line, number) => {
      const here = number + 1 === step.line;
      line.classList.toggle("here", here);
      if (here) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    });
    const here = lines[step.line - 1];
    if (here) list.parentElement.scrollTop = here.offsetTop - list.offsetTop - 60;
    stack.replaceChildren(...stackAt(steps, at).map((frame, depth) => frameOf(frame, depth === 0)));
    pools.replaceChildren(poolsOf(step, steps[at - 1]));
    first.disabled = back.disabled = at === 0;
    last.disabled = forth.disabled = at === steps.length - 1;
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "\u25b6 play";
  }

  function start() {
    if (at === steps.length - 1) show(0);
    play.textContent = "\u2016 pause";
    timer = setInterval(() => (at === steps.length - 1 ? stop() : show(at + 1)), 500);
  }

  const move = (place) => () => {
    stop();
    show(place());
  };
  const first = button("|\u25c0", "first step", move(() => 0));
  const back = button("\u25c0", "step back", move(() => at - 1));
  const forth = button("\u25b6", "step forward", move(() => at + 1));
  const last = button("\u25b6|", "last step", move(() => steps.length - 1));
  const play = button("\u25b6 play", "play or pause", () => (timer === null ? start() : stop()));
  slider.addEventListener("input", move(() => Number(slider.value) - 1));

  const keys = {
    ArrowRight: () => at + 1, ArrowDown: () => at + 1, ArrowLeft: () => at - 1, ArrowUp: () => at - 1,
    PageDown: () => at + 10, PageUp: () => at - 10, Home: () => 0, End: () => steps.length - 1,
  };
  root.addEventListener("keydown", (event) => {
    const place = keys[event.key];
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(place)();
  });

  const pane = (title, content) => {
    const made = make("section", "pane", "", make("h4", "", title), content);
    made.setAttribute("aria-label", title);
    return made;
  };
  root.append(
    make("div", "bar", "", first, back, slider, forth, last, play),
    now,
    effect,
    make("div", "panes", "", pane("source", list), pane("frames and registers before the step", stack), pane("pools", pools)),
    make("div", "hint", "arrow keys step, Page Up and Page Down by ten, Home and End; * a variable shared with an inner function"),
  );
  el.append(root);
  show(0);
  return stop;
}

export default { render };
