"""Autocompletes that take keys only, and do not ask for the name of what the form already holds."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

NO_ROW = "0"  # the key of no row: the field refuses it as no valid choice


class KeysOnly:
    """Takes what is no key for the key of no row: Django's own looks it up when it shows the form again."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return [key_of(item) for item in value] if isinstance(value, list) else key_of(value)


def key_of(value):
    is_key = not value or (value.isascii() and value.isdecimal() and len(value) < 19)
    return value if is_key else NO_ROW


class KeySelect(KeysOnly, AutocompleteSelect):
    pass


class KeySelectMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


class KnownSelect(KeySelect):
    """Shows the chosen row by a name that is known; one query less for each such field and inline row."""

    known: dict[str, str] | None = None

    def optgroups(self, name, value, attr=None):
        chosen = [str(item) for item in value if item not in (None, "")]
        if not self.known or any(item not in self.known for item in chosen):
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required or chosen else [self.create_option(name, "", "", False, 0)]
        options = [
            self.create_option(name, item, self.known[item], True, number)
            for number, item in enumerate(chosen)
        ]
        if not self.is_required and chosen:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, [option], number) for number, option in enumerate([*empty, *options])]


def tell_known(form, names) -> None:
    """Give each field's widget the name of the row that the form's instance points at."""
    for name in names:
        field = form.fields.get(name)
        widget = getattr(field.widget, "widget", field.widget) if field else None
        if not isinstance(widget, KnownSelect):
            continue
        column = form.instance._meta.get_field(name)
        key = getattr(form.instance, column.attname)
        if key is not None and column.is_cached(form.instance):
            widget.known = {str(key): str(getattr(form.instance, name))}
