"""A machine's texts: asked for by the worker alone, marked as such, never in the place of a person's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.cli.doctor import findings
from marketplace.cli.worker import Worker
from marketplace.core.clock import now
from marketplace.core.config import Settings
from marketplace.core.db import db
from marketplace.core.translate import NotNow, Refused
from marketplace.listings import actions
from marketplace.listings.machine import TextJob
from marketplace.listings.models import Listing
from marketplace.listings.texts import ListingText
from tests.factories.listings import expired, need
from tests.factories.texts import text_of
from tests.translator import translator


class Stand:
    """A service that puts the language before each text, or raises what it is told to."""

    name = "LibreTranslate"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.trouble: Exception | None = None

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        self.asked.append((texts[0], target))
        if self.trouble:
            raise self.trouble
        return [f"[{target}] {text}" for text in texts]


@pytest.fixture
def service() -> Stand:
    return Stand()


def work(service: Stand) -> None:
    db.session.commit()
    actions.ask_for_texts()
    while actions.translate_next(service):
        pass
    db.session.expire_all()


def texts() -> dict[str, ListingText]:
    return {text.locale: text for text in db.session.scalars(select(ListingText))}


def jobs() -> list[TextJob]:
    return list(db.session.scalars(select(TextJob).order_by(TextJob.id)))


def test_each_language_of_the_site_gets_its_text_once(app, published, service):
    work(service)
    work(service)

    assert service.asked == [(published.title, "en"), (published.title, "lt")]
    assert texts()["en"].title == f"[en] {published.title}"
    assert {text.source for text in texts().values()} == {"machine"}
    assert jobs() == []


def test_a_reader_is_told_that_a_machine_made_it(visit, published, service):
    work(service)

    page = visit("listings.show", reference=published.reference)

    assert page.h1 == f"[en] {published.title}"
    assert "Machine translation by LibreTranslate on 23 November 2026" in page.text


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "hidden", "closed"])
def test_what_no_moderator_has_passed_or_is_over_leaves_the_site_never(app, olena, service, status):
    need(by=olena, status=status)
    expired(by=olena)

    work(service)

    assert service.asked == []


def test_it_is_made_anew_when_the_original_changes(app, published, service, clock):
    work(service)
    clock.shift(timedelta(hours=1))
    published.problem = "Тепер інакше."
    work(service)

    assert len(service.asked) == 4
    assert texts()["lt"].problem == "[lt] Тепер інакше."
    assert texts()["lt"].made_at == now()


def test_what_changes_besides_the_words_asks_nobody(app, published, service, clock):
    work(service)
    clock.shift(timedelta(hours=1))
    published.urgency = "now"
    work(service)
    work(service)

    assert len(service.asked) == 2
    assert jobs() == []


def test_a_persons_text_is_never_written_over(app, published, service):
    text_of(published, "en", title="By hand")
    text_of(published, "lt", public=False, title="Ranka")

    work(service)

    assert service.asked == []
    assert (texts()["en"].title, texts()["lt"].title) == ("By hand", "Ranka")


def test_a_person_who_is_faster_than_the_machine_wins(app, published, service, monkeypatch):
    answer = service.translate

    def slowly(words: list[str], source: str, target: str) -> list[str]:
        if target == "en":
            text_of(published, "en", title="By hand")
        return answer(words, source, target)

    monkeypatch.setattr(service, "translate", slowly)
    work(service)

    assert texts()["en"].title == "By hand"


def test_an_original_that_changes_meanwhile_is_asked_for_again(app, published, service, monkeypatch, clock):
    answer = service.translate

    def slowly(words: list[str], source: str, target: str) -> list[str]:
        if not service.asked:
            clock.shift(timedelta(seconds=1))
            db.session.execute(update(Listing).values(problem="Тепер інакше."))
            db.session.commit()
        return answer(words, source, target)

    monkeypatch.setattr(service, "translate", slowly)
    work(service)
    work(service)

    assert texts()["en"].problem == "[en] Тепер інакше."


def test_a_person_takes_the_machines_place(visit, olena, marta, published, service):
    work(service)
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    form = visit("listings.text", **where).form("/texts/en")
    assert form["title"] == f"[en] {published.title}"

    visit.post("listings.text", {**form, "title": "By hand", "then": "hand_in"}, **where)
    waiting = db.session.scalars(select(ListingText).where(ListingText.waits_since.is_not(None))).one()
    visit.post("listings.pass_text", as_=marta, text_id=waiting.id)
    work(service)

    page = visit("listings.show", reference=published.reference)
    assert page.h1 == "By hand"
    assert "Translated by the author" in page.text


def test_trouble_is_tried_again_with_growing_pauses_and_then_given_up(app, published, service, clock):
    service.trouble = NotNow("it answered 503")
    waits = []
    for _ in range(8):
        work(service)
        job = jobs()[0]
        if job.given_up_at:
            break
        pause = job.due_at - now()
        waits.append(pause)
        clock.shift(pause)

    assert waits == sorted(waits) and len(waits) == 5
    assert jobs()[0].last_error == "it answered 503"


def test_a_refusal_is_final_until_the_listing_changes(app, published, service, clock):
    service.trouble = Refused("it answered 400")
    work(service)
    clock.shift(timedelta(hours=1))
    work(service)
    assert len(service.asked) == 2

    service.trouble = None
    published.problem = "Тепер інакше."
    work(service)

    assert set(texts()) == {"en", "lt"}
    assert jobs() == []


def test_a_long_title_is_cut_at_a_word(app, published, service, monkeypatch):
    monkeypatch.setattr(service, "translate", lambda words, source, target: ["word " * 60, *words[1:]])

    work(service)

    assert len(texts()["en"].title) <= 120 and texts()["en"].title.endswith("word…")


def test_an_empty_answer_is_no_text(app, published, service, monkeypatch):
    monkeypatch.setattr(service, "translate", lambda words, source, target: ["" for _ in words])

    work(service)

    assert texts() == {}


@pytest.mark.real_time
def test_the_worker_asks_a_real_service(app, settings, tmp_path, published):
    db.session.commit()
    with translator() as running:
        worker = Worker(replace(settings, instance=tmp_path, translate_url=running.url, translate_key="k"))
        while worker.step():
            pass

        assert [asked["target"] for asked in running.asked] == ["en", "lt"]
    assert set(texts()) == {"en", "lt"}


def test_without_a_service_the_worker_asks_nobody(app, settings, tmp_path, published):
    db.session.commit()
    worker = Worker(replace(settings, instance=tmp_path))

    while worker.step():
        pass

    assert jobs() == []


def told(settings: Settings) -> dict[str, bool]:
    return {sentence: holds for holds, sentence in findings(settings)}


@pytest.mark.real_time
def test_the_doctor_asks_the_service(app, settings):
    with translator() as running:
        good = told(replace(settings, translate_url=running.url))
        running.status = 500
        bad = told(replace(settings, translate_url=running.url))

    assert good[f"LibreTranslate at {running.url} answers"]
    assert not bad["translations: NotNow: it answered 500"]


def test_the_privacy_page_says_so_only_where_it_is_so(visit, other_app):
    words = "is sent to a translation service"
    assert words not in visit("pages.privacy").text

    client = other_app(translate_url="http://127.0.0.1:5000").test_client()

    assert words in client.get("/en/privacy").text
