"""The site beside a page that says hello: what Django, the middleware and the server cost by themselves."""

from django.http import HttpResponse
from django.urls import include, path


def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), path("", include("newsroom.urls"))]
