"""Pictures and documents: the file, and the words that stand for it."""

from typing import Any

from flask_wtf.file import FileField

from marketplace.core.forms import Form, Required, line
from marketplace.core.i18n import lazy_gettext as _l

LONGEST_TITLE = 160


class AttachmentForm(Form):
    """One picture or PDF. What is in it is judged by its content, in `listings.files`."""

    file: Any = FileField(_l("Picture or PDF"), [Required(_l("Choose a file first."))])
    title = line(_l("What it shows, in words"), LONGEST_TITLE, required=False)


class DescribeForm(Form):
    """The words for a file that is there already."""

    title = line(_l("What it shows, in words"), LONGEST_TITLE)
