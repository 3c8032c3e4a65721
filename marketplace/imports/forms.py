"""What a browser may send."""

from typing import Any

from flask_wtf.file import FileField

from marketplace.core.forms import Form, Required, select
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.organisations.models import Organisation


class UploadForm(Form):
    """One file, for one association. What is in it is judged by `imports.sheet`."""

    association = select(_l("Association"), {})
    file: Any = FileField(_l("File (CSV or JSON Lines)"), [Required(_l("Choose a file first."))])


def upload_form(associations: list[Organisation]) -> UploadForm:
    """The form, with the associations that she may post for."""
    form = UploadForm(association=str(associations[0].id) if len(associations) == 1 else None)
    form.association.choices = [(str(body.id), body.shown_name) for body in associations]
    return form
