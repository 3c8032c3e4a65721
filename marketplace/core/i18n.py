"""Languages: which there are, how one is chosen, and what happens when a translation is broken.

Texts go through the catalogue itself (`Translations.gettext`, a dictionary), bound once per language:
`flask_babel.gettext` costs sixty times as much, a third of a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from babel.support import NullTranslations, Translations
from flask import Flask, abort, current_app, g, request, url_for
from flask_babel import Babel, force_locale
from flask_babel.speaklater import LazyString
from jinja2 import pass_eval_context
from markupsafe import Markup

CATALOGUES = Path(__file__).resolve().parents[2] / "translations"
SOURCE = "en"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Language:
    """One language of the interface: its BCP 47 tag, its own name, the way it is written."""

    tag: str
    name: str
    direction: str = "ltr"
    formats: str = ""  # whose dates and numbers, where the tag alone says those of another country

    @property
    def babel(self) -> str:
        """The CLDR locale that formats dates and numbers."""
        return self.formats or self.tag


# To add a language: a line here, and a catalogue in translations/.
LOCALES: dict[str, Language] = {
    "uk": Language("uk", "Українська"),
    "en": Language("en", "English", formats="en_GB"),
    "lt": Language("lt", "Lietuvių"),
}

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def current_locale() -> str:
    """The language of the present request, letter or command."""
    return _spoken.get()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Within, everything is said in this language (a letter, in its reader's)."""
    token = _spoken.set(locale if locale in LOCALES else SOURCE)
    try:
        with force_locale(LOCALES[_spoken.get()].babel):
            yield
    finally:
        _spoken.reset(token)


@cache
def catalogue(locale: str) -> NullTranslations:
    """The catalogue of a language; the source language has none and says what the code says."""
    if locale == SOURCE:
        return NullTranslations()
    return Translations.load(CATALOGUES, [locale])


def _fill(found: str, source: str, values: dict[str, Any]) -> str:
    """Fill the placeholders; a translation that cannot be filled falls back to the source and is logged."""
    if not values:
        return found.replace("%%", "%") if "%%" in found else found
    try:
        return found % values
    except (KeyError, ValueError, TypeError):
        log.error("broken translation", locale=current_locale(), source=source)
        return source % values


def gettext(source: str, **values: Any) -> str:
    """The text in the present language, with its named placeholders filled."""
    return _fill(catalogue(_spoken.get()).gettext(source), source, values)


def pgettext(context: str, source: str, **values: Any) -> str:
    """As `gettext`, for a word whose translation depends on where it stands."""
    return _fill(str(catalogue(_spoken.get()).pgettext(context, source)), source, values)


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """As `gettext`, in the plural form that `num` takes; `%(num)s` is filled with it."""
    found = catalogue(_spoken.get()).ngettext(singular, plural, num)
    return _fill(found, singular if num == 1 else plural, {"num": num, **values})


def lazy_gettext(source: str, **values: Any) -> LazyString:
    """A text that is translated when it is shown: for labels and messages built at import."""
    return LazyString(gettext, source, **values)


def lazy_pgettext(context: str, source: str, **values: Any) -> LazyString:
    """As `lazy_gettext`, with a context."""
    return LazyString(pgettext, context, source, **values)


# In templates translations are trusted HTML and variables are escaped, as {% trans %} expects.


@pass_eval_context
def _template_gettext(context: Any, source: str, **values: Any) -> str:
    return _dress(context, catalogue(_spoken.get()).gettext(source), source, values)


@pass_eval_context
def _template_ngettext(context: Any, singular: str, plural: str, num: int, **values: Any) -> str:
    found = catalogue(_spoken.get()).ngettext(singular, plural, num)
    values.setdefault("num", num)
    return _dress(context, found, singular if num == 1 else plural, values)


@pass_eval_context
def _template_pgettext(context: Any, place: str, source: str, **values: Any) -> str:
    return _dress(context, str(catalogue(_spoken.get()).pgettext(place, source)), source, values)


