"""Setting up the second factor, its recovery codes, and taking it off."""

from flask import Response, current_app, flash, g, request, session, url_for

from marketplace.core import qr
from marketplace.core.db import db
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import forgive, throttle

from .. import limits, queries
from ..actions import second_factor as actions
from ..forms import PasswordForm, TwoFactorForm
from ..second_factor import new_secret, uri
from .door import bp, password_is_right

GROUP = 4


@bp.route("/account/second-factor", methods=["GET", "POST"])
@open_to(people)
def two_factor():
    if g.user.has_second_factor:
        left = len(db.session.scalars(queries.unused_recovery_codes(g.user)).all())
        return render("accounts/two_factor_on.html", form=PasswordForm(formdata=None), left=left)
    form = TwoFactorForm()
    secret = session.setdefault(
        "new_secret", new_secret()
    )  # hers alone: nothing is stored before a first code
    if request.method != "POST":
        return _set_up_page(form, secret)
    if not form.validate() or not password_is_right(form):
        return _set_up_page(form, secret, status=422)
    throttle(limits.CODE, "code", str(g.user.id))
    codes = actions.set_up(g.user, secret, form.code.data, session=g.session_row)
    if codes is None:
        form.code.errors = [
            _("This is not the code of now. Look whether the clock of your telephone is right.")
        ]
        return _set_up_page(form, secret, status=422)
    forgive(limits.CODE, "code", str(g.user.id))
    session.pop("new_secret")
    return render("accounts/recovery_codes.html", codes=codes, just_on=True)


@bp.post("/account/second-factor/codes")
@open_to(people)
def recovery_codes():
    form = PasswordForm()
    if not g.user.has_second_factor:
        return see_other(url_for("accounts.two_factor"))
    if not form.validate() or not password_is_right(form):
        return _on_page(form)
    return render("accounts/recovery_codes.html", codes=actions.renew_recovery_codes(g.user), just_on=False)


@bp.post("/account/second-factor/remove")
@open_to(people)
def remove_two_factor():
    form = PasswordForm()
    if not g.user.has_second_factor:
        return see_other(url_for("accounts.two_factor"))
    if not form.validate() or not password_is_right(form):
        return _on_page(form)
    actions.take_off(g.user)
    flash(_("The second factor is off."), "success")
    return see_other(url_for("accounts.settings"))


def _on_page(form: PasswordForm) -> Response:
    left = len(db.session.scalars(queries.unused_recovery_codes(g.user)).all())
    return render("accounts/two_factor_on.html", status=422, form=form, left=left)


def _set_up_page(form: TwoFactorForm, secret: str, status: int = 200) -> Response:
    address = uri(secret, g.user.email, current_app.config["SETTINGS"].site_name)
    return render(
        "accounts/two_factor.html",
        status=status,
        form=form,
        picture=qr.drawn(address),
        secret=" ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
    )
