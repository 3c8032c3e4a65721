"""A search as it is kept: its address in one order, and in words."""

import hashlib
import json
from typing import Any

from marketplace.core.i18n import gettext as _
from marketplace.listings.codes import Kind
from marketplace.search.filters import Filters

from .models import SavedSearch

PASSING = {"sort": None}  # how the page is sorted is no part of what is looked for


def address_of(filters: Filters) -> dict[str, Any]:
    """The parameters that make the search, without those that only change how its results are shown."""
    if not filters.words:
        return filters.address(**PASSING, q=None)  # what was typed has nothing to look for
    return filters.address(**PASSING)


def digest_of(filters: Filters) -> str:
    """The same for every address of the same search."""
    address = address_of(filters)
    if "q" in address:
        address["q"] = address["q"].casefold()
    return hashlib.sha256(json.dumps(address, sort_keys=True).encode()).hexdigest()


def filters_of(saved: SavedSearch) -> Filters:
    """The search again; what is no choice any more is left out."""
    return Filters.read(
        {name: value if isinstance(value, list) else [value] for name, value in saved.address.items()}
    )


def in_words(filters: Filters) -> str:
    """What will be sent, in the present language."""
    kinds = {on.value for on in filters.on if on.facet == "kind"}
    what = [_("“%(words)s”", words=filters.typed)] if filters.words else []
    what += [on.label for on in filters.on if on.facet != "kind"]
    if kinds == {Kind.NEED}:
        return _("New needs: %(what)s", what=", ".join(what)) if what else _("All new needs")
    if kinds == {Kind.OFFER}:
        return _("New offers: %(what)s", what=", ".join(what)) if what else _("All new offers")
    return (
        _("New needs and offers: %(what)s", what=", ".join(what)) if what else _("All new needs and offers")
    )


def name_of(saved: SavedSearch) -> str:
    """Her own name for it, or what it says."""
    return saved.name or in_words(filters_of(saved))
