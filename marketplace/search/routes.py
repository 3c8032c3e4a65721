"""The list of needs and offers. Its address is the search: it can be sent, kept, followed, downloaded."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for

from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import PAGE_SIZE, Page
from marketplace.core.ui import number
from marketplace.listings.queries import cards

from . import panel, queries
from .filters import RELEVANCE, SORTS, Filters

bp = Blueprint("search", __name__)


@bp.get("/listings")
@open_to(everyone)
@same_for_everybody
def index():
    filters = Filters.read(request.args.to_dict(flat=False))
    counts = queries.counts(filters)
    page = queries.page(filters, counts.total, request.args.get("page", ""))
    address = filters.address()
    return render(
        "search/index.html",
        fragment="results",
        address=url_for("search.index", **address),
        filters=filters,
        groups=panel.groups(filters, counts),
        numbers=panel.numbers(counts),
        total=counts.total,
        kinds=filters.chosen.get("kind", ()),
        cards=cards([row[0] for row in page.rows]),
        notes=_notes(filters, page),
        removals=_removals(filters),
        sorts=_sorts(filters),
        pages=_pages(filters, page, counts.total),
        beyond=bool(counts.total) and not page.rows,
        drops=_drops(filters) if not counts.total else [],
    )


@dataclass(frozen=True)
class Way:
    """A link of the list: its words, where it leads, and what is known of it."""

    label: Any
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Ways:
    """What the page links say (`ui.pagination.pages`)."""

    previous_url: str | None
    next_url: str | None
    summary: str


def _url(filters: Filters, **changes: Any) -> str:
    return url_for("search.index", **filters.address(**changes))


def _notes(filters: Filters, page: Page) -> list[str]:
    """What of the address was left out, in sentences."""
    if not page.cursor_ignored:
        return filters.notes()
    return [*filters.notes(), _("That place in the list was not understood: this is the first page.")]


def _removals(filters: Filters) -> list[Way]:
    """The chips above the list: what is on, and the address without it."""
    words = [Way(_("Words: %(words)s", words=filters.typed), _url(filters.without("q")))]
    on = [Way(on.label, _url(filters.without(on.facet, on.value))) for on in filters.on]
    return [*(words if filters.words else []), *on]


def _sorts(filters: Filters) -> list[Way]:
    usable = {code: label for code, label in SORTS.items() if code != RELEVANCE or filters.words}
    return [
        Way(label, _url(filters, sort=code), current=code == filters.sort) for code, label in usable.items()
    ]


def _pages(filters: Filters, page: Page, total: int) -> Ways:
    last = max(1, -(-total // PAGE_SIZE))
    return Ways(
        previous_url=page.previous and _url(filters, page=page.previous if page.number > 2 else None),
        next_url=page.next and _url(filters, page=page.next),
        summary=_("Page %(page)s of %(last)s", page=number(min(page.number, last)), last=number(last)),
    )


def _drops(filters: Filters) -> list[Way]:
    """Nothing found: which filter to take off, and how many there would be; the most first."""
    named = {name: filters.labels(name) for name in filters.chosen} | {"q": filters.typed}
    made = [
        Way(named[name], _url(filters.without(name)), count=count)
        for name, count in queries.drops(filters).items()
        if count
    ]
    return sorted(made, key=lambda way: -way.count)
