"""What happens to listings once they are public: changes that wait, questions, and who wishes to hear more."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.changes import differing
from marketplace.listings.models import Listing, Revision
from marketplace.notifications import actions as notifications
from marketplace.notifications.models import FollowedListing
from marketplace.questions.codes import QuestionStatus
from marketplace.questions.models import Question, QuestionFollower
from marketplace.search.filters import Filters

from . import content


def changes(listings: list[Listing]) -> None:
    """Those of content/revisions.jsonl, each by the listing's author."""
    for record in content.read("revisions"):
        listing = listings[record["listing"]]
        at = now() - timedelta(days=record["age_days"], hours=2)
        db.session.add(
            Revision(
                listing=listing,
                author_id=listing.author_id,
                status=record["state"],
                status_since=at,
                begun_at=at,
                waiting_since=at,
                changes=differing(listing, record["changes"]),
            )
        )


def questions(listings: list[Listing], people: dict[str, list[User]]) -> None:
    """Those of content/questions.jsonl; whoever asks follows."""
    for record in content.read("questions"):
        listing, asker = listings[record["listing"]], people[record["organisation"]][0]
        asked = now() - timedelta(days=record["age_days"], hours=5)
        question = Question(
            listing=listing,
            author_id=asker.id,
            status=record["state"],
            status_since=asked if record["state"] == QuestionStatus.ASKED else asked + timedelta(hours=20),
            locale=record["locale"],
            body=record["body"],
            asked_at=asked,
        )
        if record.get("reply"):
            question.reply, question.reply_locale = record["reply"], record["reply_locale"]
            question.replied_by_id, question.replied_at = listing.author_id, asked + timedelta(hours=20)
        db.session.add(question)
        db.session.flush()
        db.session.add(QuestionFollower(question_id=question.id, user_id=asker.id))


def searches(listings: list[Listing]) -> None:
    """Those of content/searches.jsonl: what somebody keeps, and which listings she follows."""
    people = {user.email: user for user in db.session.scalars(select(User))}
    for record in content.read("searches"):
        person, since = people[record["person"]], now() - timedelta(days=record["age_days"])
        if "follows" in record:
            listing = listings[record["follows"]]
            row = FollowedListing(user=person, listing=listing, status=listing.status, followed_at=since)
            db.session.add(row)
            continue
        kept = {key: record[key] for key in ("name", "frequency", "locale")}
        notifications.save(Filters.read(record["address"]), by=person, **kept).saved_at = since
