"""A page as tests see it, with the inspections that every page passes."""

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag

from tests.database import ENGINE

FIELDS = ("input", "select", "textarea")
# Elements that hold words only (HTML Living Standard, phrasing content), and elements that are blocks.
WORDS_ONLY = frozenset(
    "span b strong em small i label button h1 h2 h3 h4 h5 h6 p dt legend summary time code".split()
)
BLOCKS = frozenset(
    "div p ul ol dl table form fieldset section article aside header footer nav main details hr pre".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMED = ("a", "button", "summary", "h1", "h2", "h3", "h4", "caption", "legend", "label", "th", "option")
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "select": {"option", "optgroup", "hr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "tr": {"th", "td"},
}
NEEDS_NO_LABEL = ("hidden", "submit", "button", "image")

_JUDGED: set[int] = set()
_WORDS = re.compile(r">[^<]*[^<\s][^<]*<")
_VALUES = re.compile(r'\b(value|href|content|datetime|action|hreflang|lang|src)="[^"]+"')


def build_of(html: str) -> str:
    """A page without its words and values: what inspections look at, here and in the browser."""
    return _VALUES.sub(r'\1="x"', _WORDS.sub(">x<", html))


class Page:
    """The parsed answer: `page.h1`, `page.text`, `page.css(…)`, `page.links`, `page.errors`, `page.notice`."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.location: str = response.headers.get("Location") or response.headers.get("HX-Location", "")

    @cached_property
    def html(self) -> str:
        return str(self.response.get_data(as_text=True))

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")  # whether it is valid is judged by html5lib, once

    def css(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def words(self, selector: str) -> list[str]:
        """The texts of what the selector finds, blanks folded."""
        return [" ".join(tag.get_text(" ").split()) for tag in self.css(selector)]

    @property
    def h1(self) -> str:
        return self.words("h1")[0]

    @property
    def text(self) -> str:
        """All words of <main> (or of the part)."""
        return " ".join(self.words("main") or self.words("body"))

    @property
    def notice(self) -> str:
        return " ".join(self.words(".notice"))

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: field id → sentence."""
        return {
            str(a["href"]).removeprefix("#"): a.get_text(" ", strip=True)
            for a in self.css("[role=alert] a[href^='#']")
        }

    @property
    def links(self) -> list[str]:
        return [str(a["href"]) for a in self.css("a[href]")]

    @property
    def buttons(self) -> list[str]:
        return self.words("main button")

    def form(self, action_contains: str = "") -> dict[str, Any]:
        """What a browser would send of the form whose action contains this, as it stands."""
        form = next(f for f in self.css("form") if action_contains in str(f.get("action", "")))
        sent: dict[str, Any] = {}
        for field in form.select("input[name], select[name], textarea[name]"):
            name, kind = str(field["name"]), field.get("type", "")
            if field.name == "textarea":
                sent[name] = field.get_text().replace("\r\n", "\n").removeprefix("\n")
            elif field.name == "select":
                sent[name] = next((o.get("value", "") for o in field.select("option[selected]")), "")
            elif kind in ("checkbox", "radio"):
                if field.has_attr("checked"):
                    sent.setdefault(name, []).append(field.get("value", "on"))
            elif kind not in ("file", "submit"):
                sent[name] = field.get("value", "")
        return sent

    @cached_property
    def tags(self) -> list[Tag]:
        """Every tag, in the order of the page. Inspections go over it once each: selectors would take ten times as long."""
        return [one for one in self.soup.descendants if isinstance(one, Tag)]

    def named(self, *names: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in names]

    # Inspections

    def inspect(self, *, part: bool) -> None:
        """Judge the page; one of the very same build, in whatever words, was judged before and is let through.

        On PostgreSQL no page is built otherwise than on SQLite, where each was judged.
        """
        build = hash((part, build_of(self.html)))
        if build in _JUDGED or ENGINE == "postgresql":
            return
        if part:
            assert "<html" not in self.html, "htmx asked for a part and got a whole page"
        else:
            self._is_valid()
            self._has_a_head_and_one_heading()
        self._ids_are_unique()
        self._stands_where_it_may()
        self._headings_go_down_step_by_step()
        self._everything_has_a_name()
        self._fields_are_labelled()
        self._forms_are_whole()
        self._nothing_is_inline()
        self._described_by_what_is_there()
        _JUDGED.add(build)

    def _is_valid(self) -> None:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(self.html)
        assert not parser.errors, [(position, code, values) for position, code, values in parser.errors][:5]

    def _has_a_head_and_one_heading(self) -> None:
        assert len(self.named("h1")) == 1, f"{len(self.named('h1'))} headings of the first order"
        title = " ".join(self.soup.title.get_text().split()) if self.soup.title else ""
        assert title.startswith(self.h1[:40]), f"title {title!r} does not begin with the heading {self.h1!r}"
        assert self.soup.html and self.soup.html.get("lang"), "no lang"
        assert len(self.named("main")) == 1

    def _ids_are_unique(self) -> None:
        ids = Counter(tag["id"] for tag in self.tags if tag.has_attr("id"))
        twice = [name for name, count in ids.items() if count > 1]
        assert not twice, f"ids twice: {twice}"

    def _stands_where_it_may(self) -> None:
        """What a parser mends in silence and a checker refuses: who may stand in whom."""
        in_pressed: set[int] = set()
        among_words: set[int] = set()
        in_svg: set[int] = set()
        for tag in self.tags:
            up = id(tag.parent)
            assert up not in in_pressed or not _is_pressed(tag), f"two things to press in one: {tag.parent}"
            assert up not in among_words or tag.name not in BLOCKS, f"a block among words: {tag.parent}"
            assert tag.parent.name not in CHILDREN or tag.name in CHILDREN[tag.parent.name], (
                f"<{tag.parent.name}> holds <{tag.name}>: {str(tag.parent)[:200]}"
            )
            if up in in_svg or tag.name == "svg":
                in_svg.add(id(tag))
            if up in in_pressed or tag.name == "button" or (tag.name == "a" and tag.has_attr("href")):
                in_pressed.add(id(tag))
            if up in among_words or (tag.name in WORDS_ONLY and id(tag) not in in_svg):
                among_words.add(id(tag))

    def _headings_go_down_step_by_step(self) -> None:
        headings = [tag for tag in self.named(*HEADINGS) if tag.find_parent("main")]
        levels = [int(tag.name[1]) for tag in headings]
        jumps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
        assert not jumps, f"headings jump: {levels}"

    def _everything_has_a_name(self) -> None:
        for tag in self.named(*NAMED):
            if tag.name == "a" and not tag.has_attr("href"):
                continue
            named = tag.get_text(strip=True) or tag.get("aria-label") or tag.select("[aria-label], img[alt]")
            empty_choice = tag.name == "option" or (tag.name == "th" and not tag.get("scope"))
            assert named or empty_choice, f"no words: {str(tag)[:200]}"
        for picture in self.named("img"):
            assert picture.has_attr("alt"), f"no alternative text: {picture}"

    def _fields_are_labelled(self) -> None:
        fields = {
            str(field["id"]) for field in self.named(*FIELDS, "output", "meter") if field.has_attr("id")
        }
        labelled = {str(label["for"]) for label in self.named("label") if label.has_attr("for")}
        assert labelled <= fields, f"a label of nothing: {labelled - fields}"
        for field in self.named(*FIELDS):
            if field.get("type") in NEEDS_NO_LABEL:
                continue
            named = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
            assert named or field.get("id") in labelled, f"no label: {field}"

    def _forms_are_whole(self) -> None:
        for form in self.named("form"):
            assert form.get("action"), f"no action: {str(form)[:200]}"
            if str(form.get("method", "get")).lower() == "post" and not form.has_attr("data-no-token"):
                assert form.find("input", attrs={"name": "csrf_token"}), f"no token: {str(form)[:200]}"

    def _nothing_is_inline(self) -> None:
        assert not self.named("style"), "an inline style sheet would break the CSP"
        for tag in self.tags:
            assert not tag.has_attr("style"), "an inline style would break the CSP"
            assert not [name for name in tag.attrs if name.startswith("on")], (
                f"inline handler: {str(tag)[:200]}"
            )
        scripts = [tag for tag in self.named("script") if not tag.has_attr("src")]
        assert all(tag.get("type") == "application/ld+json" for tag in scripts), (
            "an inline script would break the CSP"
        )

    def _described_by_what_is_there(self) -> None:
        ids = {tag["id"] for tag in self.tags if tag.has_attr("id")}
        for tag in self.tags:
            for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
                missing = set(str(tag.get(attribute) or "").split()) - ids
                assert not missing, f"{attribute} names what is not there: {missing}"


def _is_pressed(tag: Tag) -> bool:
    if tag.name == "a":
        return tag.has_attr("href")
    return tag.name in (*FIELDS, "button", "summary", "label") and tag.get("type") != "hidden"
