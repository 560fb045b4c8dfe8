"""Words of a closed set, kept as small numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class CodedField(models.Field):
    """One of its choices, kept as the number of its place among them: a byte where a word takes ten.

    Rows that an archive has six of for each article are what this is for. The database knows a word by its
    place alone: choices are added at the end, and none is ever taken away.
    """

    def get_internal_type(self):
        return "PositiveSmallIntegerField"

    @cached_property
    def words(self) -> list[str]:
        return [str(getattr(word, "value", word)) for word, _label in self.flatchoices]

    @cached_property
    def codes(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words)}

    def to_python(self, value):
        if value is None or value in self.codes:
            return value
        raise ValidationError(_("“%(value)s”不在可选之列。"), code="invalid", params={"value": value})

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is None:
            return None
        try:
            return self.codes[str(value)]
        except KeyError:
            raise ValueError(f"{self.name} = {value!r} is none of {', '.join(self.words)}.") from None

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.words[value]

    def value_to_string(self, obj):
        return self.value_from_object(obj)
