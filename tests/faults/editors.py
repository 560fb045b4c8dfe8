"""Editors who save all day long, and note what they were told."""

from __future__ import annotations

import re
import threading
import time

from tests.faults.forms import Form
from tests.faults.sites import Browser


class Editor(threading.Thread):
    """Saves one article again and again, and notes what was acknowledged."""

    def __init__(self, site, name, password, article, ended, *, pause=0.0):
        super().__init__()
        self.pause = pause
        self.browser, self.ended, self.signature = Browser(site), ended, name
        self.address = f"/admin/articles/article/{article}/change/"
        self.acknowledged, self.refused, self.odd = [], 0, []
        assert "id_password" not in self.browser.log_in(name, password).text

    def run(self):
        while not self.ended.wait(self.pause):
            try:
                self.save(f"{self.signature}第{len(self.acknowledged) + self.refused + 1}稿")
            except OSError as error:
                self.odd.append(repr(error))

    def save(self, title: str) -> None:
        answer = self.browser.ask(self.address)
        if answer.status == 200:
            form = Form(answer.text, having="seen_version").fields
            token = form.pop("csrfmiddlewaretoken")
            fields = form | {"title": title, "_continue": "1"}
            answer = self.browser.send(self.address, [*fields.items()], token)
            if answer.status == 200 and "errornote" not in answer.text:
                self.acknowledged.append(title)
                return
        self.note(answer)

    def note(self, answer):
        self.refused += 1
        if answer.status != 503 or "Retry-After" not in answer.headers:
            self.odd.append((answer.status, re.sub(r"<[^>]*>|\s+", " ", answer.text)[:300]))
        time.sleep(0.1)
