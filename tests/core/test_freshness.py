from flask import g

from marketplace.core.db import db
from marketplace.core.freshness import public_changed, public_version
from tests.factories.listings import need


def test_the_version_grows_with_each_public_change(app):
    before = public_version()

    public_changed()
    public_changed()

    assert public_version() == before + 2


def test_a_change_that_is_rolled_back_leaves_the_version(app):
    public_changed()
    db.session.commit()
    before = public_version()

    public_changed()
    db.session.rollback()

    assert public_version() == before


def test_the_etag_differs_by_language_address_and_part(visit, olena):
    need(by=olena, status="published")

    etags = {
        visit("search.index").response.headers["ETag"],
        visit("search.index", locale="uk").response.headers["ETag"],
        visit("search.index", kind="need").response.headers["ETag"],
        visit("search.index", part=True).response.headers["ETag"],
    }

    assert len(etags) == 4
    assert all(etag.startswith("W/") for etag in etags)


def test_somebody_signed_in_gets_her_own_page_without_an_etag(visit, olena):
    response = visit("search.index", as_=olena).response

    assert "ETag" not in response.headers
    assert "public" not in response.headers.get("Cache-Control", "")


def test_a_page_that_carries_a_token_is_not_kept_for_everybody(visit, app, monkeypatch):
    def with_a_token():
        g.csrf_token = "made for one visitor"
        return ""

    monkeypatch.setattr("marketplace.pages.routes._contact", with_a_token)

    response = visit("pages.about").response

    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_page_leaves_compressed_where_the_browser_takes_it(visit):
    plain = visit("pages.about").response
    squeezed = visit.client().get("/en/about", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert squeezed.headers["ETag"] == plain.headers["ETag"]
    assert len(squeezed.data) < len(plain.data) / 2
