"""Why an editor should look, in words she understands. The codes are the segmenter's and the recogniser's."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "no-headline": _("没有标题"),
    "no-text": _("只有标题，没有正文"),
    "late-headline": _("标题在正文之后"),
    "headline-elsewhere": _("标题和正文不在一处，是按内容配上的"),
    "headline-swapped": _("副题读在主题之前，已调换"),
    "headline-parts": _("引题、主题、副题也可以有别的分法"),
    "interrupted": _("中间夹着另一篇"),
    "cut-off": _("这一段没有完，下半段没有找到"),
    "begins-inside": _("开头像是半句话"),
    "joined-apart": _("隔着别的文字接起来的两半"),
    "joined-narrowly": _("接起来的两半不太吻合"),
    "repeated": _("版面上重复的文字，只留了一处"),
    "repeated-nearly": _("两段几乎相同，只留了一段"),
    "continued-from": _("上接其他版"),
    "continued-on": _("下转其他版"),
    "series": _("像是系列报道的一篇"),
    "narrow": _("这里换一种切分几乎同样说得通"),
    "office-signature": _("署名是单位，不是个人"),
    "glued-names": _("姓名连在一起，可能是两个人"),
    "mark-missing": _("括号或引号只有一半，疑缺“%(detail)s”"),
    "look-alike": _("疑为形近字，应作“%(detail)s”"),
    "traditional": _("简体文字中的繁体字，应作“%(detail)s”"),
    "foreign": _("句中夹着外文：%(detail)s"),
    "unreadable": _("有读不出的字"),
    "date-unknown": _("日期无法确定"),
}


def in_words(doubt: dict):
    """Return a doubt of `Article.warnings` as a sentence; an unknown code is shown as it is."""
    words = WORDS.get(doubt["code"])
    if words is None:
        return f"{doubt['code']} {doubt.get('detail', '')}".strip()
    return words % {"detail": doubt.get("detail", "")} if "%(detail)s" in str(words) else words


def worst_first(warnings: list) -> list[str]:
    """Return an article's doubts in words, each once, the gravest first."""
    graded = sorted(
        (item for item in warnings if isinstance(item, dict) and "code" in item),
        key=lambda item: -item.get("severity", 0),
    )
    return list(dict.fromkeys(str(in_words(item)) for item in graded))
