"""The editor of a financing plan: accounts with their lines, and a button that fills them in."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

PRESETS = Path(__file__).parent / "data"


def accounts_block(label: str | Promise) -> blocks.ListBlock:
    """Return the accounts of one side, each with its lines."""
    line = blocks.CharBlock(default="", label=_("Line"))
    account = blocks.StructBlock(
        [
            ("label", blocks.CharBlock(default="", label=_("Account"))),
            ("lines", blocks.ListBlock(line, default=[], label=_("Lines"))),
        ],
        label=_("Account"),
        label_format="{label}",
    )
    return blocks.ListBlock(account, default=[], label=label, collapsed=True)


class PlanBlock(blocks.StructBlock):
    """The block of a financing plan; its editor offers the lines of known forms."""


@cache
def presets() -> list[dict[str, Any]]:
    """Return the accounts of each form known, by name."""
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(PRESETS.glob("cerfa-*.json"))
    ]


class PlanBlockAdapter(StructBlockAdapter):
    """Gives the editor's script the lines it may fill in."""

    js_constructor = "portal.PlanBlock"

    def js_args(self, block: PlanBlock) -> list[Any]:
        """Return the arguments of a struct block, then the presets and the button's words."""
        words = {
            "use": gettext("Use the lines of %(name)s") % {"name": "{name}"},
            "replace": gettext("The lines already there will be replaced. Go on?"),
        }
        return [*super().js_args(block), presets(), words]

    @cached_property
    def media(self) -> forms.Media:
        """The struct block's scripts, then ours."""
        return super().media + forms.Media(js=["portal/js/plan-block.js"])


register(PlanBlockAdapter(), PlanBlock)
