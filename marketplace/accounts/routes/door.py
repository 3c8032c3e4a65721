"""The blueprint, and what several doors ask: who knocks, and whether the password is right."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from marketplace.core.htmx import render
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import forgive, neighbourhood, throttle
from marketplace.organisations.policy import memberships

from .. import limits
from ..actions import password as passwords
from ..models import User

bp = Blueprint("accounts", __name__)


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """These pages carry tokens, codes and addresses: no cache keeps them."""
    response.headers["Cache-Control"] = "no-store"
    return response


def visitor() -> str:
    """The part of the network the request comes from."""
    return neighbourhood(request.remote_addr)


def password_is_right(form: Any) -> bool:
    """The password asked again; a wrong one is a sentence at its field."""
    throttle(limits.AGAIN, "password", str(g.user.id))
    if passwords.is_right(g.user, form.password.data):
        forgive(limits.AGAIN, "password", str(g.user.id))
        return True
    form.password.errors = [*form.password.errors, _("This is not your password.")]
    return False


def dead_link(endpoint: str, label: str) -> Response:
    """A mailed link that is used, too old or unknown; what to do instead."""
    return render("accounts/dead_link.html", status=410, action_url=url_for(endpoint), action_label=label)


def first_page(user: User) -> str:
    """Where she goes after signing in: her desk, or choosing her organisation; in her own language."""
    endpoint = "pages.desk" if memberships(user) or user.is_moderator else "organisations.start"
    return url_for(endpoint, locale=user.locale)
