"""What a state machine does, told with a listing."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.core.lifecycle import NotAllowed, advance, open_moves
from marketplace.listings.codes import ListingStatus
from marketplace.listings.lifecycle import MOVES
from tests.factories.listings import need


def test_a_move_changes_the_status_and_writes_history(cast):
    listing = need(by=cast.olena)

    advance(listing, "submit", cast.olena, MOVES, note="first")
    listing.submitted_at = listing.created_at
    db.session.commit()

    row = db.session.scalars(history.of(listing)).one()
    assert listing.status == ListingStatus.SUBMITTED
    assert (row.event, row.actor_id, row.details["note"]) == ("submit", cast.olena.id, "first")


def test_a_move_that_is_not_in_the_table_is_refused(cast):
    listing = need(by=cast.olena)

    with pytest.raises(NotAllowed):
        advance(listing, "pause", cast.olena, MOVES)

    assert listing.status == ListingStatus.DRAFT


def test_nobody_is_offered_a_move(cast):
    listing = need(by=cast.olena, status=ListingStatus.PUBLISHED)

    assert open_moves(listing, None, MOVES) == []
