"""Brings names into one script and into sound: Traditional to Simplified, Chinese to pinyin."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

_HEARD = 50_000  # words whose pinyin is kept: more than the Chinese names of a large graph have

HAN = re.compile("[㐀-鿿豈-\ufaff〇\U00020000-\U000323af]")
"""One Chinese sign."""

WORD = re.compile(r"[^\W_]+")
"""Letters, digits and signs without anything between them."""

_MARKS = re.compile("[\u0300-\u036f]")


class Scripts:
    """Converts text; each library is imported when first needed (opencc 0.01 s, pypinyin 0.2 s)."""

    @cached_property
    def _simplify(self) -> Callable[[str], str]:
        from opencc import OpenCC  # noqa: PLC0415 only texts with Han signs need it

        return OpenCC("t2s").convert

    @cached_property
    def _cut(self) -> Callable[[str], Iterable[str]]:
        from pypinyin.contrib.mmseg import seg  # noqa: PLC0415 only questions by sound need it

        return seg.cut

    @cached_property
    def _pronounce(self) -> Callable[[str], list[str]]:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 only questions by sound need it

        return lru_cache(_HEARD)(lazy_pinyin)

    def fold(self, text: str) -> str:
        """Text of one or more lines in Simplified signs and without accents; as long in lines."""
        if text.isascii():
            return text
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
        return self._simplify(text) if HAN.search(text) else text

    def syllables(self, line: str) -> list[str]:
        """The pinyin of folded text, without tones and with u for ü; other words stay.

        Phrases decide between readings (银行, 行走), else the usual one stands. Words are
        pronounced one by one and each once, which is ten times as fast as name by name.
        """
        heard = (sound for word in self._cut(line) for sound in self._pronounce(word))
        return [part for sound in heard for part in WORD.findall(spell(sound))]


def spell(letters: str) -> str:
    """Pinyin with u for ü: people type lvshi, lushi and lüshi for 律师."""
    return letters.replace("v", "u")
