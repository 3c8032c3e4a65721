"""Documents: a PDF is never stored as it came, but written anew by a process of its own, with little time and memory."""

import os
import subprocess
import sys
from pathlib import Path

from marketplace.core.i18n import gettext as _

from . import pdf
from .judged import MOST_BYTES, BadFile, Judged

MARK = b"%PDF-"
LONGEST = 25  # seconds by the clock; the process itself stops after `pdf.MOST_SECONDS` of work


def rewritten(content: bytes) -> Judged:
    """The pages of a PDF without metadata, attachments, scripts and actions. Raises `BadFile`."""
    # What people send is parsed where it can be killed, and where the secrets of the environment are not.
    environment = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
    command = [sys.executable, "-P", str(Path(pdf.__file__))]
    try:
        done = subprocess.run(  # noqa: S603  our own program
            command, input=content, capture_output=True, timeout=LONGEST, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadFile(_too_complicated()) from error
    if done.returncode == pdf.ENCRYPTED:
        raise BadFile(_("This PDF is protected by a password. Save it without protection and send it again."))
    if done.returncode == pdf.TOO_MANY_PAGES:
        raise BadFile(_("This PDF has too many pages. Send one of %(most)s at most.", most=pdf.MOST_PAGES))
    if done.returncode == pdf.TOO_MUCH or done.returncode < 0:
        raise BadFile(_too_complicated())
    if done.returncode or not done.stdout.startswith(MARK):
        raise BadFile(_("This PDF is damaged. Save it again and send it once more."))
    if len(done.stdout) > MOST_BYTES:
        raise BadFile(_("This file is too large. Send one of 10 MB at most."))
    return Judged("document", "pdf", "application/pdf", done.stdout)


def _too_complicated() -> str:
    return _("This PDF is too complicated for us. Print it into a new PDF and send that one.")
