"""Who made a text in another language."""

from enum import StrEnum


class TextSource(StrEnum):
    """Who made it."""

    AUTHOR = "author"
    COLLEAGUE = "colleague"
    MACHINE = "machine"
