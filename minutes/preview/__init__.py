"""Minutes between pasting and recording: what was understood, what is asked, what people answered."""

from minutes.preview.look import Preview, look, resolve

__all__ = ["Preview", "look", "resolve"]
