"""Edits rows in Django's admin as a person does: logs in, opens each form, and sends it back changed."""

import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

setup_test_environment()
client = Client(enforce_csrf_checks=True)


def form_at(path):
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code, response.content[:500])
    context = response.context
    return context["adminform"].form if "adminform" in context else context["form"]


def send(path, changes):
    """Sends a form as a browser would, with the values that it shows but for the changes."""
    form = form_at(path)
    values = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    for field in form:
        value = field.value()
        if value is not None:
            several = isinstance(value, list)
            values[field.html_name] = [str(getattr(v, "pk", v)) for v in value] if several else value
    response = client.post(path, {**values, **changes})
    assert response.status_code == 302, (path, response.status_code, response.content.decode())


def delete(path):
    client.get(path)
    token = client.cookies["csrftoken"].value
    response = client.post(path, {"post": "yes", "csrfmiddlewaretoken": token})
    assert response.status_code == 302, (path, response.status_code, response.content.decode())


book, author, doomed_tag = sys.argv[1:]
get_user_model().objects.create_superuser("editor", "editor@example.org", "a long pass phrase")
send("/admin/login/?next=/admin/", {"username": "editor", "password": "a long pass phrase"})

send("/admin/app/tag/add/", {"name": "of the admin"})
tags = {str(tag): str(tag.pk) for tag in form_at("/admin/app/book/add/").fields["tags"].queryset}
changes = {"title": "Édité", "price": "7.05", "published_on": "0999-12-31", "summary": ""}
send(f"/admin/app/book/{book}/change/", {**changes, "tags": [tags["of the admin"], tags["sea"]]})
send(f"/admin/app/author/{author}/change/", {"born": "1850-02-03"})
delete(f"/admin/app/tag/{doomed_tag}/delete/")

# The rules of the declaration hold in the admin too.
refused = client.post(
    f"/admin/app/book/{book}/change/",
    {
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        "title": "x",
        "isbn": "none",
        "pages": "0",
        "price": "1.001",
        "status": "lost",
        "author": author,
    },
)
assert refused.status_code == 200
faulty = set(refused.context["adminform"].form.errors)
assert faulty == {"isbn", "pages", "price", "status"}, faulty
