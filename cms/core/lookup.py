"""Lists kept in memory and searched as people type: by the start of words, accents aside.

A process builds a list once, at its first use. Thirty-five thousand communes answer in about a
millisecond; a database would need its own folding of accents on each engine.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

WORD = re.compile(r"[a-z0-9]+")
UNFOLDED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": " ", "–": " "})
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints"}
AFTER_EVERY_WORD = "\U0010ffff"


def folded(text: str) -> str:
    """Return a text as searches compare it: lower case, no accent, no punctuation."""
    lower = text.lower()
    if not lower.isascii():
        decomposed = unicodedata.normalize("NFKD", lower.translate(UNFOLDED))
        lower = decomposed.encode("ascii", "ignore").decode()
    return " ".join([ABBREVIATIONS.get(word, word) for word in WORD.findall(lower)])


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: its stable code, what people read, and the group it belongs to."""

    code: str
    label: str
    group: str = ""


class Lookup:
    """A list searched by the start of words.

    Entries come in the order they should be proposed, each with its name (an exact one comes
    first) and the other words it is found by.
    """

    def __init__(self, entries: Iterable[tuple[Entry, str, str]]) -> None:
        self._entries: list[Entry] = []
        self._names: list[str] = []
        self._by_code: dict[str, int] = {}
        self._places: dict[str, list[int]] = {}
        for index, (entry, name, others) in enumerate(entries):
            self._entries.append(entry)
            self._names.append(folded(name))
            self._by_code.setdefault(entry.code, index)
            for word in set(folded(f"{entry.label} {name} {others} {entry.code}").split()):
                self._places.setdefault(word, []).append(index)
        self._words = sorted(self._places)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def find(self, code: str) -> Entry | None:
        """Return the entry of this code."""
        index = self._by_code.get(code)
        return None if index is None else self._entries[index]

    def search(self, text: str, *, limit: int, groups: Iterable[str] = ()) -> list[Entry]:
        """Return the entries where each word typed starts a word, best first."""
        wanted = folded(text)
        places = self._matching(wanted.split(), frozenset(groups))
        best = nsmallest(limit, places, key=lambda place: self._rank(place, wanted))
        return [self._entries[place] for place in best]

    def named(self, text: str, *, groups: Iterable[str] = ()) -> list[Entry]:
        """Return the entries whose name, label or code is exactly what was typed."""
        wanted = folded(text)
        return [
            self._entries[place]
            for place in sorted(self._matching(wanted.split(), frozenset(groups)))
            if wanted
            in (
                self._names[place],
                folded(self._entries[place].label),
                folded(self._entries[place].code),
            )
        ]

    def _matching(self, words: list[str], groups: frozenset[str]) -> set[int]:
        places: set[int] | None = None
        for word in sorted(words, key=len, reverse=True):
            start = bisect_left(self._words, word)
            end = bisect_left(self._words, word + AFTER_EVERY_WORD, lo=start)
            here = {place for found in self._words[start:end] for place in self._places[found]}
            places = here if places is None else places & here
        found = places or set()
        return {place for place in found if not groups or self._entries[place].group in groups}

    def _rank(self, place: int, wanted: str) -> tuple[int, int]:
        name = self._names[place]
        if name == wanted:
            return 0, place
        return (1 if name.startswith(wanted) else 2), place
