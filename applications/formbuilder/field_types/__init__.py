"""The engine's own field types; each file says everything about one."""

from applications.formbuilder.field_types.address import AddressType
from applications.formbuilder.field_types.amount import AmountType
from applications.formbuilder.field_types.check import CheckType
from applications.formbuilder.field_types.choice import ChoiceType
from applications.formbuilder.field_types.computed_sum import ComputedSumType
from applications.formbuilder.field_types.computed_value import ComputedValueType
from applications.formbuilder.field_types.consent import ConsentType
from applications.formbuilder.field_types.country import CountryType
from applications.formbuilder.field_types.date import DateType
from applications.formbuilder.field_types.decimal import DecimalType
from applications.formbuilder.field_types.email import EmailType
from applications.formbuilder.field_types.file import FileType
from applications.formbuilder.field_types.financing_plan import FinancingPlanType
from applications.formbuilder.field_types.iban import IbanType
from applications.formbuilder.field_types.integer import IntegerType
from applications.formbuilder.field_types.linked_choice import LinkedChoiceType
from applications.formbuilder.field_types.long_text import LongTextType
from applications.formbuilder.field_types.multiple_choice import MultipleChoiceType
from applications.formbuilder.field_types.naf import ActivityType
from applications.formbuilder.field_types.nationality import NationalityType
from applications.formbuilder.field_types.note import NoteType
from applications.formbuilder.field_types.percentage import PercentageType
from applications.formbuilder.field_types.period import PeriodType
from applications.formbuilder.field_types.person import PersonType
from applications.formbuilder.field_types.phone import PhoneType
from applications.formbuilder.field_types.reference_list import ReferenceListType
from applications.formbuilder.field_types.repeated_group import RepeatedGroupType
from applications.formbuilder.field_types.rna import RnaType
from applications.formbuilder.field_types.siren import SirenType
from applications.formbuilder.field_types.siret import SiretType
from applications.formbuilder.field_types.sworn_statement import SwornStatementType
from applications.formbuilder.field_types.table import TableType
from applications.formbuilder.field_types.territory import TerritoryType
from applications.formbuilder.field_types.text import TextType
from applications.formbuilder.field_types.title import TitleType
from applications.formbuilder.field_types.uai import UaiType
from applications.formbuilder.field_types.url import UrlType
from applications.formbuilder.field_types.warning import WarningType
from applications.formbuilder.field_types.yes_no import YesNoType
from applications.formbuilder.registry import field_types

# At import, not in ready(): the pages that hold the blocks are declared before.
for _field_type in (
    TextType,
    LongTextType,
    IntegerType,
    DecimalType,
    AmountType,
    PercentageType,
    DateType,
    PeriodType,
    YesNoType,
    ChoiceType,
    MultipleChoiceType,
    LinkedChoiceType,
    ReferenceListType,
    EmailType,
    PhoneType,
    UrlType,
    PersonType,
    AddressType,
    TerritoryType,
    CountryType,
    NationalityType,
    SiretType,
    SirenType,
    RnaType,
    UaiType,
    ActivityType,
    IbanType,
    FileType,
    RepeatedGroupType,
    TableType,
    FinancingPlanType,
    ComputedSumType,
    ComputedValueType,
    CheckType,
    ConsentType,
    SwornStatementType,
    TitleType,
    NoteType,
    WarningType,
):
    field_types.register(_field_type())

__all__ = ["field_types"]
