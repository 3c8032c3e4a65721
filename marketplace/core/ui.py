"""What every template can ask: `ui.<file>.<macro>`, and the few filters that speak the reader's language."""

import re
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any

import flask_babel
from babel import Locale
from flask import Flask, g
from jinja2 import Environment
from lucide.jinja import lucide
from markupsafe import Markup, escape

from .clock import now
from .i18n import LOCALES, current_locale, gettext, ngettext

ABBREVIATED = re.compile(r" (?=\w\.)")


class Components:
    """`ui.table.row` in a template is the macro `row` of templates/components/table.html."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> ModuleType:
        return self._environment.get_template(f"components/{name}.html").module  # type: ignore[return-value]


def day(value: date | None) -> str:
    """A date in words: 23 November 2026."""
    # "2026 m. lapkričio 24 d.": a line does not break before the letter.
    return (
        "" if value is None else ABBREVIATED.sub("\N{NO-BREAK SPACE}", flask_babel.format_date(value, "long"))
    )


def moment(value: datetime | None) -> str:
    """A date and a time, in Kyiv's zone."""
    if value is None:
        return ""
    # Asked separately: the one format that has both says seconds too.
    return f"{flask_babel.format_date(flask_babel.to_user_timezone(value), 'medium')}, {flask_babel.format_time(value, 'short')}"


def ago(value: datetime | None) -> str:
    """How long since, in whole days: today, yesterday, 12 days ago."""
    if value is None:
        return ""
    days = max(0, (now() - value).days)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(num)s day ago", "%(num)s days ago", days)


def number(value: int | float | Decimal | None) -> str:
    """A number as the reader writes it."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)  # the same in all our languages, and a page has a hundred of them
    return "" if value is None else flask_babel.format_decimal(value)


def money(value: int | None) -> str:
    """Whole euros, with the sign where the reader's language puts it."""
    if value is None:
        return ""
    locale = Locale.parse(LOCALES[current_locale()].babel)
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (0, 0)
    said = pattern.apply(value, locale, currency="EUR", currency_digits=False)
    return str(said).replace("EUR", "€")  # the sign is known everywhere; CLDR spells it out in Ukrainian


def country(code: str) -> str:
    """The country of an ISO 3166-1 code, in the reader's language; the code itself if it is unknown."""
    return str(Locale.parse(current_locale()).territories.get(code, code))


def language(code: str) -> str:
    """The language of a BCP 47 tag, in the reader's language, as it stands in a sentence or a list."""
    return str(Locale.parse(current_locale()).languages.get(code, code))


def paragraphs(text: str | None) -> Markup:
    """Plain text as paragraphs: blank lines part them, single breaks stay breaks. Everything is escaped."""
    blocks = [block.strip() for block in (text or "").replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
        if block
    )


def init_app(app: Flask) -> None:
    """Give templates the pieces and the filters."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        day=day,
        moment=moment,
        ago=ago,
        number=number,
        money=money,
        country=country,
        language=language,
        paragraphs=paragraphs,
    )
    environment.globals.update(ui=Components(environment), lucide=cache(lucide))

    @app.context_processor
    def who_reads() -> dict[str, Any]:
        return {"user": g.get("user")}
