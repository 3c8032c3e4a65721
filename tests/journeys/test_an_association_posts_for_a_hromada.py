"""An association posts for a hromada, which makes it its own, says it in English too, and finds a partner."""

import io

from sqlalchemy import select

from marketplace.cli.worker import Worker
from marketplace.core.db import db
from marketplace.imports.models import Import
from marketplace.listings.models import Listing
from marketplace.listings.texts import ListingText
from tests.factories.imports import as_csv, row

ENGLISH = {
    "title": "Pumps for four villages",
    "summary": "The pumps of 1978 stop every week.",
    "problem": "Four villages are without water for a day each week.",
    "beneficiaries": "The people of four villages",
    "result": "Water round the clock.",
}


def test_from_a_row_of_a_file_to_an_introduction(visit, cast, settings, letters):
    petra, marta, olena, jan = cast.petra, cast.marta, cast.olena, cast.jan
    worker = Worker(settings)

    def wait() -> None:
        db.session.commit()
        while worker.step():
            pass
        db.session.expire_all()

    file = (io.BytesIO(as_csv([row(cast.hromada)])), "members.csv")
    visit.post("imports.upload", files={"association": str(cast.association.id), "file": file}, as_=petra)
    wait()
    one = db.session.scalars(select(Import)).one()
    visit.post("imports.run", as_=petra, import_id=one.id)
    wait()
    reference = db.session.scalars(select(Listing.reference)).one()
    assert reference in letters(to=olena.email)[0].text

    visit.post("moderation.take", as_=marta, reference=reference)
    visit.post("moderation.publish", as_=marta, reference=reference)
    where = {"as_": olena, "reference": reference, "language": "en"}
    visit.post("listings.text", {**ENGLISH, "then": "hand_in"}, **where)
    visit.post("listings.pass_text", as_=marta, text_id=db.session.scalars(select(ListingText.id)).one())

    found = visit("search.index", as_=jan, q="pumps villages")
    assert found.words(".card-title") == [ENGLISH["title"]]
    page = visit("listings.show", as_=jan, reference=reference)
    assert "Posted by Association of Twin Towns on behalf of" in page.text
    visit.post(
        "handoff.new",
        {
            **visit("handoff.new", as_=jan, reference=reference).form("/answer"),
            "proposal": "Two pumps.",
            "about": "A city.",
        },
        as_=jan,
        reference=reference,
    )
    inbox = visit("handoff.inbox", as_=olena)
    answer = visit(inbox.css("main .inbox a")[0]["href"], as_=olena)

    assert "Two pumps." in answer.text
    visit(inbox.css("main .inbox a")[0]["href"], as_=petra, expect=404)
