"""The HTML report of 5,000 rows in a browser: desktop, phone and paper; its title; the counts beside its commands."""
import csv
import html
import re
import shlex
import unittest

from browser import CHROMIUM, Browser
from case import Case
from workbench import SENT, Reply, read_report, refusal

ROWS = 5_000


def answer(form):
    """Every hundredth row is refused."""
    return refusal() if form["user"].endswith("07") else SENT


@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class LargeReport(Case):
    def setUp(self):
        super().setUp()
        self.site.answer = answer
        self.manifest(*(f"user{number:04}" for number in range(ROWS)))
        self.expect(1, "send", "list.csv", "--concurrency", "16", "--report", "r.html", "--title", "Summer concert")

    def open(self, width, height, **kind):
        browser = self.enterContext(Browser())
        browser.call("Emulation.setTimezoneOverride", timezoneId="Asia/Kolkata")
        browser.show(width, height, **kind)
        browser.open(self.folder / "r.html")
        return browser

    def test_desktop_shows_a_page_of_rows_turns_it_sorts_and_copies(self):
        page = self.open(1280, 900)
        self.assertLess(page.run("document.querySelectorAll('*').length"), 2_000)
        self.assertIn("Summer concert", page.run("document.title"))
        numbers = "Array.from(document.querySelectorAll('table.rows tbody tr'), row => row.cells[0].textContent)"
        self.assertEqual(page.run(numbers), [str(row) for row in range(2, 52)])
        page.click("#on")
        self.assertEqual(page.run(numbers)[0], "52")
        page.click("table.rows th button")
        self.assertEqual(page.run(numbers)[0], str(ROWS + 1))
        page.run("scrollTo(0, document.querySelector('table.rows').getBoundingClientRect().top + scrollY + 900)")
        self.assertEqual(page.run("document.querySelector('table.rows th').getBoundingClientRect().top"), 0)
        self.assertRegex(page.run("document.querySelector('.sub').textContent"), r"UTC · .* local time \(UTC\+5:30\)")
        page.click(".copy")
        label = page.run("new Promise(done => { const look = () => {"
                         " const label = document.querySelector('.copy').textContent;"
                         " if (label === 'Copy') requestAnimationFrame(look); else done(label); }; look(); })")
        self.assertEqual(label, "Copied")
        self.assertEqual(page.complaints(), [])

    def test_phone_has_pages_of_few_screens_and_its_own_way_to_sort(self):
        page = self.open(390, 844, mobile=True)
        self.assertEqual(page.run("document.documentElement.scrollWidth"), 390)
        self.assertLess(page.run("document.documentElement.scrollHeight"), 10_000)
        self.assertEqual(page.run("document.querySelectorAll('table.rows tbody tr').length"), 20)
        page.run("(() => { const order = document.getElementById('s'); order.value = 2;"
                 " order.dispatchEvent(new Event('change')); })()")
        self.assertEqual(page.run("document.querySelector('table.rows tbody .chip').className"), "chip rejected")
        page.click("#d")
        self.assertEqual(page.run("document.querySelector('table.rows tbody .chip').className"), "chip sent")
        self.assertEqual(page.complaints(), [])

    def test_paper_gets_the_rows_that_failed_and_says_so(self):
        page = self.open(1280, 900)
        page.run("addEventListener('afterprint', () => {"
                 " window.printed = document.getElementById('printed').textContent; })")
        page.run("addEventListener('beforeprint', () => {"
                 " window.rows = document.querySelectorAll('table.rows tbody tr').length;"
                 " window.heads = document.querySelector('table.rows th').innerHTML; })")
        pdf = page.print()
        self.assertEqual(page.run("window.rows"), ROWS // 100)
        # Headings are repeated on every sheet, which no browser does for buttons.
        self.assertEqual(page.run("window.heads"), "Row")
        self.assertEqual(page.run("document.querySelector('table.rows th').innerHTML"), '<button type="button">Row</button>')
        self.assertIn(len(re.findall(rb"/Type\s*/Page\b", pdf)), range(2, 8))
        self.assertIn("On paper: 50 of 5,000 rows, those that failed", page.run("window.printed"))
        self.assertEqual(page.run("document.querySelectorAll('table.rows tbody tr').length"), 50)
        self.assertEqual(page.complaints(), [])


class Counts(Case):
    def test_counts_beside_a_command_are_what_the_command_writes(self):
        answers = {"ben": refusal(), "cid": Reply(429), "dora": refusal()}
        self.site.answer = lambda form: answers.get(form["user"], SENT)
        self.put("list.csv", 
                 "user,sender,message\nann,office,hi\nben,office,hi\ncid,office,hi\ndora,office,hi\n,office,hi\n")
        self.expect(1, "send", "list.csv", "--retries", "0", "--skip-invalid", "--report", "r.html")
        page = (self.folder / "r.html").read_text(encoding="utf-8")
        steps = re.findall(r"<li><p>([^<]*)</p><div class=\"command\"><pre[^>]*><code>([^<]*)</code>", page)
        self.assertEqual(len(steps), 2, steps)
        (again, send), (correct, write) = [(html.unescape(text), html.unescape(command)) for text, command in steps]
        self.assertIn("1 row was not sent", again)
        self.assertIn("once more the 2 rows that the site rejected", again)
        self.assertRegex(correct, "rejected 2 rows and 1 row is invalid. Write them and the 1 row not sent")
        self.expect(0, *shlex.split(write)[1:])
        written = list(csv.DictReader((self.folder / "failed.csv").read_text(encoding="utf-8").splitlines()))
        self.assertEqual([row["user"] for row in written], ["ben", "cid", "dora", ""])
        before = len(self.site.forms)
        self.expect(1, *shlex.split(send)[1:])
        self.assertEqual(sorted(form["user"] for form in self.site.forms[before:]), ["ben", "cid", "dora"])


class Title(Case):
    def test_title_stands_above_the_page_and_the_summary(self):
        self.expect(0, "send", self.manifest("ann"))
        for format in ("html", "markdown"):
            page = self.expect(0, "report", "list.csv", "--format", format, "--title", "Summer <b>",
                               "--output", "-").out
            self.assertRegex(page, r"Summer &(lt|#60);b&(gt|#62);")
        self.expect(0, "report", "list.csv", "--output", "page.htm", "--title", "Summer")
        self.assertIn("<title>Summer – ", (self.folder / "page.htm").read_text(encoding="utf-8"))

    def test_title_that_no_report_shows_is_refused(self):
        self.refused("send", self.manifest("ann"), "--title", "Summer", code=64, says="--title is for reports in HTML")
        self.expect(0, "send", "list.csv")
        self.refused("report", "list.csv", "--title", "Summer", code=64, says="--title is for reports in HTML")
        self.refused("report", "list.csv", "--format", "json", "--title", "Summer", code=64, says="add --format html")
        self.assertEqual(read_report((self.folder / "list.results.csv").read_text())[0]["outcome"], "sent")


if __name__ == "__main__":
    unittest.main()
