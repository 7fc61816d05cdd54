"""The whole load: once per content of the data, a few seconds, no question asked."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation

from cms.core import public_cache
from cms.demo.loader import aids, codes, data, dossiers, pages, people, site, structures, taxonomies
from cms.demo.models import LoadStamp

STAMP = "demonstration"
Say = Callable[[str], None]


def load(*, now: datetime, say: Say) -> bool:
    """Load the demonstration unless this very data is loaded already; return whether it was."""
    digest = data.digest()
    if LoadStamp.objects.filter(name=STAMP, digest=digest).exists():
        say("The demonstration is loaded already.")
        return False
    with translation.override(settings.LANGUAGE_CODE):
        _load(now=now, say=say)
    LoadStamp.objects.update_or_create(name=STAMP, defaults={"digest": digest, "loaded_at": now})
    public_cache.bump()
    return True


def _load(*, now: datetime, say: Say) -> None:
    say("Settings, lists, teams…")
    site.load_site()
    site.load_notices()
    taxonomies.load_taxonomies()
    taxonomies.load_teams()
    say("Pages…")
    catalog = pages.load_tree()
    say("Structures and accounts…")
    structures.load_structures(now=now)
    people.load_accounts(now=now)
    codes.load_codes(now=now)
    aids.load_rows()
    entries = data.aids()
    for number, entry in enumerate(entries, start=1):
        say(f"Aid {number} of {len(entries)}: {entry['slug']}")
        aids.load_aid(entry, catalog=catalog, now=now)
    say("Dossiers…")
    dossiers.load_dossiers(now=now)