@pass_eval_context
def _template_npgettext(context: Any, place: str, singular: str, plural: str, num: int, **values: Any) -> str:
    found = catalogue(_spoken.get()).npgettext(place, singular, plural, num)
    values.setdefault("num", num)
    return _dress(context, found, singular if num == 1 else plural, values)


def _dress(context: Any, found: str, source: str, values: dict[str, Any]) -> str:
    """`{% trans %}` doubles every percent sign; markup is kept, values are escaped by Markup's own `%`."""
    text = Markup(found) if context.autoescape else found  # noqa: S704  translations are reviewed like code
    try:
        return text % values
    except (KeyError, ValueError, TypeError):
        log.error("broken translation", locale=current_locale(), source=source)
        return (Markup(source) if context.autoescape else source) % values  # noqa: S704  as above


# The address


def preferred_locale() -> str:
    """The visitor's language by Accept-Language (RFC 9110 §12.5.4), among those we have."""
    return request.accept_languages.best_match(list(LOCALES)) or SOURCE


@dataclass(frozen=True)
class LanguageLink:
    """The present page in another language."""

    locale: str
    name: str
    url: str
    current: bool

    @property
    def address(self) -> str:
        """In full, as search engines want it (Google's rules for hreflang)."""
        return f"{current_app.config['BASE_URL']}{self.url}"


def language_links() -> list[LanguageLink]:
    """The same page in every language; the home pages where the address is unknown."""
    endpoint, arguments, asked = "pages.home", {}, ""
    if request.endpoint and request.method in ("GET", "HEAD") and "locale" in (g.get("address") or {}):
        endpoint, arguments = request.endpoint, g.address
        # Written after it and never through `url_for`, to which _scheme, _external or endpoint would be its own.
        asked = urlencode(list(request.args.items(multi=True)))
    return [
        LanguageLink(
            tag,
            language.name,
            url_for(endpoint, **{**arguments, "locale": tag}) + (f"?{asked}" if asked else ""),
            tag == current_locale(),
        )
        for tag, language in LOCALES.items()
    ]


def canonical_url() -> str:
    """The full address of the present page, without what a visitor added to it (RFC 6596)."""
    return f"{current_app.config['BASE_URL']}{quote(request.path)}"


def init_app(app: Flask) -> None:
    """Give templates their words, and addresses their language."""
    Babel(
        app, locale_selector=lambda: LOCALES[current_locale()].babel, timezone_selector=lambda: "Europe/Kyiv"
    )
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # {% trans %} passes values to the functions
    environment.globals.update(
        {
            "_": _template_gettext,
            "gettext": _template_gettext,
            "ngettext": _template_ngettext,
            "pgettext": _template_pgettext,
            "npgettext": _template_npgettext,
            "current_locale": current_locale,
            "language_links": language_links,
            "languages": LOCALES,
            "canonical_url": canonical_url,
        }
    )

    @app.context_processor
    def language_of_the_page() -> dict[str, Language]:
        return {"page_locale": LOCALES[current_locale()]}

    @app.url_value_preprocessor
    def take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.address = dict(values or {})
        named = values.pop("locale", None) if values else None
        if named is not None and named not in LOCALES:
            _spoken.set(preferred_locale())
            abort(404)
        _spoken.set(named or preferred_locale())

    @app.url_defaults
    def give_locale(endpoint: str, values: dict[str, Any]) -> None:
        known = endpoint in app.view_functions  # an unknown one is for url_for itself to complain of
        if known and "locale" not in values and app.url_map.is_endpoint_expecting(endpoint, "locale"):
            values["locale"] = current_locale()

    @app.before_request
    def speak_even_if_lost() -> None:
        if request.url_rule is None:
            first = request.path.split("/", 2)[1] if "/" in request.path else ""
            _spoken.set(first if first in LOCALES else preferred_locale())
