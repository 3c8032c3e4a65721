"""What a first search would wait for, loaded beforehand: by a master process for those that it begins."""

from marketplace.core.db import db, only_reading
from marketplace.core.i18n import LOCALES, speaking

from .places import place_of
from .retrieval import find
from .suggesting import suggest
from .understanding import understand

ASKED = "школа"  # a thing, and so no place: all that knows places is asked first, then all that knows things


def warm() -> None:
    """Ask in each language as a visitor would, and forget the answers.

    What is read on the way stays: the words of the field, places under all their names, directions of languages, the
    embedder, and the signs of every listing's meaning. Processes forked afterwards share it.
    """
    with only_reading():
        for locale in LOCALES:
            with speaking(locale):
                suggest(ASKED)
                place_of(ASKED)
                find(understand(ASKED, locale))
        db.session.remove()
