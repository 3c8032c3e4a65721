"""What a judgement of a file is, and the limits that every file keeps."""

from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_PICTURES, MOST_DOCUMENTS = 6, 4
MOST_OF_ORGANISATION = 500 * 1024 * 1024  # bytes, all its listings together


class BadFile(Exception):
    """It is not taken; carries the sentence for its sender."""


@dataclass(frozen=True)
class Judged:
    """A file as it will be stored: `small` is the sibling of a picture."""

    kind: str
    suffix: str
    media_type: str
    content: bytes
    small: bytes | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return len(self.content) + len(self.small or b"")
