"""Posting for members: the file, its check, the errors, and "import all"."""

import csv
import io

from flask import Blueprint, Response, flash, g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import SOURCE, current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import page_of
from marketplace.core.throttle import throttle

from . import actions, queries
from .columns import COLUMNS, template
from .forms import UploadForm, upload_form
from .models import Import
from .policy import importers, imports_for_any
from .sheet import FORMULAS, MOST_BYTES, MOST_ROWS, BadSheet

bp = Blueprint("imports", __name__)
MOST_LISTED = 50
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


@bp.app_template_global()
def may_import() -> bool:
    """Whether the present visitor may post for others."""
    return imports_for_any(g.user)


@bp.get("/imports")
@open_to(importers)
def index():
    return _index(_form())


@bp.post("/imports")
@open_to(importers)
def upload():
    form = _form()
    if form.validate():
        throttle("20 per day", "import", str(g.user.id))
        association = find(queries.associations_of(g.user), id=int(form.association.data))
        try:
            content = form.file.data.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise BadSheet(_("This file is larger than 10 MB. Send it in parts."))
            one = actions.upload(association, form.file.data.filename or "", content, by=g.user)
        except BadSheet as refusal:
            form.file.errors = [str(refusal)]
        else:
            return see_other(url_for("imports.show", import_id=one.id))
    return _index(form, status=422)


@bp.get("/imports/template.<any(csv, jsonl):form>")
@open_to(importers)
def template_file(form: str):
    return _sent(template(form), form, f"mistok.{form}")


@bp.get("/imports/<int:import_id>")
@open_to(importers)
def show(import_id: int):
    one = find(queries.visible_to(g.user), id=import_id)
    page = page_of(queries.faults_of(one), queries.IN_ORDER, cursor=request.args.get("page", ""))
    return render(
        "imports/show.html",
        fragment="progress",
        one=one,
        page=page,
        faults=[row[0] for row in page.rows],
        sentence=lambda fault: fault.sentences.get(current_locale()) or fault.sentences.get(SOURCE, ""),
        most_kept=actions.MOST_KEPT,
        twins=db.session.scalars(queries.same_file(one)).all(),
    )


@bp.get("/imports/<int:import_id>/errors.csv")
@open_to(importers)
def errors(import_id: int):
    one = find(queries.visible_to(g.user), id=import_id)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Row"), _("Column"), _("What is wrong"), _("What stands there")])
    for row in db.session.execute(queries.faults_of(one).order_by(*queries.IN_ORDER.columns)):
        fault = row[0]
        said = fault.sentences.get(current_locale()) or fault.sentences.get(SOURCE, "")
        writer.writerow([fault.row, *map(_as_text, (fault.field, said, fault.value))])
    return _sent("\ufeff" + out.getvalue(), "csv", f"errors-{one.id}.csv")


def _as_text(cell: str) -> str:
    """What a spreadsheet shows and never runs (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


@bp.post("/imports/<int:import_id>/run")
@open_to(importers)
def run(import_id: int):
    one = find(queries.visible_to(g.user), id=import_id)
    actions.run(one, by=g.user)
    return see_other(url_for("imports.show", import_id=one.id))


@bp.post("/imports/<int:import_id>/discard")
@open_to(importers)
def discard(import_id: int):
    one = find(queries.visible_to(g.user), id=import_id)
    actions.discard(one, by=g.user)
    flash(_("The file is gone. Nothing of it was stored."), "success")
    return see_other(url_for("imports.index"))


def _form() -> UploadForm:
    return upload_form(list(db.session.scalars(queries.associations_of(g.user))))


def _index(form: UploadForm, status: int = 200) -> Response:
    wanted = queries.visible_to(g.user).order_by(Import.id.desc()).limit(MOST_LISTED)
    return render(
        "imports/index.html",
        status=status,
        form=form,
        imports=db.session.scalars(wanted).all(),
        columns=COLUMNS.values(),
        most_rows=MOST_ROWS,
    )


def _sent(text: str, form: str, name: str) -> Response:
    response = Response(text, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
