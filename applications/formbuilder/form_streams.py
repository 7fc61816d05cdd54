"""The streams of a form in the editor: folded, and copied with what points inside them."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from applications.formbuilder.base import Words
from applications.formbuilder.registry import field_types


class FormStreamBlock(blocks.StreamBlock):
    """Steps, questions or documents; `form-blocks.js` says what they do in the page.

    `palette.js` has the chooser of types find each by what it is for and by its other names.

    A copied step points to its own questions and has a title of its own. With `folds`, a block is
    drawn when it is opened, so that a form of hundreds of questions opens quickly.
    """

    class Meta:
        folds = False


def palette_of(synonyms: dict[str, Words]) -> dict[str, Any]:
    """Return the other names of each type, and the words around the search.

    The browser writes the number in place of `%(count)d`.
    """
    return {
        "synonyms": {name: str(words) for name, words in synonyms.items()},
        "search": gettext("Search for a type of question"),
        "one": gettext("1 type of question"),
        "many": gettext("%(count)d types of questions"),
        "none": gettext("No type of question matches. Try another word."),
    }


def copied_words() -> dict[str, str]:
    """Return the title of a copied step, then that of its other copies, for the browser to fill."""
    return {
        "one": gettext("%(title)s (copy)"),
        "several": gettext("%(title)s (copy %(number)d)"),
    }


class FormStreamAdapter(StreamBlockAdapter):
    """Gives these streams their own script in the editor."""

    js_constructor = "portal.FormStream"

    def js_args(self, block: FormStreamBlock) -> list[Any]:
        """Add whether the children are drawn when they are opened, and what finds their types."""
        *first, meta = super().js_args(block)
        synonyms = {
            name: field_types.get(name).synonyms
            for name in block.child_blocks
            if name in field_types
        }
        own = {"folds": block.meta.folds, "palette": palette_of(synonyms), "copied": copied_words()}
        return [*first, {**meta, **own}]

    @cached_property
    def media(self) -> forms.Media:
        """Add the script."""
        scripts = ["portal/js/palette.js", "portal/js/form-blocks.js"]
        return super().media + forms.Media(js=scripts)


register(FormStreamAdapter(), FormStreamBlock)
