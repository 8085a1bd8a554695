"""What a refusal is told with."""

from typing import NamedTuple

from django.utils.functional import Promise

Words = str | Promise


class Sentence(NamedTuple):
    """What is wrong, and what to do."""

    wrong: Words
    todo: Words = ""
