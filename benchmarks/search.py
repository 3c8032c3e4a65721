"""How long a search takes, in process, against the list without words in the same run; and what it costs in memory.

    .venv/bin/python -m benchmarks.search [LISTINGS] [ROUNDS]

Words follow Zipf's law over the lexicon's Ukrainian words; vectors are random, so that no model is needed to fill. The
queries' own vectors are made before the clock starts. Every question is asked in turn, round after round, so that what
else the machine does falls on all alike: only the ratios mean anything on another one. "Again" is the same question once
more: what was found is kept. Then what nobody should ask, where even the slowest answer may take a second. Memory is
that of a web process where a database filled before is given (DATABASE_URL).
"""

import gc
import logging
import random
import resource
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import insert

from benchmarks.list_page import arguments, fill, filled
from marketplace.core.db import db
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.tagging import TITLE
from marketplace.listings.models import ListingConcept
from marketplace.search import indexing, queries
from marketplace.search.embedder import DIMENSIONS
from marketplace.search.models import ListingVectors
from marketplace.search.vectors import signs, small

TEXTS = 6  # vectors of a listing: its title, its text, four sentences
AT_ONCE = 2000
RARE = "телескоп"  # what one listing in a thousand asks for

BROWSE = "the list without words"
ASKED = {
    "one word, rare": f"q={RARE}",
    # As the commonest noun of the demonstration, each of these stands in one of six.
    "one word, common": "q=пасіка",
    "two words": "q=худоба+на+пасіку",
    "six words": "q=пасіка+ягідник+худоба+корівник+овочівництво+картоплярство",
    "a word, two filters": "q=пасіка&kind=need&sector=energy",
    # In six of ten, and in every second: no content word does.
    "one word, everywhere": "q=школа",
    "two words, everywhere": "q=опалення+школи",
    "six words, everywhere": "q=ремонт+насосів+для+лікарні+та+школи",
    "a word everywhere, two filters": "q=школа&kind=need&sector=energy",
    "newest first": "q=школа&sort=newest",
    "a place": "q=Польща",
    "a hromada": "q=Балта",
    "a slip": "q=телескопп",
    "another language": "q=Schulbus",
    "page 5": "q=школа&page=5",
    "nothing found": "q=кфштзщ&kind=offer",
}
ODD = {
    "ten thousand characters": {"q": "школа опалення насос лікарня " * 345},
    "ten thousand letters": {"q": "я" * 10_000},
    "one letter": {"q": "ш"},
    "operators and quotes": {"q": '"школа" AND NOT (насос* OR ^NEAR(a b, 3)) : {x} <-> !'},
    "emoji": {"q": "🚒🏫 ❤️"},
    "SQL": {"q": "'; DROP TABLE listings; -- ' OR 1=1"},
    "mixed scripts": {"q": "шkoла Schule σχολείο школа"},
    "stop-words only": {"q": "і та або в на для"},
    "twelve slips": {"q": "шкла опаленя нассос лікаря ремнт атобус мсто дорго вода вежаа міст газз"},
    "unknown filter values": {"kind": "зла", "sector": ["x"] * 500, "sort": "'"},
    "page beyond the last": {"q": "школа", "page": "9999"},
    "page beyond the last, without words": {"page": "9999"},
    "page that is none": {"q": "школа", "page": "'\0"},
}


def vocabulary() -> tuple[list[str], list[float]]:
    """Ukrainian words of the lexicon, each with how often it stands in texts."""
    first = "школа опалення насос лікарня ремонт автобус".split()
    single = (t.said for t in lexicon().terms if t.language == "uk" and " " not in t.said)
    words = list(dict.fromkeys([*first, *(word for word in single if word != RARE)]))
    return words, [1 / (10 + rank) for rank in range(len(words))]


