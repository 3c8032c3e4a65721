"""What became of a proposal, derived from what the two sides did."""

from collections.abc import Sequence

from marketplace.handoff.codes import AnswerStatus

from . import queries
from .codes import Outcome
from .models import Proposal


def of(proposals: Sequence[Proposal]) -> dict[int, Outcome]:
    """The outcome of each of these, by its id, in two statements."""
    pairs = [(one.need, one.offer) for one in proposals]
    answers, aside = queries.answers_between(pairs), queries.aside_among(pairs)
    return {
        one.id: derived(one, answers[one.need_id, one.offer_id], aside=(one.need_id, one.offer_id) in aside)
        for one in proposals
    }


def derived(proposal: Proposal, answers: Sequence[str], *, aside: bool) -> Outcome:
    """The outcome of one, from the states of the answers between the two sides."""
    if AnswerStatus.ACCEPTED in answers:
        return Outcome.ACCEPTED
    if AnswerStatus.SENT in answers or AnswerStatus.ASKED_BACK in answers:
        return Outcome.ANSWERED
    if aside or AnswerStatus.DECLINED in answers:
        return Outcome.NOT_FOR_US
    if not proposal.is_open:
        return Outcome.ENDED
    return Outcome.SEEN if proposal.need_seen_at or proposal.offer_seen_at else Outcome.WAITING
