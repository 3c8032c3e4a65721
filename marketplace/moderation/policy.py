"""Who may decide, and how long a case may wait: pure questions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from marketplace.accounts.models import User
from marketplace.core.clock import KYIV
from marketplace.core.i18n import gettext as _
from marketplace.listings.lifecycle import MOVES
from marketplace.listings.models import Revision
from marketplace.listings.policy import lives, moderates_it
from marketplace.organisations.policy import belongs_to
from marketplace.questions.models import Question
from marketplace.questions.policy import moderates_question
from marketplace.questions.policy import waits as question_waits

from .models import Lock, Subject, listing_of

TARGET_WORKING_DAYS = 2
SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """How many days from Monday to Friday lie after `since`, up to and with `until`."""
    return sum(1 for _day in _working_days_after(since, until))


def _working_days_after(since: date, until: date) -> Iterator[date]:
    for number in range(1, (until - since).days + 1):
        one = since + timedelta(days=number)
        if one.weekday() < SATURDAY:
            yield one


def late_before(day: date) -> datetime:
    """Whatever was submitted before this moment has, on `day`, waited longer than the target."""
    earliest = day
    while working_days(earliest - timedelta(days=1), day) <= TARGET_WORKING_DAYS:
        earliest -= timedelta(days=1)
    return datetime.combine(earliest, time(), tzinfo=KYIV)


def moderates(user: User | None, subject: Subject) -> bool:
    """A moderator with no part in it: neither of its organisation, nor its author, nor whoever asked or replied."""
    if user is None or not moderates_it(user, listing_of(subject)):
        return False
    if isinstance(subject, Revision):
        return user.id != subject.author_id
    return not isinstance(subject, Question) or moderates_question(user, subject)


def why_a_colleague(user: User, subject: Subject) -> str:
    """Why she does not decide it."""
    if belongs_to(user, listing_of(subject).organisation_id):
        return _("You belong to this organisation, so a colleague decides.")
    return _("You have had a part in this, so a colleague decides.")


def waits(subject: Subject) -> bool:
    """Whether there is something to decide. A change or a question waits no more once its listing has ended."""
    if isinstance(subject, Revision):
        return subject.is_waiting and lives(subject.listing)
    if isinstance(subject, Question):
        return question_waits(subject)
    return subject.status in MOVES["publish"].source


def has_ended(subject: Subject) -> bool:
    """What a change or a question is about is no longer published or paused."""
    return subject is not listing_of(subject) and not lives(listing_of(subject))


def holds(user: User, lock: Lock | None) -> bool:
    """Whether she has taken the case."""
    return lock is not None and lock.moderator_id == user.id


def may_take(user: User, subject: Subject, lock: Lock | None) -> bool:
    """A waiting case that is not her own, and that nobody holds."""
    return waits(subject) and moderates(user, subject) and lock is None
