"""The documentation of what the notebook adds to Lua: display, input, plot, progress, widgets, python, pools, Out."""

from .entry import Entry

_DATA = (
    "Data is y, or x and y, as tables of numbers; y may be a table of several series by name; records take the names of"
    " their fields as options x, y and by. A last table has options: title, xlabel, ylabel, width, height, log."
)

ENTRIES = (
    Entry(
        "display", "display(value, ...)",
        "Shows values while the cell runs, each as if it were a result; its functions show one form.",
        "display({1, 2, 3})",
    ),
    Entry(
        "display.bundle", "display.bundle(contents)",
        "Shows a table of contents by MIME type, of which the page shows the best that it can.",
        "display.bundle{['text/html'] = '<b>bold</b>', ['text/plain'] = 'bold'}",
    ),
    Entry(
        "display.clear", "display.clear([wait])",
        "Takes away what the cell has shown; with true not before the next thing is shown, so that nothing flickers.",
        "display.clear(true)",
    ),
    Entry(
        "display.handle", "display.handle(value) → handle",
        "Shows a value and returns a handle; handle:update(value) shows another in its place, from later cells too.",
        "local handle = display.handle 'starting'\nhandle:update 'done'",
    ),
    Entry(
        "display.html", "display.html(text)",
        "Shows HTML as it is: escape what others have written.",
        "display.html '<b>bold</b>'",
    ),
    Entry(
        "display.jpeg", "display.jpeg(bytes)",
        "Shows a picture, given as the bytes of a JPEG file.",
        "display.jpeg(io.open('photo.jpg', 'rb'):read('a'))",
    ),
    Entry(
        "display.json", "display.json(value)",
        "Shows a value as JSON, which pages unfold as a tree.",
        "display.json{name = 'Lua', versions = {5.3, 5.4}}",
    ),
    Entry("display.latex", "display.latex(text)", "Shows a formula.", "display.latex [[$e^{i\\pi} = -1$]]"),
    Entry("display.markdown", "display.markdown(text)", "Shows Markdown.", "display.markdown '**bold** and $x^2$'"),
    Entry(
        "display.mime", "display.mime(type, content)",
        "Shows one content of any MIME type.",
        "display.mime('text/html', '<b>bold</b>')",
    ),
    Entry("display.plain", "display.plain(text)", "Shows text as it is.", "display.plain 'as it is'"),
    Entry(
        "display.png", "display.png(bytes)",
        "Shows a picture, given as the bytes of a PNG file.",
        "display.png(io.open('plot.png', 'rb'):read('a'))",
    ),
    Entry(
        "display.svg", "display.svg(text)",
        "Shows a drawing in SVG.",
        "display.svg '<svg width=\"9\" height=\"9\"><circle cx=\"5\" cy=\"5\" r=\"4\"/></svg>'",
    ),
    Entry(
        "display.vegalite", "display.vegalite(specification)",
        "Shows a Vega-Lite 5 chart, described by a table.",
        "display.vegalite{mark = 'bar', data = {values = {{a = 'A', b = 2}}},\n"
        "  encoding = {x = {field = 'a', type = 'nominal'}, y = {field = 'b', type = 'quantitative'}}}",
    ),
    # --------------------------------------------------------------------------------------------------------- plot
    Entry("plot", "plot", "Charts from tables."),
    Entry(
        "plot.line", "plot.line([x,] y [, options])",
        f"Draws lines. {_DATA}",
        "plot.line({1, 4, 9, 16}, {title = 'squares'})",
    ),
    Entry(
        "plot.scatter", "plot.scatter([x,] y [, options])",
        f"Draws points. {_DATA}",
        "plot.scatter({1, 2, 3}, {2, 1, 3})",
    ),
    Entry(
        "plot.bar", "plot.bar(values by label [, options]); plot.bar(labels, values [, options])",
        f"Draws bars. {_DATA}",
        "plot.bar{lua = 3, python = 2}",
    ),
    Entry(
        "plot.hist", "plot.hist(values [, options])",
        "Draws how many values fall into each of so many intervals: options.bins.",
        "plot.hist({1, 2, 2, 3}, {bins = 3})",
    ),
    Entry(
        "plot.heatmap", "plot.heatmap(rows [, options])",
        "Draws a matrix in shades, its first row at the top.",
        "plot.heatmap{{1, 2}, {3, 4}}",
    ),
    # ------------------------------------------------------------------------------------------ input
    Entry(
        "input", "input([prompt]) → string or nil",
        "Asks the reader for a line, with a prompt beside the field; nil at the end of the input (Ctrl-D).",
        "local name = input 'your name: '",
    ),
    Entry(
        "input.password", "input.password([prompt]) → string or nil",
        "Asks for a line that is hidden while it is typed and is not kept in the notebook.",
        "local key = input.password 'key: '",
    ),
    # ------------------------------------------------------------------------------------------ progress and results
    Entry(
        "progress", "progress(what [, label, state, control]) → what a for loop takes",
        "Shows a bar that goes with a `for` loop over a number of steps, a table (as ipairs goes through it), a"
        " Python object or an iterator.",
        "local sum = 0\nfor i in progress(100, 'adding') do sum = sum + i end\nreturn sum", "5050",
    ),
    Entry(
        "Out", "Out[n]",
        "The results of earlier cells by number; `_` is the last one, `_n` that of cell n. The last hundred are"
        " kept, `%reset` drops them.",
    ),
    # ------------------------------------------------------------------------------------------------------- python
    Entry(
        "python", "python",
        "Python's modules, objects and calls. Attributes are fields, and what can be called is called as in Lua.",
    ),
    Entry(
        "python.attr", "python.attr(object, name) → value",
        "Returns an attribute, also where an item has the same name.",
        "python.attr(python.dict{keys = 1}, 'keys')",
    ),
    Entry("python.builtins", "python.builtins", "Python's built-in functions.", "python.builtins.len({1, 2, 3})", "3"),
    Entry(
        "python.bytes", "python.bytes(text) → object",
        "Makes Python's bytes of a string, which would go over as a str.",
        "python.bytes('ab')", "b'ab'",
    ),
    Entry(
        "python.call", "python.call(f, arguments [, keywords]) → value",
        "Calls with a list of arguments and a table of keywords.",
        "python.call(python.builtins.sorted, {{2, 1}}, {reverse = true})", "[2, 1]",
    ),
    Entry(
        "python.dict", "python.dict([t]) → object",
        "Makes a dict of a table and keeps it in Python.",
        "python.dict{a = 1}", "{'a': 1}",
    ),
    Entry(
        "python.eval", "python.eval(text) → value",
        "Returns the value of an expression of Python; names are those of python.exec.",
        "python.eval '2 ** 10'", "1024",
    ),
    Entry(
        "python.exec", "python.exec(text)",
        "Runs statements of Python.",
        "python.exec 'x = 40'\nreturn python.eval 'x + 2'", "42",
    ),
    Entry(
        "python.get", "python.get(object, key [, default]) → value",
        "Returns an item, or the default where there is none.",
        "python.get(python.dict{a = 1}, 'b', 0)", "0",
    ),
    Entry(
        "python.import", "python.import(name) → module",
        "Returns a module of Python.",
        "python.import('math').sqrt(16)", "4.0",
    ),
    Entry(
        "python.isinstance", "python.isinstance(object, class) → boolean",
        "Tells whether an object is one of a class.",
        "python.isinstance(python.list{1}, python.builtins.list)", "true",
    ),
    Entry(
        "python.item", "python.item(object, key) → value",
        "Returns an item, also where an attribute has the same name; positions count from 0.",
        "python.item(python.list{7, 8}, 0)", "7",
    ),
    Entry(
        "python.iter", "python.iter(object) → iterator",
        "For a `for` loop over what an object goes through.",
        "for x in python.iter(python.list{7, 8}) do print(x) end", "7\n8",
    ),
    Entry(
        "python.kw", "python.kw{name = value, …} → keywords",
        "Marks a last argument as keywords.",
        "python.builtins.sorted({1, 3, 2}, python.kw{reverse = true})", "[3, 2, 1]",
    ),
    Entry(
        "python.list", "python.list([t]) → object",
        "Makes a list of a sequence, or of what an object goes through, and keeps it in Python.",
        "python.list{1, 2}", "[1, 2]",
    ),
    Entry(
        "python.none", "python.none",
        "Python's None, where nil would end a sequence.",
        "python.none == python.eval 'None'", "false",
    ),
    Entry(
        "python.repr", "python.repr(value) → string",
        "Returns Python's own text of a value.",
        "python.repr('a')", "\"'a'\"", "string",
    ),
    Entry(
        "python.set", "python.set([t]) → object",
        "Makes a set of a sequence and keeps it in Python.",
        "#python.set{1, 1, 2}", "2",
    ),
    Entry(
        "python.slice", "python.slice([start,] stop [, step]) → object",
        "Makes a slice, to index with: positions count from 0, stop is not included.",
        "python.list({5, 6, 7})[python.slice(0, 2)]", "[5, 6]",
    ),
    Entry(
        "python.table", "python.table(object) → table",
        "Copies a list, dict or array into a table of Lua.",
        "python.table(python.list{1, 2})", "{1, 2}",
    ),
    Entry(
        "python.traceback", "python.traceback() → string",
        "Returns Python's traceback of the last exception that came to Lua.",
        "", "", "string",
    ),
    Entry(
        "python.tuple", "python.tuple([t]) → object",
        "Makes a tuple of a sequence: also the index of several dimensions.",
        "python.tuple{0, 1}", "(0, 1)",
    ),
    Entry(
        "python.type", "python.type(value) → string",
        "Returns the name of the class that a value has in Python.",
        "python.type({})", '"list"', "string",
    ),
    # ------------------------------------------------------------------------------------------------------- widgets
    Entry(
        "widgets", "widgets",
        "All of ipywidgets' controls and layouts. A constructor takes a table of traits, which are fields"
        " afterwards; widget:observe(f) calls f when the value changes.",
        "local amount = widgets.IntSlider{value = 3, max = 10}\n"
        "amount:observe(function(change) print(change.new) end)\nreturn amount",
    ),
    Entry(
        "widgets.link", "widgets.link({a, trait}, {b, trait}) → link",
        "Keeps two traits equal, through the kernel.",
        "widgets.link({a, 'value'}, {b, 'value'})",
    ),
    Entry(
        "widgets.dlink", "widgets.dlink({a, trait}, {b, trait}) → link",
        "Lets the second trait follow the first, through the kernel.",
        "widgets.dlink({a, 'value'}, {b, 'value'})",
    ),
    Entry(
        "widgets.jslink", "widgets.jslink({a, trait}, {b, trait}) → link",
        "Keeps two traits equal in the page, without the kernel.",
        "widgets.jslink({a, 'value'}, {b, 'value'})",
    ),
    Entry(
        "widgets.jsdlink", "widgets.jsdlink({a, trait}, {b, trait}) → link",
        "Lets the second trait follow the first in the page, without the kernel.",
        "widgets.jsdlink({a, 'value'}, {b, 'value'})",
    ),
    Entry(
        "widgets.interact", "widgets.interact(f, controls)",
        "Makes a control for each value and calls f with them now and at each change: a number gives a slider,"
        " {from, to} its range, a list of strings a choice, a string a text, a boolean a box to tick.",
        "widgets.interact(function(x) print(x * x) end, {x = {0, 10}})",
    ),
    # --------------------------------------------------------------------------------------------------------- pools
    Entry("pools", "pools", "The figures of the interpreter's pools, for Lua code that looks at its own allocations."),
    Entry(
        "pools.snapshot", "pools.snapshot() → table",
        "Returns the figures at this moment: pools by name, frames, heap.",
        "math.type(pools.snapshot().pools.frames.rents)", '"integer"',
    ),
    Entry(
        "pools.since", "pools.since(snapshot) → table",
        "Returns the traffic since a snapshot: what counts upwards less what it was, what is there now as it is.",
        "local before = pools.snapshot()\nlocal t = {}\nreturn type(pools.since(before).heap)", '"table"',
    ),
    # --------------------------------------------------------------------------------------------- names of xeus-lua
    Entry("ilua", "ilua", "The names under which notebooks of xeus-lua find display and widgets."),
    Entry("ilua.display", "ilua.display", "What display has, under the names of xeus-lua."),
    Entry("ilua.widgets", "ilua.widgets", "What widgets has, under the names of xeus-lua."),
    Entry(
        "ilua.config", "ilua.config",
        "Settings of xeus-lua: auto_print, whether last expressions are shown, and printer, print or pprint.",
    ),
    Entry("ilua.json", "ilua.json", "The encoder of xeus-lua."),
    Entry(
        "ilua.json.encode", "ilua.json.encode(value) → string", "Returns a value as JSON.",
        "ilua.json.encode({1, true})", '"[1, true]"',
    ),
    Entry("ilua.time", "ilua.time", "The clock and the waiting of xeus-lua."),
    Entry("ilua.time.now", "ilua.time.now() → time", "Returns the time, for time_delta_ms."),
    Entry(
        "ilua.time.time_delta_ms", "ilua.time.time_delta_ms(from, to) → number",
        "Returns the milliseconds between two times of ilua.time.now.",
    ),
    Entry("ilua.time.sleep_ms", "ilua.time.sleep_ms(ms)", "Waits so many milliseconds; an interrupt ends it."),
    Entry(
        "ilua.time.scheduled_ms", "ilua.time.scheduled_ms(n, ms, f)",
        "Calls f n times (0: without end), every so many milliseconds, with the call's number and the time so far.",
    ),
    Entry(
        "ilua.time.scheduled_fps", "ilua.time.scheduled_fps(n, fps, f)",
        "Calls f n times, or without end for 0, so many times a second, with the call's number and the time so far.",
    ),
    Entry("ilua.time.duration_ms", "ilua.time.duration_ms(f) → number", "Returns how many ms a call of f takes."),
    Entry("ilua.canvas", "ilua.canvas", "The canvas of xeus-lua, drawn by the Python package ipycanvas."),
    Entry(
        "ilua.canvas.canvas", "ilua.canvas.canvas([traits]) → canvas",
        "Makes a canvas to draw on; its methods take a point as two numbers or a table of them.",
    ),
    Entry("ilua.canvas.color", "ilua.canvas.color", "Colours for a canvas."),
    Entry(
        "ilua.canvas.color.rgb", "ilua.canvas.color.rgb(red, green, blue) → string", "Returns a colour.",
        "ilua.canvas.color.rgb(255, 0, 0)", '"rgb(255, 0, 0)"',
    ),
    Entry("ilua.display.clear_output", "ilua.display.clear_output([wait])", "Does what display.clear does."),
    Entry("ilua.display.detail", "ilua.display.detail", "The two functions by which bundles in JSON are shown."),
    Entry(
        "ilua.display.detail._display_data", "ilua.display.detail._display_data(data, metadata, transient)",
        "Shows a bundle, given as texts of JSON.",
    ),
    Entry(
        "ilua.display.detail._update_display_data",
        "ilua.display.detail._update_display_data(data, metadata, transient)",
        "Shows a bundle, given as texts of JSON, in place of the one whose display_id is in transient.",
    ),
    Entry("ilua.display.display", "ilua.display.display(value, ...)", "Does what display does."),
    Entry("ilua.display.html", "ilua.display.html(text)", "Does what display.html does."),
    Entry("ilua.display.json", "ilua.display.json(value)", "Does what display.json does."),
    Entry("ilua.display.latex", "ilua.display.latex(text)", "Does what display.latex does."),
    Entry("ilua.display.markdown", "ilua.display.markdown(text)", "Does what display.markdown does."),
    Entry("ilua.display.mimetype", "ilua.display.mimetype(type, content)", "Does what display.mime does."),
    Entry("ilua.display.plain_text", "ilua.display.plain_text(text)", "Does what display.plain does."),
    Entry("ilua.display.svg", "ilua.display.svg(text)", "Does what display.svg does."),
    Entry("ilua.display.table", "ilua.display.table(value, ...)", "Does what display does."),
)  # fmt: skip
