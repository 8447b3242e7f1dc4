"""Template filters over :mod:`web.words`, and the few that forms of pages need everywhere."""

from datetime import date, datetime

from django import template

from web import words

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(value)


@register.filter
def clock(value: datetime) -> str:
    return words.clock(value)


@register.filter
def counted(number: int, forms: str) -> str:
    """``{{ n|counted:"line" }}`` or ``{{ n|counted:"reply,replies" }}``."""
    one, _, many = forms.partition(",")
    return words.counted(number, one, many or None)


@register.filter
def listed(names: list[str]) -> str:
    return words.listed(names)
