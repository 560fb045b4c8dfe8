"""What readers are told when an address has no answer."""

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "public/error.html", {"code": 400}, status=400)


def forbidden(request, exception=None):
    return render(request, "public/error.html", {"code": 403}, status=403)


def not_found(request, exception=None):
    return render(request, "public/error.html", {"code": 404}, status=404)


def server_error(request):
    return render(request, "public/error.html", {"code": 500}, status=500)
