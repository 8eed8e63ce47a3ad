"""Sends to a site that accepts everything."""
from workbench import Workbench

class Once(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site()

    def send(self, code, *rows, options=(), **manifest):
        return self.expect(code, "send", self.manifest(*rows, **manifest), *options)
