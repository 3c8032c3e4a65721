"""The list of needs and offers. Its address is the search: it can be sent, kept, followed, downloaded."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, request, url_for

from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import PAGE_SIZE, Page
from marketplace.core.ui import number
from marketplace.listings.cards import cards

from . import panel, queries
from .explaining import explain
from .filters import RELEVANCE, SORTS, Filters
from .queries import Search
from .suggesting import Suggestion, suggest

bp = Blueprint("search", __name__)


@bp.get("/listings")
@open_to(everyone)
@same_for_everybody
def index():
    filters = Filters.read(request.args.to_dict(flat=False))
    search = Search.begin(filters, current_locale())
    counts = queries.counts(search)
    page = queries.page(search, request.args.get("page", ""))
    shown = cards([row[0] for row in page.rows])
    address = filters.address()
    return render(
        "search/index.html",
        fragment="results",
        address=url_for("search.index", **address),
        filters=filters,
        groups=panel.groups(filters, counts),
        numbers=panel.numbers(counts),
        total=counts.total,
        more=search.has_words and search.found().more,
        kinds=filters.chosen.get("kind", ()),
        cards=shown,
        explained=explain(shown, search.found(), current_locale()) if search.has_words else {},
        place=_place(search),
        spelt=_spelt(search),
        notes=_notes(filters, page),
        removals=_removals(filters),
        sorts=_sorts(filters),
        pages=_pages(filters, page, counts.total),
        beyond=bool(counts.total) and not page.rows,
        drops=_drops(search) if not counts.total else [],
    )


@bp.get("/listings/suggestions", endpoint="suggest")
@open_to(everyone)
@same_for_everybody
def suggestions():
    filters = Filters.read(request.args.to_dict(flat=False))
    return render(
        "search/suggest.html",
        fragment="suggestions",
        typed=filters.typed,
        suggestions=[(suggestion, _leads_to(suggestion, filters)) for suggestion in suggest(filters.typed)],
    )


def _leads_to(suggestion: Suggestion, filters: Filters) -> str:
    """An organisation's profile; for a place or a subject the list, under the filters that are on."""
    if suggestion.organisation_id:
        return url_for("organisations.show", organisation_id=suggestion.organisation_id)
    return _url(replace(filters, typed=suggestion.words, words=(suggestion.words,), as_words=False))


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


def _place(search: Search) -> Way | None:
    """The words are a place: say so, and how to look for the words all the same."""
    if search.place is None:
        return None
    return Way(search.filters.typed, _url(replace(search.filters, as_words=True)))


def _spelt(search: Search) -> list[Way]:
    """Words that nobody uses, and what was looked for instead; each with the search for that alone."""
    if not search.has_words:
        return []
    mended = [word for word in search.found().asked.words if word.meant]
    return [
        Way(
            (word.written, word.meant),
            _url(search.filters, q=search.filters.typed.replace(word.written, word.meant)),
        )
        for word in mended
    ]


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


def _drops(search: Search) -> list[Way]:
    """Nothing found: which filter to take off, and how many there would be; the most first."""
    filters = search.filters
    named = {name: filters.labels(name) for name in filters.chosen} | {"q": filters.typed}
    made = [
        Way(named[name], _url(filters.without(name)), count=count)
        for name, count in queries.drops(search).items()
        if count
    ]
    return sorted(made, key=lambda way: -way.count)
