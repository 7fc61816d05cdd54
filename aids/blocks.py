"""Editorial blocks of an aid's page: sections, contacts, questions and answers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.technical_blocks import CodesBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class SectionBlock(blocks.StructBlock):
    """One section of the presentation, under its heading."""

    heading = blocks.CharBlock(label=_("Heading"), default="", max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), default="", features=TEXT_FEATURES)

    class Meta:
        icon = "doc-full"
        label = _("Section")


class PresentationBlock(blocks.StreamBlock):
    """Context, who can ask, amount, conditions, expenses, how it goes, calendar."""

    section = SectionBlock()


class ContactBlock(blocks.StructBlock):
    """Whom to call, for the whole region or one territory."""

    service = blocks.CharBlock(label=_("Service"), default="", max_length=200)
    territory = blocks.CharBlock(
        label=_("Territory"),
        default="",
        required=False,
        max_length=120,
        help_text=_("Empty: the whole region."),
    )
    phone = CodesBlock(label=_("Phone"), default="", required=False, max_length=30)
    email = blocks.EmailBlock(label=_("E-mail"), default="", required=False)
    hours = blocks.CharBlock(label=_("Hours"), default="", required=False, max_length=200)
    address = blocks.TextBlock(label=_("Postal address"), default="", required=False, rows=2)

    class Meta:
        icon = "user"
        label = _("Contact")


class ContactsBlock(blocks.StreamBlock):
    """The contacts of an aid, by territory."""

    contact = ContactBlock()


class QuestionAnswerBlock(blocks.StructBlock):
    """A question people ask, and its answer."""

    question = blocks.CharBlock(label=_("Question"), default="", max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), default="", features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")


class QuestionsBlock(blocks.StreamBlock):
    """Questions and answers."""

    entry = QuestionAnswerBlock()
