"""What is done by a link of a letter, without signing in."""

from marketplace.accounts.actions import links
from marketplace.accounts.models import Purpose, User
from marketplace.core.lifecycle import NotAllowed

from ..codes import CloseReason
from ..expiry import ExpiryLink
from .living import close, renew


def follow(opened: ExpiryLink, token: str, reason: str | None = None) -> User:
    """Use the link up and do what it is for, in the name of whom the letter went to: the person who comes back.

    `reason` is that of closing what is met. Raises `NotAllowed` where it was used, or it cannot be done any more.
    """
    purpose = Purpose(opened.link.purpose)
    link = links.take(token, purpose)
    if link is None or link.user is None:
        raise NotAllowed(purpose, opened.listing)
    if purpose == Purpose.RENEW:
        renew(opened.listing, link.user, via="letter")
    else:
        close(opened.listing, link.user, reason or CloseReason.WITHDRAWN, via="letter")
    return link.user
