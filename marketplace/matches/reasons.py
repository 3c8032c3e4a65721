"""Why two listings fit, in the reader's language: codes of `search.matching` turned into words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.ui import language
from marketplace.lexicon.loaded import lexicon
from marketplace.listings.codes import FORMATS, HELP_FAMILIES, HELPS, SECTORS
from marketplace.organisations.codes import OBLASTS

MOST = 6
CLOSE = 20  # hundredths of a cosine from which two texts may be called close


def told(codes: Iterable[str], *, of_offer: bool | None = None, most: int = MOST) -> list[str]:
    """The weightiest of these reasons, each a few words.

    `of_offer`: whether it is the offer that is shown beside a need, or the other way round; None where both are.
    """
    said = (_told(*_parted(code), of_offer) for code in codes)
    return [words for words in said if words][:most]


def _parted(code: str) -> tuple[str, str]:
    name, _colon, value = code.partition(":")
    return name, value


def _told(name: str, value: str, of_offer: bool | None) -> str:
    if name == "help":
        return _of_help(_label(HELPS, value), of_offer)
    if name in _WITH_VALUE:
        return _WITH_VALUE[name](value)
    said = {
        ("broad", ""): _("the offer is for any sector"),
        ("size", ""): _("similar size"),
        ("place", "local"): _("both are local communities"),
        ("place", "regional"): _("both are regional authorities"),
        ("capacity", ""): _("the offer has places free"),
        ("time", ""): _("the times fit"),
    }
    return said.get((name, value), "")


def _of_help(form: str, of_offer: bool | None) -> str:
    if of_offer is None:
        return _("same form of help: %(form)s", form=form)
    return _("offers: %(form)s", form=form) if of_offer else _("asks for: %(form)s", form=form)


def _label(labels: Mapping[Any, Any], code: str) -> str:
    return str(labels.get(code, code))


def _thing(concept: str) -> str:
    return lexicon().label(concept, current_locale())


_WITH_VALUE: dict[str, Callable[[str], str]] = {
    "concept": lambda value: _("both are about: %(thing)s", thing=_thing(value)),
    "mention": lambda value: _("both speak of: %(thing)s", thing=_thing(value)),
    "meaning": lambda value: _("close in meaning") if int(value) >= CLOSE else "",
    "sector": lambda value: _("same sector: %(sector)s", sector=_label(SECTORS, value)),
    "family": lambda value: _("help of a kindred form: %(family)s", family=_label(HELP_FAMILIES, value)),
    "region": lambda value: _("the offer prefers this oblast: %(oblast)s", oblast=_label(OBLASTS, value)),
    "format": lambda value: _("same format: %(format)s", format=_label(FORMATS, value)),
    "language": lambda value: _("a language in common: %(language)s", language=language(value)),
}
