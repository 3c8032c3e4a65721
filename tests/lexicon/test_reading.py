from pathlib import Path

import pytest

from marketplace.lexicon.reading import ORDER, mistakes, read
from marketplace.listings.codes import SECTORS

pytestmark = pytest.mark.one_engine

BLOCK = "\n".join(f"{tag}: вежа{tag}" if tag in ("uk", "bg") else f"{tag}: tower{tag}" for tag in ORDER)


def _read(folder: Path, *blocks: str):
    (folder / "water.txt").write_text("\n\n".join(blocks), encoding="utf-8")
    return read(folder)


def test_the_lexicon_is_whole():
    concepts = read()

    assert list(mistakes(concepts)) == []
    assert len(concepts) >= 900
    assert {str(sector) for sector in SECTORS} <= {concept.sector for concept in concepts}
    assert all(tuple(concept.terms) == ORDER for concept in concepts)


def test_a_block_is_read_with_what_it_is_near_to_and_part_of(tmp_path):
    [tower] = _read(tmp_path, f"# heights\n[tower]\nnear: meter\nin: water\nwith: tank, pump\n{BLOCK}")

    assert (tower.id, tower.sector, tower.near, tower.broader) == ("tower", "water", ("meter",), "water")
    assert tower.related == ("tank", "pump")
    assert tower.terms["uk"] == ("вежаuk",)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (BLOCK.replace("bg: вежаbg\n", ""), "its languages are not"),
        (BLOCK.replace("вежаuk", "вежа, "), "an empty word"),
        (BLOCK.replace("вежаuk", "…"), "has no letters"),
        (BLOCK.replace("вежаuk", "дуже висока стара біла водонапірна вежа"), "longer than"),
        (BLOCK.replace("вежаuk", "вежа, Вежа"), "stands twice"),
        (f"near: nothing\n{BLOCK}", "names nothing"),
        (f"in: tower\n{BLOCK}", "broader than itself"),
    ],
)
def test_a_mistake_is_a_sentence(tmp_path, wrong, sentence):
    found = list(mistakes(_read(tmp_path, f"[tower]\n{wrong}")))

    assert any(sentence in line for line in found)


def test_one_word_under_two_concepts_is_a_mistake_unless_both_know(tmp_path):
    other = BLOCK.replace("tower", "column").replace("вежа", "стовп")

    unknown = _read(tmp_path, f"[a]\n{BLOCK}", f"[b]\n{other.replace('columnen', 'toweren')}")
    assert list(mistakes(unknown)) == ["en: «toweren» stands under a and b"]

    known = _read(
        tmp_path,
        f"[a]\n{BLOCK.replace('toweren', 'toweren~')}",
        f"[b]\n{other.replace('columnen', 'toweren~')}",
    )
    assert list(mistakes(known)) == []


def test_a_line_that_is_none_is_said_with_its_file(tmp_path):
    with pytest.raises(ValueError, match=r"water\.txt"):
        _read(tmp_path, "no header\nuk: вежа")
