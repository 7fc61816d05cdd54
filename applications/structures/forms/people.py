"""Forms about the people of a structure: inviting, rights, refusing, confirming."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.accounts.forms.fields import email_field
from applications.structures.models import Membership, MembershipRole


class RightsForm(forms.Form):
    """What a person is in the structure, and may do for it."""

    role = forms.ChoiceField(
        label=pgettext_lazy("of a person in a structure", "Role"),
        choices=MembershipRole.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "A manager keeps the sheet and the people, and sees every application of the "
            "structure. A member sees those they write or that are shared with them."
        ),
    )
    can_sign = forms.BooleanField(
        label=pgettext_lazy("right", "May sign"),
        help_text=_("Files applications, certifies statements, withdraws."),
        required=False,
    )
    can_see_bank_details = forms.BooleanField(
        label=pgettext_lazy("right", "May see the bank details"),
        help_text=_("Sees the IBAN of the structure and changes it."),
        required=False,
    )

    @property
    def rights(self) -> dict[str, Any]:
        """Return what was chosen, as the services take it."""
        return {
            "role": MembershipRole(self.cleaned_data["role"]),
            "can_sign": self.cleaned_data["can_sign"],
            "can_see_bank_details": self.cleaned_data["can_see_bank_details"],
        }


class InviteForm(RightsForm):
    """« Inviter une personne »."""

    email = email_field(_("E-mail address"), autocomplete="off")
    must_validate = forms.BooleanField(
        label=_("Validate myself on arrival"),
        help_text=_("The person sees nothing of the structure until you have validated."),
        required=False,
    )
    field_order = ("email", "role", "can_sign", "can_see_bank_details", "must_validate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = MembershipRole.MEMBER
        given = _("Given to managers without ticking.")
        for name in ("can_sign", "can_see_bank_details"):
            self.fields[name].help_text = f"{self.fields[name].help_text} {given}"


class RefusalForm(forms.Form):
    """« Refuser », with the reason the person will read."""

    prefix = "refusal"
    reason = forms.CharField(
        label=_("Reason of the refusal"),
        help_text=_("The person will read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why: the person will read it.")},
    )


class ConfirmPeopleForm(forms.Form):
    """The yearly list: who is ticked still acts for the structure."""

    kept = forms.MultipleChoiceField(
        label=_("These people still act for the structure"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Untick whoever no longer acts for it: their access is suspended at once, nothing is "
            "deleted, and you can give it back."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(people)
        field = cast("forms.MultipleChoiceField", self.fields["kept"])
        field.choices = [(str(one.pk), f"{one.user} – {one.get_role_display()}") for one in people]
        field.initial = [str(one.pk) for one in people if one.is_active]

    @property
    def kept_ids(self) -> set[int]:
        """Return the numbers of the memberships to keep."""
        return {int(pk) for pk in self.cleaned_data["kept"]}
