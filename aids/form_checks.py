"""What stands between a form and its publication: problems, changes, effects on drafts."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from aids import dossiers
from aids.drafts import schema_of
from aids.models.aid import Aid
from aids.models.form_change import FormChange
from aids.models.form_version import FormVersion
from aids.services import form_changes
from applications.formbuilder import checks, diff, duration, effects, texts
from applications.formbuilder.diff import Change
from applications.formbuilder.effects import Effect, EffectKind, Effects
from applications.formbuilder.reference_checks import Problem
from applications.formbuilder.schema import FormSchema, for_applicants

MOST_READ_AT_ONCE = 300
"""Drafts a page reads while it is waited for; beyond, a worker does."""
STALE = timedelta(hours=1)


class FormCheck:
    """One form about to be published, against the version in force and the real drafts.

    Nothing is written; each part is worked out once, when asked.
    """

    def __init__(self, aid: Aid, schema: FormSchema, *, now: datetime) -> None:
        self.aid, self.schema, self.now = aid, schema, now

    @cached_property
    def problems(self) -> list[Problem]:
        """Return what must be corrected first."""
        return checks.check(self.schema)

    @cached_property
    def base(self) -> FormVersion | None:
        """Return the version in force."""
        return self.aid.form_versions.order_by("-number").first()

    @cached_property
    def in_force(self) -> FormSchema:
        """Return the form in force; an empty one when there is none."""
        if self.base is None:
            return FormSchema()
        return FormSchema.model_validate(self.base.schema)

    @cached_property
    def changes(self) -> list[Change]:
        """Return what changes, in words."""
        return diff.describe(self.in_force, self.schema)

    @cached_property
    def minutes(self) -> int:
        """Return how long applicants take to fill it."""
        return duration.minutes(for_applicants(self.schema))

    @cached_property
    def digests(self) -> tuple[str, str]:
        """Return the digests of the structure and of the texts."""
        return texts.digests(self.schema)

    @property
    def is_changed(self) -> bool:
        """Whether publishing would make a version."""
        if self.base is None:
            return True
        return self.digests != (self.base.structure_digest, self.base.texts_digest)

    @property
    def is_structural(self) -> bool:
        """Whether more than wording changes: words alone reach drafts at once."""
        return self.base is not None and self.digests[0] != self.base.structure_digest

    @cached_property
    def drafts(self) -> int:
        """Count the drafts that may still be filed."""
        return dossiers.count_drafts(self.aid, now=self.now) if self.is_structural else 0

    @cached_property
    def change(self) -> FormChange | None:
        """Return what is kept of this very change: its effects once counted, its choice."""
        if self.base is None:
            return None
        return form_changes.find(self.aid, self.base, self.digests[0])

    @cached_property
    def risks(self) -> list[Effect]:
        """Return what would take a choice if drafts hold such answers."""
        if not self.is_structural:
            return []
        return effects.risks(for_applicants(self.in_force), for_applicants(self.schema))

    @property
    def is_long(self) -> bool:
        """Whether there are too many drafts to read while somebody waits."""
        return self.drafts > MOST_READ_AT_ONCE

    @cached_property
    def effects(self) -> Effects | None:
        """Return what it does to drafts; `None` while a worker has not counted it."""
        if self.problems or not self.drafts or self.base is None:
            return Effects(drafts=self.drafts, touched=0, lines=())
        if not self.is_long:
            return form_changes.count_effects(self.aid, self.base, self.schema, now=self.now)
        kept = self.change
        if kept is None or kept.effects is None or self._is_stale(kept):
            return None
        return Effects.from_json(kept.effects)

    def _is_stale(self, kept: FormChange) -> bool:
        return kept.counted_at is None or kept.counted_at < self.now - STALE

    @property
    def is_decided(self) -> bool:
        """Whether somebody has chosen what drafts do."""
        return self.change is not None and self.change.is_decided_at(self.now)

    @cached_property
    def destructive(self) -> list[Effect]:
        """Return what takes an explicit choice; what might, while drafts are not read."""
        if not self.risks or not self.drafts:
            return []
        return self.risks if self.effects is None else self.effects.destructive

    @property
    def waits_for_choice(self) -> bool:
        """Whether publication is refused until somebody chooses what drafts do."""
        return not self.is_decided and bool(self.destructive)

    @property
    def is_held(self) -> bool:
        """Whether publication is refused: something to correct, or a choice to make."""
        return bool(self.problems) or self.waits_for_choice

    @property
    def reasons(self) -> list[str]:
        """Say why drafts are in question: what they hold, what they would have to answer."""
        kinds = {effect.kind for effect in self.destructive}
        said = []
        if kinds - {EffectKind.REQUIRED}:
            said.append(
                gettext("Drafts may hold answers that this form no longer takes as they are.")
                if self.effects is None
                else gettext("Drafts hold answers that this form no longer takes as they are.")
            )
        if EffectKind.REQUIRED in kinds:
            said.append(gettext("Drafts under way will have to answer what becomes required."))
        return said


def check_of(page: Any) -> FormCheck | None:
    """Return what stands between the form of a page at hand and its publication.

    `None` when the page gives no form its structure.
    """
    aid = Aid.objects.for_page(page) if page.is_source else None
    return FormCheck(aid, schema_of(page), now=timezone.now()) if aid is not None else None
