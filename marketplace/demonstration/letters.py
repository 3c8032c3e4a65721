"""The letters that the invented answers have caused, so that there is something to read from the first minute."""

from datetime import datetime

from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.handoff import emails
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer


def of(answers: list[Answer]) -> None:
    """Write those that wait for somebody and those that introduce two people, dated back like the answers."""
    for answer in answers:
        author = answer.author
        assert author is not None
        if answer.status == AnswerStatus.SENT:
            emails.received(answer, by=author)
        contact = answer.listing.contact
        assert contact is not None
        if answer.status == AnswerStatus.ASKED_BACK:
            emails.asked_back(answer, answer.messages[0], by=contact)
        if answer.is_introduced:
            emails.introduction(answer, contact, author, answer.organisation)
            emails.introduction(answer, author, contact, answer.listing.organisation)
        date_back(answer.decided_at or answer.sent_at)


def date_back(moment: datetime) -> None:
    """The letters that are being written left then."""
    for written in db.session.new:
        if isinstance(written, Letter):
            written.written_at = moment
    db.session.flush()
