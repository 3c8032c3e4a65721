"""What people upload, judged by its content and made harmless. Names they give are never used."""

from marketplace.core.i18n import gettext as _

from . import documents, pictures
from .judged import MOST_BYTES as MOST_BYTES
from .judged import MOST_DOCUMENTS as MOST_DOCUMENTS
from .judged import MOST_OF_ORGANISATION as MOST_OF_ORGANISATION
from .judged import MOST_PICTURES as MOST_PICTURES
from .judged import BadFile as BadFile
from .judged import Judged as Judged


def judge(content: bytes, kind: str) -> Judged:
    """A "picture" or a "document" without anything that it knew of where, when and by whom. Raises `BadFile`."""
    if not content:
        raise BadFile(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise BadFile(_("This file is too large. Send one of 10 MB at most."))
    is_document = documents.MARK in content[:1024]
    if kind == "document":
        if not is_document:
            raise BadFile(_("Send a PDF here. This is something else."))
        return documents.rewritten(content)
    if is_document:
        raise BadFile(_("This is a PDF. Add it under “Documents”."))
    return pictures.reencoded(content)
