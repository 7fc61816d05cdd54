"""Blocks of the content pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class ContentBlock(blocks.StreamBlock):
    """What an editor may put in a content page."""

    heading = blocks.CharBlock(label=_("Heading"), default="", icon="title", max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), default="", features=TEXT_FEATURES)
    image = ImageBlock(label=_("Picture"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)

    class Meta:
        template = "home/blocks/content.html"
