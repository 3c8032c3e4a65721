"""Closing, on its page or by a link of a letter."""

from marketplace.core.forms import Form, radios
from marketplace.core.i18n import lazy_gettext as _l

from ..codes import CLOSE_REASONS, CloseReason

MET = (CloseReason.MET_HERE, CloseReason.MET_ELSEWHERE)


class CloseForm(Form):
    """Why it ends."""

    reason = radios(_l("Why do you close it?"), CLOSE_REASONS)


class FollowForm(Form):
    """One button: it is to be done."""


class MetForm(FollowForm):
    """How it was met."""

    reason = radios(_l("How was it met?"), {code: CLOSE_REASONS[code] for code in MET})
