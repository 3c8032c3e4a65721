"""Closing."""

from marketplace.core.forms import Form, radios
from marketplace.core.i18n import lazy_gettext as _l

from ..codes import CLOSE_REASONS


class CloseForm(Form):
    """Why it ends."""

    reason = radios(_l("Why do you close it?"), CLOSE_REASONS)
