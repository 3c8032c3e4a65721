"""How often a saved search writes."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l


class Frequency(StrEnum):
    """When what is new is sent."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NEVER = "never"


FREQUENCIES = {
    Frequency.AT_ONCE: _l("At once"),
    Frequency.WEEKLY: _l("Weekly"),
    Frequency.NEVER: _l("Never"),
}
PROMISES = {
    Frequency.AT_ONCE: _l("A letter within minutes of their publication."),
    Frequency.WEEKLY: _l("One letter a week, on Monday morning (Kyiv time)."),
    Frequency.NEVER: _l("No letters; the search is kept here."),
}
