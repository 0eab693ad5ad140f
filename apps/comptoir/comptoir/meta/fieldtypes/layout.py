"""Types that shape a form and hold no value."""

from __future__ import annotations

from comptoir.meta.fieldtypes.base import FieldType


class Layout(FieldType):
    """Base of the types without a value."""

    is_layout = True


class SectionBreak(Layout):
    """Starts a section of the form."""

    name = "Section Break"
    widget = "section"
    purpose = "Starts a new section with the label as its heading."


class ColumnBreak(Layout):
    """Starts a column within a section."""

    name = "Column Break"
    widget = "column"
    purpose = "Starts a new column within the section."


class TabBreak(Layout):
    """Starts a tab of the form."""

    name = "Tab Break"
    widget = "tab"
    purpose = "Starts a new tab of the form."


class Fold(Layout):
    """Hides the rest of the form behind "show more"."""

    name = "Fold"
    widget = "fold"
    purpose = "Hides the fields after it until the reader asks for them."


class Heading(Layout):
    """A heading inside a section."""

    name = "Heading"
    widget = "heading"
    purpose = "Shows the label as a heading between fields."


class HTML(Layout):
    """A fixed piece of HTML on the form."""

    name = "HTML"
    widget = "html"
    purpose = "Shows a fixed piece of HTML."
    options_meaning = "the HTML to show"


class Button(Layout):
    """A button that runs a method of the document's controller."""

    name = "Button"
    widget = "button"
    purpose = "Runs a whitelisted method of the document."
    options_meaning = "the name of the method"


class Image(Layout):
    """Shows the picture another field holds."""

    name = "Image"
    widget = "image"
    purpose = "Shows the picture that another field of the document holds."
    options_meaning = "the fieldname of an Attach Image field"


TYPES = (SectionBreak, ColumnBreak, TabBreak, Fold, Heading, HTML, Button, Image)
