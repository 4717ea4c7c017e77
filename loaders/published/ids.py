"""Ids for what a data set names but gives no id: the words of the name, joined by hyphens."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")


def make_id(*parts: str) -> str | None:
    """The id that these parts make, None where one of them holds no letter or digit of ASCII.

    >>> make_id("ddat", "End user  computing engineer (DevOps)")
    'ddat-end-user-computing-engineer-devops'
    """
    words = [_WORD.findall(unicodedata.normalize("NFKC", part).lower()) for part in parts]
    return "-".join(word for found in words for word in found) if all(words) else None
