"""The letters that the invented answers have caused, so that there is something to read from the first minute."""

from datetime import datetime

from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.handoff import emails
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer


def of(answers: list[Answer]) -> None:
    """Write those of the answers that wait and of those that were accepted, dated back like them."""
    for answer in answers:
        author = answer.author
        assert author is not None
        if answer.status == AnswerStatus.SENT:
            emails.received(answer, by=author)
        if answer.status == AnswerStatus.ACCEPTED:
            contact = answer.listing.contact
            assert contact is not None
            emails.introduction(answer, contact, author, answer.organisation)
            emails.introduction(answer, author, contact, answer.listing.organisation)
        _date(answer.decided_at or answer.sent_at)


def _date(moment: datetime) -> None:
    for written in db.session.new:
        if isinstance(written, Letter):
            written.written_at = moment
    db.session.flush()
