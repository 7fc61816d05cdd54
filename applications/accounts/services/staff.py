"""Staff: the role, the door and Wagtail's permissions, always together.

Wagtail lets anybody with `access_admin` into its admin, staff or not, and the door lets in staff
only: an account with one and not the other is a mistake waiting to be found by somebody else.
"""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from applications.accounts import events as kinds
from applications.accounts.models import StaffRole, User
from cms.core import events

ENTER = "wagtailadmin.access_admin"
MEDIA = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
WRITE = ("wagtailcore.add_page", "wagtailcore.change_page")
PUBLISH = ("wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page")
TRANSLATE = ("wagtail_localize.submit_translation",)
REGULATION = ("aids.add_regulationversion", "aids.change_regulationversion")
LISTS = ("aids.add_referencelist", "aids.change_referencelist")
PROOFREADING = ("aids.proofread_aid",)
CAMPAIGN = ("aids.add_campaign", "aids.change_campaign", "aids.change_aid")
TAXONOMIES = tuple(
    f"aids.{act}_{name}"
    for name in ("audience", "theme", "territory", "nature")
    for act in ("add", "change", "delete")
)
MAILS = tuple(f"notifications.{act}_mailtemplate" for act in ("add", "change", "delete"))
ADVICE = tuple(f"accounts.{act}_signinnotice" for act in ("add", "change", "delete"))
SETTINGS = (
    "core.change_sitesettings",
    "accounts.add_family",
    "accounts.change_family",
    "aids.add_reviewteam",
    "aids.change_reviewteam",
    "aids.delete_reviewteam",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)

GRANTS: dict[StaffRole, tuple[str, ...]] = {
    StaffRole.OFFICER: PROOFREADING,
    StaffRole.DECIDER: (),
    StaffRole.PAYMASTER: (),
    StaffRole.EDITOR: (*REGULATION, *LISTS, *TRANSLATE),
    StaffRole.PUBLISHER: (*REGULATION, *LISTS, *CAMPAIGN, *TAXONOMIES, *MAILS, *ADVICE, *TRANSLATE),
    StaffRole.SUPPORT: (),
    StaffRole.ADMINISTRATOR: (*SETTINGS, *CAMPAIGN, *TAXONOMIES, *MAILS, *ADVICE),
}
ON_PAGES: dict[StaffRole, tuple[str, ...]] = {
    StaffRole.EDITOR: WRITE,
    StaffRole.PUBLISHER: (*WRITE, *PUBLISH),
}
ON_MEDIA: dict[StaffRole, tuple[str, ...]] = {
    StaffRole.EDITOR: MEDIA,
    StaffRole.PUBLISHER: MEDIA,
    StaffRole.ADMINISTRATOR: MEDIA,
}


@transaction.atomic
def ensure_groups() -> dict[StaffRole, Group]:
    """Make one group per role with exactly the permissions of that role."""
    permissions = _permissions()
    root_page = Page.get_first_root_node()
    root_collection = Collection.get_first_root_node()
    groups = {}
    for role in StaffRole:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set([permissions[code] for code in (ENTER, *GRANTS[role])])
        on_pages = [permissions[code] for code in ON_PAGES.get(role, ())]
        on_media = [permissions[code] for code in ON_MEDIA.get(role, ())]
        for permission in on_pages:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root_page, permission=permission
            )
        for permission in on_media:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root_collection, permission=permission
            )
        GroupPagePermission.objects.filter(group=group).exclude(permission__in=on_pages).delete()
        GroupCollectionPermission.objects.filter(group=group).exclude(
            permission__in=on_media
        ).delete()
        groups[role] = group
    return groups


@transaction.atomic
def grant_staff(user: User, *, role: StaffRole | str, actor: User | None = None) -> User:
    """Make an account staff in a role: the door, the role and the group at once."""
    role = StaffRole(role)
    group = Group.objects.filter(name=role.value).first() or ensure_groups()[role]
    user.groups.set([group])
    user.staff_role = role
    user.is_staff = True
    user.save(update_fields=["staff_role", "is_staff"])
    events.record(
        kinds.STAFF_GRANTED,
        subject_type="account",
        subject_id=user.pk,
        actor=actor,
        role=role.value,
    )
    return user


@transaction.atomic
def withdraw_staff(user: User, *, actor: User | None = None) -> User:
    """Take the role, the door and every permission away at once."""
    user.groups.clear()
    user.user_permissions.clear()
    user.staff_role = ""
    user.is_staff = False
    user.is_superuser = False
    user.save(update_fields=["staff_role", "is_staff", "is_superuser"])
    events.record(kinds.STAFF_WITHDRAWN, subject_type="account", subject_id=user.pk, actor=actor)
    return user


def _permissions() -> dict[str, Permission]:
    """Return every permission named here; one that does not exist is a programming error."""
    wanted = {
        ENTER,
        *(
            code
            for table in (GRANTS, ON_PAGES, ON_MEDIA)
            for codes in table.values()
            for code in codes
        ),
    }
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type").filter(
            codename__in=[code.split(".")[1] for code in wanted]
        )
    }
    missing = wanted - found.keys()
    if missing:
        raise ImproperlyConfigured(f"permissions that do not exist: {', '.join(sorted(missing))}")
    return found
