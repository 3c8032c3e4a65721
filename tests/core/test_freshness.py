from flask import g

from marketplace.core import freshness
from marketplace.core.db import db
from marketplace.core.freshness import changed_between, public_changed, public_version
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


def test_which_listings_changed_is_remembered_as_long_as_it_may_be_asked(app, monkeypatch):
    monkeypatch.setattr(freshness, "MOST_REMEMBERED", 3)
    begun = public_version()
    public_changed(of=[7, 5, 7])
    public_changed(of=())
    now = public_version()

    assert changed_between(begun, now) == {5, 7}
    assert changed_between(now, now) == set()
    public_changed()
    assert changed_between(begun, now) is None  # any may be
    for _ in range(3):
        public_changed(of=[9])
    assert changed_between(public_version() - 2, public_version()) == {9}
    assert changed_between(begun, public_version()) is None  # so far back nothing is remembered
    assert db.session.query(freshness.PublicChange).count() == 3


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


def test_a_page_that_is_not_there_is_never_unchanged(visit, olena):
    hidden = need(by=olena, status="hidden").reference

    visit("listings.show", reference=hidden, headers={"If-None-Match": "*"}, expect=410)
    visit("listings.show", reference="N-2026-9999", headers={"If-None-Match": "*"}, expect=404)


def test_what_was_hidden_is_gone_for_who_has_seen_it(visit, olena, marta):
    listing = need(by=olena, status="published", title="Насоси")
    seen = {
        address: visit(address).response.headers["ETag"]
        for address in (
            f"/en/listings/{listing.reference}",
            f"/en/organisations/{listing.organisation_id}",
            "/en/listings",
            "/en/listings?q=насоси",
            "/en/",
            "/sitemap.xml",
        )
    }

    form = {"reason": "outside_scope", "note": "Не сюди.", "version": str(listing.version)}
    visit.post("moderation.hide", form, as_=marta, reference=listing.reference)

    for address, etag in seen.items():
        answer = visit.client().get(address, headers={"If-None-Match": etag})
        assert answer.status_code == (410 if address.endswith(listing.reference) else 200)
        assert "Насоси" not in answer.text
        assert listing.reference not in answer.text or answer.status_code == 410
