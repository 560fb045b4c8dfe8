"""What was typed at the desk, turned into a Mark that the core understands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.segmenter.story import Mark, MarkKind, Role
from articles.segmenter.text import Span


def without_returns(text: str) -> str:
    # Browsers send CRLF whatever the page holds.
    return text.replace("\r\n", "\n").replace("\r", "\n")


class MarkForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in MarkKind])
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    # Paragraphs open with two full-width spaces, and offsets count them.
    quote = forms.CharField(strip=False, required=False)
    value = forms.CharField(strip=False, required=False, max_length=500)
    # Which words of the stretch are meant: typed or selected, where no cursor can say it.
    words = forms.CharField(required=False, max_length=200)

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        start, end, text = data["start"], data["end"], self.page.text
        if not start < end <= len(text):
            raise forms.ValidationError(
                _("%(start)s–%(end)s 不在这一版的 %(length)s 个字之内。请重新打开校读台。"),
                params={"start": start, "end": end, "length": len(text)},
            )
        if data["quote"] and without_returns(data["quote"]) != without_returns(text[start:end]):
            raise forms.ValidationError(
                _("版面此处不是“%(quote)s”。请重新打开校读台再标注。"), params={"quote": data["quote"][:20]}
            )
        if data.get("words"):
            self.narrow(data)
        self.check_value(data)
        return data

    def narrow(self, data):
        """Let the mark begin at the words that were named, or cover them."""
        named = data["words"]
        at = self.page.text.find(named, data["start"], data["end"])
        if at < 0:
            raise forms.ValidationError(
                _("这一块里没有“%(words)s”。请照版面上的字填写。"), params={"words": named[:20]}
            )
        if data["kind"] == MarkKind.SPLIT and at == data["start"]:
            raise forms.ValidationError(
                _("“%(words)s”已是这一块的开头。请填断开处后面的几个字。"), params={"words": named[:20]}
            )
        data["start"] = at
        if data["kind"] == MarkKind.READ_AS:
            data["end"] = at + len(named)

    def check_value(self, data):
        kind, value = data["kind"], data["value"]
        if kind == MarkKind.ROLE and value not in set(Role):
            raise forms.ValidationError(_("没有“%(value)s”这种类型。"), params={"value": value})
        if kind == MarkKind.MOVE:
            target = self.page.passages.filter(start=value).exists() if value.isdecimal() else False
            if not target:
                raise forms.ValidationError(_("找不到要移到的文章。请重新打开校读台。"))
        if kind == MarkKind.READ_AS and "\n" in without_returns(value):
            raise forms.ValidationError(_("“读作”只能是一行字。"))

    @property
    def mark(self) -> Mark:
        data = self.cleaned_data
        return Mark(MarkKind(data["kind"]), Span(data["start"], data["end"]), data["value"])
