"""Words as the catalogue compares them: without accents, capitals, plurals or small slips."""

import re
import unicodedata
from html import unescape

SLIP_LENGTH = 5
FUNCTION_WORDS = """
a ai ainsi au aux avec c ce ces cet cette d dans de des du elle elles en est et il ils j je l la le
les leur leurs ma mes mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont
sur ta tes ton tous tout toute toutes tu un une vos votre vous y
an and are as at by for from i in is it my of or the to with you your
"""
EMPTY_WORDS = frozenset(FUNCTION_WORDS.split())
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Return a text in lower case, without tags or accents."""
    bare = unescape(TAG.sub(" ", text)).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", bare)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).lower()


def stem(word: str) -> str:
    """Return what singular and plural, masculine and feminine share (« lycéennes », « lycéen »).

    What is left is long enough to be a word of its own: « musée » is « muse », never « mus ».
    """
    if len(word) <= 3 or word.isdigit():
        return word
    if word.endswith("eaux"):
        word = word[:-1]
    elif word.endswith("aux"):
        word = word[:-2] + "l"
    elif word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        bare = word.rstrip("e")
        word = bare if len(bare) > 3 or not word.endswith("ee") else word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def singular(word: str) -> str:
    """Return a word as typed without its mark of the plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def words_of(text: str) -> list[str]:
    """Return the words of a text that carry meaning, as typed but plain."""
    return [word for word in WORD.findall(plain(text)) if word not in EMPTY_WORDS]


def stems_of(text: str) -> list[str]:
    """Return the stems of a text, each once, in order."""
    return list(dict.fromkeys(stem(word) for word in words_of(text)))


def is_one_slip_away(one: str, other: str) -> bool:
    """Tell whether one letter added, dropped, changed or swapped makes one word the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    is_swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (
        is_swapped and one[start + 2 :] == other[start + 2 :]
    )
