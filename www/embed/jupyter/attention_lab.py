"""Attention Lab in a notebook.

Put this file beside ``attention-lab.widget.js``, which ``cargo xtask bundle`` writes.

>>> from attention_lab import AttentionLab
>>> lab = AttentionLab(text="dog bites man", step="weights")
>>> lab            # shows it; at the end of a cell
>>> lab.heads = 4  # changes it
>>> lab.step       # says where the learner is
"""

from pathlib import Path

import anywidget
import traitlets


class AttentionLab(anywidget.AnyWidget):
    """The lab. Its traits are the keys of the page's address; ``None`` is a key's default.

    A trait that isn't here can be added by a subclass, under the name that the address has for
    it. What the learner changes in the lab is found in the traits again.
    """

    _esm = Path(__file__).with_name("attention-lab.widget.js")

    lab = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    text = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    compare = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    step = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    view = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    tokens = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    encoding = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    mask = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    d_model = traitlets.Int(8).tag(sync=True)
    heads = traitlets.Int(2).tag(sync=True)
    head = traitlets.Int(0).tag(sync=True)
    seed = traitlets.Int(1).tag(sync=True)
    scale = traitlets.Bool(True).tag(sync=True)
    temperature = traitlets.Float(1.0).tag(sync=True)
    cell = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    edit = traitlets.List(traitlets.Unicode()).tag(sync=True)
    hide = traitlets.List(traitlets.Unicode(), ["header"]).tag(sync=True)
    theme = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    page = traitlets.Unicode("").tag(sync=True)
    """The address of the page on a host; empty: the page that the widget holds."""

    height = traitlets.Int(0).tag(sync=True)
    """The lab's height in pixels; 0: as high as its content."""
