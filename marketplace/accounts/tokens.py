"""Random tokens for cookies and mailed links, and what is stored of them."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, as they stand in a cookie or an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What is stored of a token: its SHA-256; a token is 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
