"""Readers report mistakes: no account, no cookie, and little for a machine to abuse.

Nothing here acts in a reader's name, so there is nothing to forge across sites. What keeps machines out: a
signed time that is neither too young nor too old, a field that people do not see, and limits a sender.
"""

from axes.helpers import get_client_ip_address
from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from articles.models import Article
from articles.moderating import TooManyReports, report_mistake, sender_of

from .caching import forget_cookies
from .errors import forbidden, too_many
from .rows import article_address
from .showing import show

QUICKEST = 2  # seconds; nobody reads the form and writes a sentence faster
SLOWEST = 24 * 60 * 60
signer = TimestampSigner(salt="articles.public.mistakes")


class MistakeForm(forms.Form):
    """What is wrong, and where."""

    quote = forms.CharField(label=_("文中原话"), max_length=300, required=False)
    words = forms.CharField(
        label=_("哪里不对，应当是什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(label=_("联系方式（可不填）"), max_length=120, required=False)
    # Hidden from people by the style sheet; machines fill in every field they find.
    website = forms.CharField(label=_("此处请留空"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args, article: Article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("最后一栏请留空。"))
        return ""

    def clean_token(self):
        token = self.cleaned_data["token"]
        try:
            told = signer.unsign(token, max_age=SLOWEST)
            if told != str(self.article.pk):
                raise BadSignature
        except SignatureExpired as error:
            raise forms.ValidationError(_("表单打开太久了。请再提交一次。")) from error
        except BadSignature as error:
            raise forms.ValidationError(_("表单不是从这一页提交的。请再提交一次。")) from error
        if is_too_quick(token):
            raise forms.ValidationError(_("提交得太快了。请看一眼再提交。"))
        return token


def is_too_quick(token: str) -> bool:
    try:
        signer.unsign(token, max_age=QUICKEST)
    except SignatureExpired:
        return False
    return True


@csrf_exempt
def mistake(request, pk: int):
    """Show the form under an article's address, and take a report in."""
    forget_cookies(request)
    article = (
        Article.objects.published().filter(pk=pk).only("id", "title", "kicker", "subtitle", "body").first()
    )
    if article is None:
        raise Http404
    if request.method in ("GET", "HEAD"):
        return no_store(ask(article, MistakeForm(article=article)))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return forbidden(request)
    form = MistakeForm(request.POST, article=article)
    if not form.is_valid():
        return no_store(ask(article, form, status=422))
    told = {name: form.cleaned_data[name] for name in ("words", "quote", "contact")}
    try:
        report_mistake(article, **told, sender=sender_of(get_client_ip_address(request) or ""))
    except TooManyReports:
        return too_many(request)
    return HttpResponseRedirect(f"{article_address(article.pk)}mistake/thanks/", status=303)


def thanks(request, pk: int):
    """Thank for a report; the address can be opened again without sending it again."""
    forget_cookies(request)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    article = (
        Article.objects.published().filter(pk=pk).only("id", "title", "kicker", "subtitle", "body").first()
    )
    if article is None:
        raise Http404
    return no_store(show("mistake_thanks", {"article": article}))


def ask(article: Article, form: MistakeForm, *, status: int = 200):
    token = signer.sign(str(article.pk))
    return show("mistake", {"article": article, "form": form, "token": token}, status=status)


def no_store(response):
    response["Cache-Control"] = "no-store"
    return response
