"""The two looks an aid gets before it is public: its team's, then a publisher's (portal.md §9)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from aids.models.aid import Aid
from aids.models.pages import AidPage

PROOFREAD = "aids.proofread_aid"


def can_publish(user: Any, page: Page) -> bool:
    """Whether somebody may publish a page."""
    return bool(page.permissions_for_user(user).can_publish())


class LookTask(Task):
    """A step of a workflow given to who may act on the page, not to a group."""

    class Meta:
        abstract = True

    def is_for(self, page: Page, user: Any) -> bool:
        """Whether this person may say yes or no at this step."""
        raise NotImplementedError

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        """Open the page to who has to look at it."""
        return self.is_for(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """Let nobody else change what is being looked at."""
        return not self.is_for(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        """Return what this person may answer; asking for changes always says which."""
        if not self.is_for(obj, user):
            return []
        return [
            ("reject", gettext("Ask for changes"), True),
            ("approve", gettext("Approve"), False),
            ("approve", gettext("Approve with a comment"), True),
        ]

    def waiting(self) -> models.QuerySet[TaskState]:
        """Return what waits at this step."""
        states: models.QuerySet[TaskState] = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task_id=self.pk
        )
        return states

    def waiting_to_publish(self, user: Any) -> models.QuerySet[TaskState]:
        """Return what waits at this step on the pages this person may publish."""
        waiting = self.waiting()
        asked = list(waiting.values_list("workflow_state__object_id", flat=True))
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(user, "publish").filter(pk__in=asked)
        mine = [str(pk) for pk in pages.values_list("pk", flat=True)]
        return waiting.filter(workflow_state__object_id__in=mine)


class ProofreadingTask(LookTask):
    """« Relire »: the officers of the aid's team; publishers may stand in for them."""

    class Meta:
        verbose_name = _("proofreading by the review team")
        verbose_name_plural = _("proofreadings by the review team")
        permissions = [("proofread_aid", "Can proofread the aids of their team")]

    @classmethod
    def get_description(cls) -> str:
        """Say who it is for."""
        return gettext("The officers of the aid's review team read it; publishers may too.")

    def is_for(self, page: Page, user: Any) -> bool:
        """An officer of the team, or a publisher."""
        if can_publish(user, page):
            return True
        team = Aid.objects.filter(key=page.translation_key, team__members=user.pk)
        return bool(user.has_perm(PROOFREAD)) and team.exists()

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Return the aids of their teams for officers, and what publishers may publish."""
        publishable = self.waiting_to_publish(user)
        if not user.has_perm(PROOFREAD):
            return publishable
        keys = Aid.objects.filter(team__members=user.pk).values("key")
        pages = AidPage.objects.filter(translation_key__in=keys).values_list("pk", flat=True)
        read = self.waiting().filter(workflow_state__object_id__in=[str(pk) for pk in pages])
        return publishable | read


class PublishingTask(LookTask):
    """« Publier »: those who may publish the page."""

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    @classmethod
    def get_description(cls) -> str:
        """Say who it is for."""
        return gettext("Those who may publish the page read it and publish it.")

    def is_for(self, page: Page, user: Any) -> bool:
        """Somebody who may publish the page."""
        return can_publish(user, page)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Return what this person may publish."""
        return self.waiting_to_publish(user)
