"""A person before a browser: she reads, types, presses; with a mouse, without scripts, or by the keyboard alone.

Every page she comes to is looked over: axe, the console, requests to elsewhere, width.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FileChooser, Locator, Page, Request, expect
from playwright.sync_api import Error as BrowserError

from tests.browser import looks

PATIENCE = 15_000
MOST_TABS = 250
PHONE = {"width": 360, "height": 740}
# A refusal (409, 422) is a line in the console: that is Chromium's own. A 5xx is ours.
OWN_WORDS = "Failed to load resource: the server responded with a status of 4"


class Reader:
    """`by` is "mouse", "keyboard" or "no scripts"; `leave()` gives what was found wrong on the way."""

    def __init__(
        self, browser: Browser, home: str, name: str, *, by: str = "mouse", locale: str = "uk"
    ) -> None:
        self.home, self.name, self.by, self.locale = home, name, by, locale
        self.complaints: list[str] = []
        self._context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            java_script_enabled=by != "no scripts",
            locale=locale,
            reduced_motion="reduce",
            permissions=[],
        )
        self._context.set_default_timeout(PATIENCE)
        self.page: Page = self._context.new_page()
        self._mirror = None
        if by == "no scripts":
            self._mirror = browser.new_context(viewport=PHONE, bypass_csp=True).new_page()  # type: ignore[arg-type]
        (self._mirror or self._context).add_init_script(path=looks.AXE)
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        self._context.on("request", self._requested)

    # What she does

    def open(self, address: str) -> None:
        """Type an address: a path of the site, or a link from a letter."""
        self.page.goto(address if address.startswith("http") else f"{self.home}/{self.locale}{address}")
        self.look()

    def type(self, label: str, words: str) -> None:
        """Fill the field of this label."""
        field = self._field(label)
        if self.by == "keyboard":
            self._go_to(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(words)
        else:
            field.fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from a select."""
        field = self._field(label)
        if self.by == "keyboard":
            self._go_to(field)
            self.page.keyboard.type(option[:20])
            expect(field.locator("option:checked")).to_have_text(re.compile(re.escape(option)))
        else:
            field.select_option(label=option)

    def tick(self, label: str) -> None:
        """Tick a box, or one of several round ones."""
        main = self.page.locator("main")
        box = main.get_by_role("checkbox", name=label).or_(main.get_by_role("radio", name=label)).first
        if self.by != "keyboard":
            box.check()
        elif box.get_attribute("type") == "radio":
            self._go_to_group(box)
        else:
            self._go_to(box)
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def attach(self, label: str, file: Path) -> None:
        """Choose a file."""
        field = self._field(label)
        if self.by == "keyboard":
            self._go_to(field)
            self._chooser_by_key().set_files(file)
        else:
            field.set_input_files(file)

    def _chooser_by_key(self) -> FileChooser:
        """The dialogue that a key opens. A busy Chromium sometimes swallows the first press: a person presses again."""
        for key in ("Enter", "Space"):
            try:
                with self.page.expect_file_chooser(timeout=2_000) as chooser:
                    self.page.keyboard.press(key)
            except BrowserError:
                continue
            else:
                return chooser.value
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        return chooser.value

    def press(self, name: str, *, exact: bool = True, moves: bool = True) -> None:
        """Press a button or follow a link of this name, and look over the page that comes (if one comes)."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=name, exact=exact).or_(
            main.get_by_role("link", name=name, exact=exact)
        )
        if not moves:
            self._act_on(found.first)
            return
        self._press(found.first)
        self.look()

    def unfold(self, name: str) -> None:
        """Open what is folded behind this summary, if it is closed."""
        summary = self.page.locator("summary", has_text=name).first
        if summary.locator("..").get_attribute("open") is None:
            self._act_on(summary)

    def _press(self, target: Locator) -> None:
        with self.page.expect_navigation():
            self._act_on(target)
        self.page.wait_for_load_state("load")

    def _act_on(self, target: Locator) -> None:
        if self.by == "keyboard":
            self._go_to(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    # What she reads

    def reads(self, words: str) -> None:
        """Somewhere on the page are these words."""
        self.page.locator("main").get_by_text(words).locator("visible=true").first.wait_for()

    def does_not_read(self, words: str) -> None:
        assert words not in self.page.content(), f"{words} stands on {self.page.url}"

    def reading(self) -> str:
        """What stands before her, as a screen reader would say it."""
        main = self.page.locator("main")
        return main.aria_snapshot() if main.count() else ""

    # The keyboard

    def _go_to(self, target: Locator) -> None:
        """Tab until the keyboard is there; fails if it cannot be reached, or the focus gets out of sight."""
        element = target.element_handle()  # looked for once, not after each step
        for _ in range(MOST_TABS):
            if element.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.name} cannot reach {target} by the keyboard on {self.page.url}")

    def _go_to_group(self, radio: Locator) -> None:
        """Tab to the group of this round box, and to it by the arrows."""
        in_group = "e => document.activeElement.type === 'radio' && document.activeElement.name === e.name"
        element = radio.element_handle()
        for _ in range(MOST_TABS):
            if element.evaluate(in_group):
                break
            self.page.keyboard.press("Tab")
        for _ in range(60):
            if element.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.name} cannot reach {radio} by the arrows on {self.page.url}")

    def _field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label).first

    # Looking over

    def look(self) -> None:
        """Look the present page over."""
        if self._mirror is None:
            found = looks.violations(self.page)
        else:
            found = looks.violations_without_scripts(self.page, self._mirror)
        for complaint in found + looks.overflow(self.page):
            self._complain(complaint)

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.name} by {self.by} on {self.page.url}: {what}")

    def _console(self, kind: str, text: str) -> None:
        if not text.startswith(OWN_WORDS):
            self._complain(f"console {kind}: {text}")

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc and not request.url.startswith("data:"):
            self._complain(f"asks elsewhere: {request.url}")

    def leave(self) -> list[str]:
        """Close the browser."""
        self._context.close()
        if self._mirror is not None:
            self._mirror.context.close()
        return self.complaints
