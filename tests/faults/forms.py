"""What a form of a page would send, as a browser without scripts reads it."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """What one form of a page would send: the one that has a field of this name."""

    def __init__(self, text: str, having: str):
        super().__init__()
        self.having, self.fields, self.own, self.inside = having, {}, {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.own = {}
        elif tag == "input" and told.get("type") not in ("submit", "search"):
            if told.get("type") != "checkbox" or "checked" in told:
                self.own[told.get("name")] = told.get("value", "")
        elif tag == "textarea":
            self.inside, self.own[told["name"]] = told["name"], ""
        elif tag == "option" and "selected" in told:
            self.own[self.chosen] = told.get("value", "")
        elif tag == "select":
            self.chosen = told.get("name")

    def handle_data(self, data):
        if self.inside:
            self.own[self.inside] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line break after the tag is no part of the text.
            self.own[self.inside] = self.own[self.inside].removeprefix("\n")
            self.inside = None
        elif tag == "form" and self.having in self.own:
            self.fields = self.own
