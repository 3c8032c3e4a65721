"""What fits a listing, what is set aside, and the proposals of brokers."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace

from flask import Blueprint, Response, abort, current_app, flash, g, request, url_for

from marketplace.accounts.models import User
from marketplace.core.db import find
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import page_of
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.organisations.policy import belongs_to, may_write_for, writers
from marketplace.search import pairing

from . import actions, outcomes, policy, queries, reasons
from .codes import OUTCOMES, TONES
from .forms import ProposalForm
from .models import Proposal
from .policy import brokers

bp = Blueprint("matches", __name__)
SHOWN = 6  # on a listing's own page; the rest behind a link


@dataclass(frozen=True)
class Seen:
    """A proposal as one of its sides sees it."""

    proposal: Proposal
    own: Listing
    other: Listing
    writes: bool


def sides(proposals: Iterable[Proposal], user: User) -> list[Seen]:
    """Each proposal from this person's side."""
    made = []
    for one in proposals:
        own, other = (one.need, one.offer)
        if not belongs_to(user, own.organisation_id):
            own, other = other, own
        made.append(Seen(one, own, other, may_write_for(user, own.organisation_id)))
    return made


# Cards of matches are included by the pages of other rooms too.
match_words = SimpleNamespace(
    reasons=reasons.told,
    sides=sides,
    shown=SHOWN,
    may_broker=policy.may_broker,
)
bp.add_app_template_global(match_words, "match_words")  # type: ignore[arg-type]  # an object does as well


@bp.get("/listings/<reference>/matches")
@open_to(everyone)
@same_for_everybody
def index(reference: str):
    listing = find(listings.visible_to(g.user), reference=reference)
    return render(
        "matches/index.html",
        listing=listing,
        matches=queries.beside(listing, g.user, current_app.config["SETTINGS"].match_bonus),
        aside=queries.set_aside(listing, g.user),
    )


def _pair(reference: str, other: str) -> tuple[Listing, Listing]:
    """The need and the offer of these references, of which one is her organisation's; 404 otherwise."""
    both = [find(listings.visible_to(g.user), reference=one) for one in (reference, other)]
    need, offer = sorted(both, key=lambda one: one.kind)
    if (need.is_need, offer.is_need) != (True, False) or not policy.writes_for_one_of(
        g.user, need.organisation_id, offer.organisation_id
    ):
        abort(404)
    return need, offer


def _back(reference: str) -> Response:
    if request.form.get("back") == "desk":
        return see_other(url_for("pages.desk"))
    return see_other(url_for("matches.index", reference=reference))


@bp.post("/listings/<reference>/matches/<other>/dismiss")
@open_to(writers)
def dismiss(reference: str, other: str):
    need, offer = _pair(reference, other)
    actions.dismiss(need, offer, by=g.user)
    flash(
        _("Set aside. It stands at the foot of the list of matches, where you can take it back."), "success"
    )
    return _back(reference)


@bp.post("/listings/<reference>/matches/<other>/take-back")
@open_to(writers)
def take_back(reference: str, other: str):
    need, offer = _pair(reference, other)
    actions.take_back(need, offer, by=g.user)
    flash(_("It is among the matches again, if it still fits."), "success")
    return _back(reference)


# Proposals


@bp.route("/proposals/new", methods=["GET", "POST"])
@open_to(brokers)
def propose():
    if request.method != "POST":
        return _propose(ProposalForm(data={name: request.args.get(name, "") for name in ("need", "offer")}))
    form = ProposalForm()
    if not form.validate():
        return _propose(form, status=422)
    there = form.found()
    try:
        actions.propose(
            there["need"], there["offer"], by=g.user, note=form.note.data or "", locale=form.locale.data
        )
    except actions.CannotBeProposed as refusal:
        return _propose(form, status=409, refusal=refusal.sentence)
    flash(_("Proposed. Both sides have a letter, and find it in their inbox."), "success")
    return see_other(url_for("matches.proposals"))


def _propose(form: ProposalForm, *, status: int = 200, refusal: str = "") -> Response:
    there = form.found()
    pair = (there["need"], there["offer"]) if len(there) == 2 else None
    return render(
        "matches/propose.html",
        status=status,
        form=form,
        refusal=refusal,
        pair=pair,
        why=pairing.why(*pair) if pair else [],
    )


@bp.get("/proposals")
@open_to(brokers)
def proposals():
    order = queries.NEWEST_FIRST
    rows = queries.made_by(g.user).add_columns(*order.columns)
    page = page_of(rows, order, cursor=request.args.get("page", ""))
    made = [row[0] for row in page.rows]
    return render(
        "matches/proposals.html",
        page=page,
        proposals=made,
        outcomes=outcomes.of(made),
        words=OUTCOMES,
        tones=TONES,
    )


@bp.post("/proposals/<int:proposal_id>/answer")
@open_to(writers)
def answer(proposal_id: int):
    proposal = find(queries.proposed_to_writers(g.user), id=proposal_id)
    listing = actions.open_to_answer(proposal, by=g.user)
    return see_other(url_for("handoff.new", reference=listing.reference))


@bp.post("/proposals/<int:proposal_id>/not-for-us")
@open_to(writers)
def not_for_us(proposal_id: int):
    proposal = find(queries.proposed_to_writers(g.user), id=proposal_id)
    actions.dismiss(proposal.need, proposal.offer, by=g.user)
    flash(
        _("Set aside. It stands at the foot of the list of matches, where you can take it back."), "success"
    )
    return see_other(url_for("handoff.inbox"))
