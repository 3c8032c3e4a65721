"""What a browser may send about saved searches."""

from marketplace.core.forms import Form, line, radios
from marketplace.core.i18n import lazy_gettext as _l

from .codes import FREQUENCIES
from .models import LONGEST_NAME


class SaveForm(Form):
    """How it is called, and when it writes."""

    name = line(
        _l("A name of your own"),
        LONGEST_NAME,
        required=False,
        description=_l("For you alone. Without one, it is called by what it looks for."),
    )
    frequency = radios(_l("When shall we write?"), FREQUENCIES)


class FrequencyForm(Form):
    """The switch of one saved search."""

    frequency = radios(_l("Letters"), FREQUENCIES)