def fill_search(count: int) -> None:
    """What `fill` fills, with words that a search tells apart, the concepts they name, and vectors."""
    words, often = vocabulary()
    known = morphology()
    forms = {word: " ".join(known.forms(word, "uk")) for word in [*words, RARE]}
    said: list[tuple[list[str], list[str]]] = []

    def texts(pick: random.Random) -> tuple[str, str]:
        title, text = pick.choices(words, often, k=5), pick.choices(words, often, k=40)
        if pick.random() < 0.001 or not said:
            text.append(RARE)
        said.append((title, text))
        return " ".join(forms[word] for word in title), " ".join(forms[word] for word in text)

    fill(count, texts)
    named = {word: [lexicon().terms[t].concept for f in form.split() for t, _, length in lexicon().find(f, "uk") if length == 1]
             for word, form in forms.items()}  # fmt: skip
    rows = []
    for listing_id, (title, text) in enumerate(said, 1):
        weights: dict[str, int] = {}
        for word in text:
            weights.update(dict.fromkeys(named[word], 1))
        for word in title:
            weights.update(dict.fromkeys(named[word], TITLE))
        rows += [{"listing_id": listing_id, "concept": c, "weight": w} for c, w in weights.items()]
    for start in range(0, len(rows), 20_000):
        db.session.execute(insert(ListingConcept), rows[start : start + 20_000])
    indexing._keep_words(
        frozenset(form for all_forms in forms.values() for form in all_forms.split() if len(form) > 3)
    )
    chance = np.random.default_rng(1)
    for start in range(1, count + 1, AT_ONCE):
        ids = range(start, min(start + AT_ONCE, count + 1))
        some = chance.standard_normal((len(ids), TEXTS, DIMENSIONS), dtype=np.float32)
        some /= np.linalg.norm(some, axis=2, keepdims=True)
        kept = [
            {"listing_id": i, "digest": "", "version": 1, "batch": start, "signs": signs(one), "vectors": small(one)}
            for i, one in zip(ids, some, strict=True)
        ]  # fmt: skip
        db.session.execute(insert(ListingVectors), kept)


class Clock:
    """How long each question takes, asked in turn with the others."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.times: dict[str, list[float]] = {}

    def ask(self, name: str, query: Any, *, known: bool = False) -> None:
        """Ask, as if for the first time unless the answer may be `known`, and write down how long it took."""
        if not known:
            queries.forget()
        begun = time.perf_counter()
        answer = self.client.get("/uk/listings", query_string=query)
        self.times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status

    def tell(self, names: Iterable[str], of: Callable[[list[float]], float] = median) -> None:
        """One number `of` each, and against the list without words."""
        browse = median(self.times[BROWSE])
        for name in names:
            taken = of(self.times[name])
            print(f"{name:36} {taken:8.1f} ms   {taken / browse:5.2f} x the list without words")


def main() -> None:
    """Fill, ask, print."""
    count, rounds = arguments()
    app, engine = filled(fill_search, count)
    logging.disable(logging.INFO)
    clock = Clock(app.test_client())
    asked = {BROWSE: "", **ASKED}
    begun = time.perf_counter()
    for name, query in asked.items():
        clock.ask(name, query)
    print(f"{count} listings, {rounds} rounds, {engine}; first round {time.perf_counter() - begun:.1f} s")
    clock.times.clear()
    # As a web process does (deploy/gunicorn.conf.py).
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    for _ in range(rounds):
        for name, query in asked.items():
            clock.ask(name, query)
            clock.ask(f"{name}, again", query, known=True)
    clock.tell(list(clock.times))
    for _ in range(2):
        for name, query in ODD.items():
            clock.ask(name, query, known=True)
    print("\nWhat nobody should ask, at worst")
    clock.tell(ODD, of=max)
    slowest = max(ODD, key=lambda name: max(clock.times[name]))
    print(f"the slowest ({slowest}) took {max(clock.times[slowest]) / 1000:.2f} s; the bound is one second")
    print(f"resident memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
