"""Pages that belong to no one feature: home, the desk, and what the site says about itself."""

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, url_for

from marketplace.accounts.session import ABSOLUTE, IDLE
from marketplace.core.config import Settings
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to, people
from marketplace.core.htmx import render
from marketplace.core.i18n import LOCALES, preferred_locale
from marketplace.listings.cards import cards
from marketplace.listings.models import OPEN_DAYS
from marketplace.matches import bonus
from marketplace.matches import queries as matches
from marketplace.organisations.policy import memberships, writes_for_any
from marketplace.search import queries as search

from . import queries, statement, tiles

bp = Blueprint("pages", __name__)
bp_root = Blueprint("root", __name__)  # the few addresses without a language
STATIC_PAGES = (
    "pages.home",
    "search.index",
    "pages.about",
    "pages.rules",
    "pages.accessibility",
    "pages.privacy",
)


@bp.get("/")
@open_to(everyone)
@same_for_everybody
def home():
    needs, offers = search.needs_by_region(), search.offers_by_country()
    return render(
        "pages/home.html",
        figures=queries.figures(),
        ukraine=tiles.of_ukraine(needs, lambda code: url_for("search.index", kind="need", place=code)),
        europe=tiles.of_europe(offers, lambda code: url_for("search.index", kind="offer", place=code)),
        cards=cards(search.waiting_longest()),
    )


@bp.get("/desk")
@open_to(people)
def desk():
    return render(
        "pages/desk.html",
        desk=queries.desk_of(g.user),
        fitting=matches.on_the_desk(g.user, _settings().match_bonus),
        has_organisation=bool(memberships(g.user)),
        writes=writes_for_any(g.user),
    )


@bp.get("/about")
@open_to(everyone)
@same_for_everybody
def about():
    return render("pages/about.html", contact=_contact())


@bp.get("/rules")
@open_to(everyone)
@same_for_everybody
def rules():
    return render(
        "pages/rules.html",
        contact=_contact(),
        since=statement.RULES_SINCE,
        open_days=OPEN_DAYS,
        bonus=_settings().match_bonus,
        waits_long=bonus.WAITS_LONG,
    )


@bp.get("/accessibility")
@open_to(everyone)
@same_for_everybody
def accessibility():
    return render(
        "pages/accessibility.html",
        contact=_contact(),
        prepared_on=statement.PREPARED_ON,
        reviewed_on=statement.REVIEWED_ON,
    )


@bp.get("/privacy")
@open_to(everyone)
@same_for_everybody
def privacy():
    return render(
        "pages/privacy.html",
        contact=_contact(),
        since=statement.PRIVACY_SINCE,
        idle_days=IDLE.days,
        longest_days=ABSOLUTE.days,
        translates=bool(current_app.config["SETTINGS"].translate_url),
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _contact() -> str:
    return _settings().contact_email


# Without a language in the address


@bp_root.get("/")
@open_to(everyone)
def choose_language():
    response = make_response(redirect(url_for("pages.home", locale=preferred_locale()), 302))
    response.vary.add("Accept-Language")
    return response


@bp_root.get("/robots.txt")
@open_to(everyone)
def robots():
    base = current_app.config["BASE_URL"]
    lines = [
        "User-agent: *",
        "Disallow: /*/desk",
        "Disallow: /*?*page=",
        "",
        f"Sitemap: {base}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), mimetype="text/plain")


@bp_root.get("/sitemap.xml")
@open_to(everyone)
@same_for_everybody
def sitemap():
    pages = [{locale: url_for(name, locale=locale) for locale in LOCALES} for name in STATIC_PAGES]
    shown = {locale: url_for("listings.show", locale=locale, reference="-REFERENCE-") for locale in LOCALES}
    listings = [
        ({locale: url.replace("-REFERENCE-", reference) for locale, url in shown.items()}, changed)
        for reference, changed in queries.listings_to_index()
    ]
    profiles = [
        {locale: url_for("organisations.show", locale=locale, organisation_id=key) for locale in LOCALES}
        for key in queries.profiles_to_index()
    ]
    xml = render_template("pages/sitemap.xml", pages=[*pages, *profiles], listings=listings)
    return Response(xml, mimetype="application/xml")
