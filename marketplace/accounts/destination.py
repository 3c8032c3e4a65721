"""Where a person may be sent after signing in: only to a path of this site."""

from urllib.parse import urlsplit

LONGEST = 2000


def path_on_this_site(target: str | None) -> str | None:
    """The target if it is a path here, else None.

    Browsers read a backslash as a slash and drop tabs and line breaks (WHATWG URL §4.4): `/\\evil`, `/<tab>/evil`
    lead away as `//evil` does.
    """
    if not target or len(target) > LONGEST or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
