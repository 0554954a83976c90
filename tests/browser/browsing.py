"""A browser, signed in as somebody, that notes what goes wrong; and what a page must be."""

import re
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, sync_playwright

from duecourse.ledger.tables import TABLES

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
OTHERS = [name.replace("_", "") for name in [table.name for table in TABLES] if name != "invoices"]
MOST_PAGES = 80
LEDGER = re.compile(rf"^admin:web_({'|'.join(OTHERS)})table_")
"""Tables of the ledger, which are made alike: that of invoices stands for all."""
NOT_HTML = ("/static/", "/api/", "/healthz")


@contextmanager
def chromium():
    """Run Debian's chromium without a window until the block ends."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Person:
    """Somebody at a browser: signed in, with every complaint of the browser noted."""

    def __init__(self, browser, served, name, viewport=None):
        self.address, self.name = served.address, name
        self.complaints = []
        self.context = browser.new_context(viewport=viewport or WIDE, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.sign_in(served.passwords[name])

    def note(self, message):
        """Note an error that the browser shows; breaches of the content policy are among them.

        A PDF has no picture of ours for its tab.
        """
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.complaints.append(f"{self.path}: {message.text} {message.location['url']}")

    @property
    def path(self):
        """Return where the person is."""
        return urlsplit(self.page.url).path

    def sign_in(self, password):
        """Sign in by the page."""
        self.go("/login/")
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", password)
        self.press("form:has(input[name=password]) button[type=submit]")
        assert self.path != "/login/", f"{self.name} could not sign in"

    def go(self, path):
        """Open a page; answer with its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer else 200

    def press(self, selector):
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.click(f"{selector} >> nth=0")

    def sees(self, text):
        """Say whether a text stands on the page."""
        return text in self.page.inner_text("body")

    def links(self):
        """List where the page's links lead, within the application."""
        found = self.page.eval_on_selector_all(
            "a[href]:not([download])", "links => links.map(link => link.href)"
        )
        return [one for one in found if one.startswith(self.address)]


def page_name(address):
    """Return the name of the page at an address; None where there is none to look at."""
    path = urlsplit(address).path
    if path.startswith(NOT_HTML):
        return None
    try:
        name = resolve(path).view_name
    except Resolver404:
        return path
    return None if LEDGER.search(name) else name


def walk(person, start="/"):
    """Visit one page of each kind that links lead to, and yield each one's name."""
    waiting, seen = [person.address + start], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        name = page_name(address)
        if name is None or name in seen:
            continue
        seen.add(name)
        if opened(person, address):
            yield name
            waiting.extend(person.links())


def opened(person, address):
    """Open a page; a file to be kept is no page."""
    try:
        answer = person.page.goto(address)
    except Error as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return False
        raise
    kind = answer.headers.get("content-type", "") if answer else "text/html"
    if answer and answer.status >= 400:
        person.complaints.append(f"{address}: {answer.status}")
    return "text/html" in kind


def grave_faults(person):
    """List what axe calls serious or critical on the page, with where it is."""
    found = Axe().run(person.page).response["violations"]
    return [
        f"{person.path}: {one['id']}: {one['help']}: {place['html'][:160]}"
        for one in found
        if one["impact"] in GRAVE
        for place in one["nodes"][:2]
    ]


def sideways(person):
    """List by how much the page is wider than a phone, if it is."""
    person.page.set_viewport_size(PHONE)
    over = person.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    person.page.set_viewport_size(WIDE)
    return [f"{person.path}: {over} px wider than the screen"] if over > 0 else []
