"""What a browser would send, and what was stored of it."""

from sqlalchemy import func, select

from marketplace.core.db import db
from marketplace.handoff.models import Answer

WORDS = {"proposal": "We train six engineers.", "about": "A water company.", "locale": "en"}


def stored():
    return db.session.scalar(select(func.count()).select_from(Answer))


def filled(page, **more):
    return {**page.form("/answer"), **WORDS, **more}
