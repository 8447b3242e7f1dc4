"""PostgreSQL's full text over ``waymark_words`` (see the migrations of this app), for indexes and queries."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, QuerySet
from django.db.models.expressions import Combinable

from web.finding import Wanted


class Words(Func):
    """The words of one or two columns, as an index keeps them."""

    function = "waymark_words"
    output_field = SearchVectorField()


def matching(rows: QuerySet[Any], wanted: Wanted, *columns: str | Combinable) -> QuerySet[Any]:
    """The rows whose columns hold all that is wanted. An index on ``Words`` of these columns answers it."""
    if not wanted.terms:
        return rows.none()
    found: QuerySet[Any] = rows.annotate(found_words=Words(*columns)).filter(found_words=asked(wanted))
    return found


def asked(wanted: Wanted) -> SearchQuery:
    return SearchQuery(wanted.expression, config="simple", search_type="raw")
