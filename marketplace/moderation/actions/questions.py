"""A question, and the answer to it: passed, refused, sent back."""

from marketplace.accounts.models import User
from marketplace.questions import actions as questions
from marketplace.questions.lifecycle import MOVES
from marketplace.questions.models import Question

from .holding import decided, may_decide


def pass_(question: Question, *, by: User, version: int | None = None) -> None:
    """Let the question be seen. Raises as `may_decide` does."""
    if may_decide(question, "pass", MOVES, by, version, publishes=True):
        questions.pass_(question, by)
        decided(question, "pass", by)


def refuse(question: Question, reason: str, note: str = "", *, by: User, version: int | None = None) -> None:
    """Do not publish the question, or take it down."""
    if may_decide(question, "refuse", MOVES, by, version):
        questions.refuse(question, by, reason, note)
        decided(question, "refuse", by, reason=reason, note=note)


def pass_reply(question: Question, *, by: User, version: int | None = None) -> None:
    """Let the answer be seen."""
    if may_decide(question, "pass_reply", MOVES, by, version, publishes=True):
        questions.pass_reply(question, by)
        decided(question, "pass_reply", by)


def return_reply(question: Question, reason: str, note: str, *, by: User, version: int | None = None) -> None:
    """Send the answer back to be changed."""
    if may_decide(question, "return", MOVES, by, version):
        questions.return_reply(question, by, reason, note)
        decided(question, "return", by, reason=reason, note=note)
