"""What templates ask of a compiled form."""

from django import template
from django.utils.safestring import SafeString

from applications.formbuilder import duration as durations
from applications.formbuilder.compiler import CompiledForm
from cms.core.templatetags.design import lang_attribute

register = template.Library()


@register.simple_tag
def form_lang(compiled: CompiledForm, *key: str) -> SafeString:
    """Write the `lang` attribute of a text of the form that is not in the language being read.

    `{% form_lang compiled criterion.id "label" %}`, `{% form_lang compiled "preamble" %}`.
    """
    return lang_attribute(compiled.context.lang(".".join(key)))


@register.filter
def duration(minutes: int) -> str:
    """Say how long a form takes: « environ 15 minutes »."""
    return durations.words(minutes)
