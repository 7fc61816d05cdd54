"""What the Region types of structures."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import Family
from applications.registries.numbers import compact, is_rna, is_siret, is_uai
from applications.registries.records import CompanyRecord
from applications.structures.forms.blocks import Written
from applications.structures.forms.fields import RnaOrReceiptField, siret_field, uai_field
from applications.structures.models import Origin, Structure
from cms.core.searching import SearchingForm

EMAIL_WRONG = _("Write an e-mail address like name@example.org.")


def family_field() -> forms.ModelChoiceField[Family]:
    """Return the choice of a family of structures."""
    return forms.ModelChoiceField(
        label=_("Family of applicants"),
        queryset=Family.objects.filter(is_structure=True),
        error_messages={"required": _("Choose the family.")},
    )


class LookUpForm(forms.Form):
    """One number, of whichever kind: a SIRET, an RNA number or a UAI."""

    number = forms.CharField(
        label=_("SIRET, RNA number or UAI"),
        help_text=_("What the register says fills in the form below."),
        max_length=40,
        widget=forms.TextInput({"data-width": "20", "autocomplete": "off"}),
        error_messages={"required": _("Write a SIRET, an RNA number or a UAI.")},
    )

    def clean_number(self) -> dict[str, str]:
        """Return the number under the name of its kind."""
        number = compact(self.cleaned_data["number"])
        for kind, is_right in (("siret", is_siret), ("rna", is_rna), ("uai", is_uai)):
            if is_right(number):
                return {kind: number}
        raise ValidationError(
            _("This is no SIRET (14 digits), no RNA number (W and 9 characters), no UAI."),
            code="wrong_number",
        )


class CreateForm(forms.Form):
    """« Créer une structure », and its first manager invited at once."""

    family = family_field()
    name = forms.CharField(
        label=_("Corporate name"),
        max_length=200,
        error_messages={"required": _("Write the corporate name.")},
    )
    siret = siret_field(required=False)
    rna = RnaOrReceiptField()
    uai = uai_field(required=False)
    address_line = forms.CharField(label=_("Number and street"), max_length=200, required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput({"data-width": "10"}),
    )
    city = forms.CharField(label=_("Town"), max_length=100, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(
        label=_("E-mail address of the structure"),
        required=False,
        error_messages={"invalid": EMAIL_WRONG},
    )
    manager = forms.EmailField(
        label=_("Invite the first manager"),
        help_text=_("Their e-mail address. The invitation is valid for 15 days."),
        required=False,
        error_messages={"invalid": EMAIL_WRONG},
    )

    plain = ("name", "siret", "uai", "address_line", "postcode", "city", "phone", "email")

    @classmethod
    def of_record(cls, record: CompanyRecord) -> Self:
        """Return the form filled in by a register."""
        said = {name: getattr(record, name, "") for name in (*cls.plain, "rna")}
        family = Family.objects.filter(code=record.family, is_structure=True).first()
        return cls(initial={**said, "family": family})

    @classmethod
    def of_request(cls, given: dict[str, str]) -> Self:
        """Return the form filled in with what somebody said of their structure."""
        family = Family.objects.filter(code=given.get("family", "")).first()
        return cls(initial={**given, "family": family})

    def values(self) -> dict[str, Any]:
        """Return what to keep."""
        values = {name: self.cleaned_data[name] for name in self.plain}
        return {**values, **self.cleaned_data["rna"]}


class IdentityForm(SearchingForm):
    """What only the Region changes: the family, the SIRET, the UAI."""

    family = family_field()
    siret = siret_field(required=False)
    uai = uai_field(required=False)

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structure = structure

    @classmethod
    def of(cls, structure: Structure, data: Any = None) -> Self:
        """Return the form of a structure, with what was just sent."""
        known = {name: getattr(structure, name) for name in ("family", "siret", "uai")}
        return cls(data, initial=known, structure=structure)

    def clean_siret(self) -> str:
        """Refuse the SIRET of another structure: they are to be merged."""
        siret: str = self.cleaned_data["siret"]
        taken = Structure.objects.filter(siret=siret).exclude(pk=self.structure.pk).first()
        if siret and taken is not None:
            message = _("This SIRET is that of “%(name)s”: merge the two structures.")
            raise ValidationError(message, code="taken", params={"name": taken.name})
        return siret

    def written(self, own: Origin) -> list[Written]:
        """Return the values typed."""
        return [(dict(self.cleaned_data), own, "")]


class ReasonForm(forms.Form):
    """A decision with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )


class InviteForm(forms.Form):
    """« Inviter le premier gestionnaire »."""

    email = forms.EmailField(
        label=_("E-mail address of the manager"),
        error_messages={
            "required": _("Write the e-mail address of the manager."),
            "invalid": EMAIL_WRONG,
        },
    )


class OtherForm(forms.Form):
    """Another structure, by its number: the body that manages this one, or its duplicate."""

    number = forms.CharField(
        label=_("SIRET, RNA number or UAI of the other structure"),
        max_length=40,
        error_messages={"required": _("Write a SIRET, an RNA number or a UAI.")},
    )

    def clean_number(self) -> Structure:
        """Return the structure of the portal that bears it."""
        number = compact(self.cleaned_data["number"])
        found = Structure.objects.living().identified(siret=number, rna=number, uai=number).first()
        if found is None:
            raise ValidationError(_("No structure of the portal bears this number."), "unknown")
        return found
