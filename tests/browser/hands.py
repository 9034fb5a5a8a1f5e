"""Ways to use a page, so that one journey is walked by mouse, by keyboard, and without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250  # on the longest page there are fewer places to stop at
REACHED = "node => node === document.activeElement"


def begins(words: str) -> re.Pattern[str]:
    return re.compile(f"^{words}", re.IGNORECASE)


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page, self.scripts = page, scripts

    def reach(self, target: Locator) -> Locator:
        expect(target).to_be_visible()
        return target

    def press(self, target: Locator) -> None:
        self.reach(target).click()

    def follow(self, name: str, *, within: str = "main") -> None:
        """Follow a link, and be there."""
        with self._another_page():
            self.press(self._named("link", name, within))

    def push(self, name: str, *, within: str = "main", stays: bool = False) -> None:
        """Push a button; with `stays`, scripts answer on the page that is open."""
        button = self._named("button", name, within)
        if stays and self.scripts:
            self.press(button)
        else:
            with self._another_page():
                self.press(button)

    def open(self, summary: str) -> None:
        self.press(
            self.page.locator("main summary", has_text=re.compile(rf"^\s*{summary}\s*$")).first
        )

    def fill(self, label: str, words: str) -> None:
        self.reach(self.field(label)).fill(words)

    def tick(self, label: str, *, within: str = "main") -> None:
        self.take(
            self.page.locator(within).get_by_label(re.compile(f"^{label}$", re.IGNORECASE)).first
        )

    def take(self, box: Locator) -> None:
        """Tick a box, or choose one of several."""
        self.reach(box).check()

    def choose(self, label: str, option: str) -> None:
        """Choose in a list of choices by its words."""
        self.reach(self.field(label)).select_option(label=option)

    def pick(self, label: str, words: str) -> None:
        """Choose one of many records by typing; without scripts the words are sent as they are."""
        self.fill(label, words)
        field = self.field(label)
        if field.get_attribute("role") == "combobox":
            marked = self.page.locator("[role=option][aria-selected=true]")
            expect(marked).to_contain_text(words)
            self.page.keyboard.press("Enter")
            expect(field).to_have_attribute("aria-expanded", "false")

    def upload(self, label: str, file: dict) -> None:
        self.reach(self.field(label)).set_input_files([file])

    def field(self, label: str) -> Locator:
        labelled = self.page.locator("main").get_by_label(begins(label))
        return labelled.and_(self.page.locator("input, select, textarea")).first

    @contextmanager
    def _another_page(self) -> Iterator[None]:
        with self.page.expect_event("framenavigated"):
            yield
        self.page.wait_for_load_state()

    def _named(self, role: str, name: str, within: str) -> Locator:
        return (
            self.page.locator(within)
            .get_by_role(role, name=re.compile(f"^{name}", re.IGNORECASE))
            .first
        )


class Keys(Mouse):
    """Uses no mouse: every place is reached by Tab, and acted on by what is typed there."""

    def reach(self, target: Locator) -> Locator:
        expect(target).to_be_visible()
        for key in ("Tab", "Shift+Tab"):
            for _ in range(MOST_TABS):
                if target.evaluate(REACHED):
                    return target
                self.page.keyboard.press(key)
        raise AssertionError(f"the keyboard does not reach {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, label: str, words: str) -> None:
        self.reach(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def take(self, box: Locator) -> None:
        if box.get_attribute("type") == "radio":
            self._arrow_to(box)
        else:
            self.reach(box)
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, label: str, option: str) -> None:
        chosen = self.reach(self.field(label))
        self.page.keyboard.type(option)
        expect(chosen.locator("option:checked")).to_have_text(re.compile(option))

    def upload(self, label: str, file: dict) -> None:
        self.reach(self.field(label))
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Space")
        opened.value.set_files([file])

    def _arrow_to(self, radio: Locator) -> None:
        """Go round a group of radio buttons, which is one stop of Tab, by the arrows."""
        name = radio.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        within = "node => node.name === document.activeElement.name"
        for _ in range(MOST_TABS):
            if group.first.evaluate(within):
                break
            self.page.keyboard.press("Tab")
        if radio.evaluate(REACHED):
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.evaluate(REACHED):
                return
            self.page.keyboard.press("ArrowDown")
