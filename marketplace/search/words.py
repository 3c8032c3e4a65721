"""Words: what was typed, as a condition on both engines.

Both index the same folded tokens (`core.words.tokens`): FTS5 on SQLite, tsvector of the configuration `simple` on
PostgreSQL. A word is sought by its beginning, so that most endings are found; lemmas, letters and meaning come to
stand beside this retriever (each a condition or a list of ids of its own).
"""

import re
from collections.abc import Sequence

from sqlalchemy import case, column, func, literal_column, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.db import db
from marketplace.core.words import tokens
from marketplace.listings.models import Listing

MOST_WORDS = 12
LONGEST_WORD = 40
LONGEST_TEXT = 200  # of what was typed; more is not read
RANKED = 1000  # above so many hits, the newest come first: ranking a common word costs more than it tells
CYRILLIC = re.compile("[а-яґєії]")

_fts = table("listing_words", column("rowid"))
# Written exactly as the index has it (migrations/versions/20261123_begin.py), or PostgreSQL would not use it.
_vector: ColumnElement[str] = literal_column(
    "(setweight(to_tsvector('simple', listings.words_title), 'A')"
    " || setweight(to_tsvector('simple', listings.words_text), 'B'))"
)


def words_of(typed: str) -> tuple[str, ...]:
    """The words to look for: folded, each once, no more than twelve."""
    found = dict.fromkeys(word[:LONGEST_WORD] for word in tokens(typed[:LONGEST_TEXT]))
    return tuple(found)[:MOST_WORDS]


def beginning(word: str) -> str:
    """What all forms of a word begin with, roughly: long words lose two letters, short Cyrillic ones an ending.

    «школа» finds «школи», *gatvių* finds *gatvė*; *fire* does not find *firm*, as short Latin words keep all letters.
    """
    if len(word) >= 6:
        return word[:-2]
    return word[:-1] if len(word) >= 4 and CYRILLIC.search(word) else word


def _whole(word: str) -> bool:
    """One or two letters begin half the dictionary: they are sought as they stand. So are numbers."""
    return len(word) < 3 or word.isdigit()


def _fts_query(words: Sequence[str]) -> str:
    # Quoted, a word is a word: AND, OR, NEAR, * and : mean nothing (SQLite, FTS5 §3.1).
    return " AND ".join(f'"{w}"' if _whole(w) else f'"{beginning(w)}" *' for w in words)


def _ts_query(words: Sequence[str], weight: str = "") -> str:
    parts = []
    for word in words:
        marks = weight if _whole(word) else f"{weight}*"
        parts.append(f"'{word if _whole(word) else beginning(word)}'" + (f":{marks}" if marks else ""))
    return " & ".join(parts)


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def containing(words: Sequence[str]) -> ColumnElement[bool]:
    """Listings with every one of these words in title or text."""
    if _on_postgresql():
        return _vector.op("@@", is_comparison=True)(func.to_tsquery("simple", _ts_query(words)))
    hits = select(_fts.c.rowid).where(text("listing_words MATCH :words").bindparams(words=_fts_query(words)))
    return Listing.id.in_(hits)


def in_title(words: Sequence[str]) -> ColumnElement[int]:
    """1 where every word stands in the title, else 0: such listings come first."""
    if _on_postgresql():
        stands = _vector.op("@@", is_comparison=True)(func.to_tsquery("simple", _ts_query(words, "A")))
    else:
        query = f"words_title : ({_fts_query(words)})"
        hits = select(_fts.c.rowid).where(text("listing_words MATCH :title").bindparams(title=query))
        stands = Listing.id.in_(hits)
    return case((stands, 1), else_=0)
