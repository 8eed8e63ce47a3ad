"""The live page of a send in a browser."""
import os
import unittest

from browser import CHROMIUM, Browser
from case import SENT, refusal
from watched import Page

@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class InBrowser(Page):
    """Set WATCH_PICTURES to a folder to get pictures of the page."""

    HOSTILE = "<img src=x onerror=\"document.title='owned'\">"

    def browse(self, width, height, **kind):
        browser = self.enterContext(Browser())
        browser.show(width, height, **kind)
        browser.open(self.url)
        browser.wait_for("document.getElementById('headline').textContent.startsWith('5 of 12')")
        return browser

    def picture(self, browser, name):
        if folder := os.environ.get("WATCH_PICTURES"):
            browser.picture(f"{folder}/{name}.png")

    def answer(self, form):
        return refusal(f"k{self.HOSTILE}", self.HOSTILE) if form["user"] in ("user01", "user03") else SENT

    def test_desktop_shows_texts_as_texts_pauses_goes_on_and_ends(self):
        self.begin("--batch", self.HOSTILE, answer=self.answer)
        page = self.browse(1280, 900)
        self.assertEqual(page.run("document.querySelectorAll('#problems li').length"), 2)
        self.assertIn("<img src=x", page.run("document.getElementById('problems').textContent"))
        self.assertIn("<img", page.run("document.getElementById('about').textContent"))
        self.assertEqual(page.run("document.querySelectorAll('img').length"), 0)
        self.assertNotEqual(page.run("document.title"), "owned")
        self.assertEqual(page.run("document.querySelectorAll('#bar rect').length"), 2)
        self.picture(page, "desktop")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Go on'")
        self.picture(page, "paused")
        self.site.held = False
        self.settled(self.PROMPT + self.WINDOW)
        self.assertEqual(len(self.site.forms), self.PROMPT + self.WINDOW)
        page.click("#drain")
        self.assertEqual(page.run("document.getElementById('drain').textContent"), "Really end?")
        self.assertEqual(self.state()["phase"], "paused")
        page.click("#drain")
        page.wait_for("document.getElementById('doing').textContent === 'Results of'")
        self.assertTrue(page.run("document.getElementById('pause').disabled && document.getElementById('drain').disabled"))
        self.picture(page, "ended")
        self.assertEqual(self.finish(self.process).code, 130)
        self.assertEqual(page.complaints(), [])

    def test_phone_has_no_line_that_is_too_long_and_goes_on(self):
        self.begin("--batch", "spring " * 20, answer=self.answer)
        page = self.browse(390, 844, mobile=True)
        self.assertEqual(page.run("document.documentElement.scrollWidth"), 390)
        low = "Array.from(document.querySelectorAll('button'), one => one.getBoundingClientRect().height)"
        self.assertGreaterEqual(min(page.run(low)), 44)
        self.picture(page, "phone")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Go on'")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Pause'")
        self.site.held = False
        page.wait_for("document.getElementById('doing').textContent === 'Results of'")
        self.assertIn("10 of 12 were sent", page.run("document.getElementById('headline').textContent"))
        self.assertEqual(self.finish(self.process).code, 1)
        self.assertEqual(page.complaints(), [])

    def test_page_that_only_shows_has_no_buttons(self):
        self.begin("--allow-remote")
        page = self.browse(1280, 900)
        self.assertTrue(page.run("document.getElementById('controls').hidden"))
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)


if __name__ == "__main__":
    unittest.main()
