"""How long a search takes, in process, against the list without words in the same run; and what it costs in memory.

    .venv/bin/python -m benchmarks.search [LISTINGS] [ROUNDS]

Words follow Zipf's law over the lexicon's Ukrainian words; vectors are random, so that no model is needed to fill. The
queries' own vectors are made before the clock starts. Every question is asked in turn, round after round, so that what
else the machine does falls on all alike: only the ratios mean anything on another one. Memory is that of a web process
where a database filled before is given (DATABASE_URL).
"""

import random
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
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

ASKED = {
    "one word, rare": f"q={RARE}",
    "one word, common": "q=школа",
    "two words": "q=опалення+школи",
    "six words": "q=ремонт+насосів+для+лікарні+та+школи",
    "a word, two filters": "q=школа&kind=need&sector=energy",
    "newest first": "q=школа&sort=newest",
    "a place": "q=Польща",
    "a hromada": "q=Балта",
    "a slip": "q=телескопп",
    "another language": "q=Schulbus",
    "page 5": "q=школа&page=5",
    "nothing found": "q=кфштзщ&kind=offer",
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


def main() -> None:
    """Fill, ask, print."""
    count, rounds = arguments()
    app, engine = filled(fill_search, count)
    client = app.test_client()

    def ask(query: str) -> Callable[[], Any]:
        return lambda: client.get(f"/uk/listings?{query}")

    asked = {"the list without words": ask(""), **{name: ask(query) for name, query in ASKED.items()}}
    begun = time.perf_counter()
    for one in asked.values():
        answer = one()
        assert answer.status_code == 200, answer.status
    print(f"{count} listings, {rounds} rounds, {engine}; first round {time.perf_counter() - begun:.1f} s")
    times: dict[str, list[float]] = {f"{name}{again}": [] for name in asked for again in ("", ", again")}
    for _ in range(rounds):
        for name, one in asked.items():
            getattr(queries, "forget", lambda: None)()
            for again in ("", ", again"):
                begun = time.perf_counter()
                one()
                times[name + again].append((time.perf_counter() - begun) * 1000)
    browse = median(times["the list without words"])
    for name, taken in times.items():
        print(f"{name:34} {median(taken):8.1f} ms   {median(taken) / browse:5.2f} x the list without words")
    print(f"resident memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
