"""The documentation of ipywidgets' controls and layouts, as `widgets` makes them."""

from .entry import Entry

_RANGE = "value, min, max, step, description"
_CHOICE = "options, value, description"
_TEXT = "value, placeholder, description"
_CHILDREN = "children (or items 1, 2, …), layout"

# Name, its most used traits, what it is.
_CONTROLS = (
    ("Accordion", "children, titles, selected_index", "Folds its children under titles."),
    ("AppLayout", "header, left_sidebar, center, right_sidebar, footer", "Lays five widgets out like an application."),
    ("Audio", "value, format, autoplay, loop, controls", "Plays a sound, given as the bytes of a file."),
    ("BoundedFloatText", _RANGE, "A field for a number within bounds."),
    ("BoundedIntText", _RANGE, "A field for a whole number within bounds."),
    ("Box", _CHILDREN, "Holds other widgets."),
    ("Button", "description, icon, button_style, tooltip", "A button; button:on_click(f) calls f when it is pressed."),
    ("ButtonStyle", "button_color, font_weight", "How a button looks."),
    ("Checkbox", "value, description, indent", "A box to tick: value is true or false."),
    ("ColorPicker", "value, concise, description", "A choice of a colour, as its name or '#rrggbb'."),
    ("ColorsInput", "value, allowed_tags", "A list of colours."),
    ("Combobox", "options, value, placeholder, ensure_option", "A text field that suggests options."),
    ("Controller", "index", "The state of a game controller."),
    ("CoreWidget", "", "What other widgets are made from."),
    ("DOMWidget", "layout, tooltip", "What all visible widgets are made from."),
    ("DatePicker", "value, min, max, description", "A choice of a date."),
    ("DatetimePicker", "value, min, max, description", "A choice of a date and a time with its zone."),
    ("Dropdown", _CHOICE, "A choice of one from a list that unfolds."),
    ("FileUpload", "accept, multiple, value", "A button that uploads files; value has their bytes."),
    ("FloatLogSlider", "value, base, min, max, step", "A slider for a float whose exponent moves evenly."),
    ("FloatProgress", "value, min, max, bar_style, description", "A bar that shows how far something is."),
    ("FloatRangeSlider", _RANGE, "A slider for two floats: from and to."),
    ("FloatSlider", _RANGE, "A slider for a float."),
    ("FloatText", "value, step, description", "A field for a number."),
    ("FloatsInput", "value, min, max", "A list of numbers."),
    ("GridBox", _CHILDREN, "Lays its children out in a grid that its layout describes."),
    ("GridspecLayout", "n_rows, n_columns", "A grid whose places are assigned to."),
    ("HBox", _CHILDREN, "Lays its children out side by side."),
    ("HTML", "value, description", "Shows HTML as it is."),
    ("HTMLMath", "value, description", "Shows HTML with formulas."),
    ("Image", "value, format, width, height", "Shows a picture, given as the bytes of a file."),
    ("IntProgress", "value, min, max, bar_style, description", "A bar that shows how far something is."),
    ("IntRangeSlider", _RANGE, "A slider for two whole numbers: from and to."),
    ("IntSlider", _RANGE, "A slider for a whole number."),
    ("IntText", "value, step, description", "A field for a whole number."),
    ("IntsInput", "value, min, max", "A list of whole numbers."),
    ("Label", "value", "Shows a line of text."),
    ("Layout", "width, height, border, margin, padding, flex, …", "Where and how large a widget is, in CSS."),
    ("NaiveDatetimePicker", "value, min, max, description", "A choice of a date and a time without a zone."),
    ("Output", "layout", "A place for what is printed and shown: output:capture(f, …) calls f and puts it there."),
    ("Password", _TEXT, "A text field that hides what is typed."),
    ("Play", "value, min, max, step, interval", "Counts by itself, for an animation."),
    ("RadioButtons", _CHOICE, "A choice of one from a list of buttons."),
    ("Select", _CHOICE, "A choice of one from a list."),
    ("SelectMultiple", _CHOICE, "A choice of several from a list."),
    ("SelectionRangeSlider", _CHOICE, "A slider for two of a list: from and to."),
    ("SelectionSlider", _CHOICE, "A slider for one of a list."),
    ("SliderStyle", "handle_color, description_width", "How a slider looks."),
    ("Stack", "children, selected_index", "Shows one of its children."),
    ("Style", "", "How a widget looks."),
    ("Tab", "children, titles, selected_index", "Shows one of its children, chosen by a tab."),
    ("TagsInput", "value, allowed_tags, allow_duplicates", "A list of words."),
    ("Text", _TEXT + ", on_submit", "A field for a line of text."),
    ("Textarea", _TEXT + ", rows", "A field for several lines of text."),
    ("TimePicker", "value, min, max, step", "A choice of a time."),
    ("ToggleButton", "value, description, icon", "A button that stays pressed: value is true or false."),
    ("ToggleButtons", _CHOICE, "A choice of one from a row of buttons."),
    ("ToggleButtonsStyle", "button_width, description_width", "How a row of buttons looks."),
    ("TwoByTwoLayout", "top_left, top_right, bottom_left, bottom_right", "Lays four widgets out in a square."),
    ("VBox", _CHILDREN, "Lays its children out below each other."),
    ("Valid", "value, readout, description", "Shows whether something is as it should be."),
    ("ValueWidget", "value", "What all widgets with a value are made from."),
    ("Video", "value, format, width, height, autoplay, loop", "Plays a film, given as the bytes of a file."),
    ("Widget", "", "What all widgets are made from."),
    ("interactive", "", "A box of controls that call a function; widgets.interact makes one for a function of Lua."),
)

ENTRIES = tuple(
    Entry(f"widgets.{name}", f"widgets.{name}{{{traits}}} → widget", text) for name, traits, text in _CONTROLS
)
