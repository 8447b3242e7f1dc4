"""Template filters over :mod:`web.words`, and the few that forms of pages need everywhere."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import defaulttags
from django.urls import get_script_prefix, get_urlconf, reverse

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


@lru_cache(maxsize=20_000, typed=True)
def kept_address(name: str, _urlconf: str | None, _prefix: str, *args: Any) -> str:
    return reverse(name, args=args)


class AddressNode(defaulttags.URLNode):
    """``{% url %}`` that works an address out once: a list of 300 rows asks for the same thousand again and again."""

    def render(self, context: template.Context) -> str:
        if self.kwargs or self.asvar:
            return str(super().render(context))
        args = [arg.resolve(context) for arg in self.args]
        return kept_address(self.view_name.resolve(context), get_urlconf(), get_script_prefix(), *args)


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> AddressNode:
    plain = defaulttags.url(parser, token)
    return AddressNode(plain.view_name, plain.args, plain.kwargs, plain.asvar)
