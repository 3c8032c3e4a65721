"""The blueprint, and the words of listings that every template may ask for."""

from types import SimpleNamespace

from flask import Blueprint, g

from marketplace.core.db import db
from marketplace.core.lifecycle import open_moves
from marketplace.organisations.codes import HROMADA_KINDS, OBLASTS
from marketplace.organisations.models import Organisation

from .. import behalf, cards, codes, pieces, policy, texts
from ..lifecycle import MOVES, PART_MOVES
from ..models import Listing, Part
from ..states import MOVE_LABELS, REVISION_TONES, state_of

bp = Blueprint("listings", __name__)


def moves_of(listing: Listing) -> list[str]:
    """The moves that the present visitor may make with it."""
    return open_moves(listing, g.user, MOVES)


def part_moves_of(part: object) -> list[str]:
    """The moves that the present visitor may make with this part of a need."""
    # A part as a change would have it is not there yet: nothing can be done with it.
    return open_moves(part, g.user, PART_MOVES) if isinstance(part, Part) else []


def taker_of(part: object) -> Organisation | None:
    """Who has promised or covered it, if the present visitor may know."""
    return part.taken_by if isinstance(part, Part) and policy.sees_who_took(g.user, part) else None


# Cards and facts are included by the pages of other rooms too.
listing_words = SimpleNamespace(
    sectors=codes.SECTORS,
    sector_icons=codes.SECTOR_ICONS,
    helps=codes.HELPS,
    formats=codes.FORMATS,
    urgencies=codes.URGENCIES,
    stages=codes.STAGES,
    principles=codes.PRINCIPLES,
    close_reasons=codes.CLOSE_REASONS,
    decision_reasons=codes.DECISION_REASONS,
    part_statuses=codes.PART_STATUSES,
    part_tones={"open": "plain", "promised": "wait", "covered": "good"},
    hromada_kinds=HROMADA_KINDS,
    oblasts=OBLASTS,
    moves=MOVE_LABELS,
    state_of=state_of,
    place_of=cards.place_of,
    original=texts.Shown,
    texts_of=lambda listing: db.session.scalars(texts.texts_of(listing)).all(),
    pieces_of=pieces.pieces_of,
    texts_waiting=texts.count_waiting,
    byline=texts.byline,
    posted_by=behalf.posted_by,
)
revision_words = SimpleNamespace(statuses=codes.REVISION_STATUSES, tones=REVISION_TONES)
bp.add_app_template_global(revision_words, "revision_words")  # type: ignore[arg-type]  # as below
bp.add_app_template_global(listing_words, "listing_words")  # type: ignore[arg-type]  # an object does as well
bp.add_app_template_global(moves_of, "moves_of")
bp.add_app_template_global(part_moves_of, "part_moves_of")
bp.add_app_template_global(taker_of, "taker_of")
