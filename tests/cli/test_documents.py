"""`flask documents rewrite`: once, and again without harm."""

from marketplace.core import storage
from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.models import Attachment
from tests.factories.files import SECRET, pdf, telling_pdf
from tests.factories.listings import need


def stored(cast, content):
    """A document as a version before this one kept it."""
    row = actions.attach(need(by=cast.olena), pdf(), "Кошторис", cast.olena, kind="document", locale="uk")
    storage.write(row.stored_as, content)
    row.rewritten_at = None
    db.session.commit()
    return row


def test_what_was_stored_before_is_written_anew_once(run, cast):
    number = stored(cast, telling_pdf()).id
    db.session.remove()

    first, second = run("documents", "rewrite"), run("documents", "rewrite")

    row = db.session.get_one(Attachment, number)
    assert "1 rewritten, 0 left" in first.output
    assert "0 rewritten, 0 left" in second.output
    assert SECRET.encode() not in storage.read(row.stored_as)


def test_what_cannot_be_written_anew_is_named_and_stays(run, cast):
    row = stored(cast, pdf(encrypted=True))
    reference, name = row.listing.reference, row.stored_as
    db.session.remove()

    told = run("documents", "rewrite")

    assert told.exit_code == 1
    assert f"{reference}, document" in told.output and "password" in told.output
    assert storage.read(name)
