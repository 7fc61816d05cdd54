"""History of a form: its versions, each read as applicants saw it, each put back at will."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from aids import dossiers
from aids.dossiers import VersionUse
from aids.exceptions import NoSuchForm
from aids.form_admin.desk import FormDesk, open_desk
from aids.form_admin.people import names_of
from aids.form_reading import FormReading, languages_of
from aids.models import FormChange, FormVersion
from aids.services import form_drafts
from applications.formbuilder import checks, diff
from applications.formbuilder.diff import Change
from applications.formbuilder.schema import FormSchema
from cms.core.access import AccessPolicy, access

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the history."""

    version: FormVersion
    author: str
    changes: Sequence[Change]
    use: VersionUse
    choice: FormChange | None
    decided_by: str


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the versions, the newest first, with what each changed and who stands on it."""
    desk = open_desk(request, page_id)
    numbers = Paginator(desk.aid.form_versions.order_by("-number"), PER_PAGE)
    page = numbers.get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "aids/form_admin/history.html",
        desk.context(
            gettext("Versions"),
            screen="history",
            page_obj=page,
            lines=_lines(desk, page),
        ),
    )


def _lines(desk: FormDesk, shown: Sequence[FormVersion]) -> list[VersionLine]:
    """Return the lines of a page of versions; the one before the last is read for its words."""
    rows = list(shown)
    if not rows:
        return []
    first = desk.aid.form_versions.filter(number__lt=rows[-1].number).order_by("-number").first()
    read = [*rows, first] if first is not None else rows
    schemas = [FormSchema.model_validate(one.schema) for one in read]
    changes = FormChange.objects.filter(version__in=rows).in_bulk(field_name="version_id")
    use = dossiers.use_of_versions(desk.aid)
    people = names_of(
        [*(one.author_id for one in rows), *(one.decided_by_id for one in changes.values())]
    )
    lines = []
    for index, one in enumerate(rows):
        before = schemas[index + 1] if index + 1 < len(schemas) else None
        choice = changes.get(one.pk)
        lines.append(
            VersionLine(
                version=one,
                author=people.get(one.author_id, ""),
                changes=diff.describe(before, schemas[index]) if before is not None else [],
                use=use.get(one.pk, VersionUse()),
                choice=choice,
                decided_by=people.get(choice.decided_by_id, "") if choice is not None else "",
            )
        )
    return lines


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def version(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """Show one version: where it comes from, and the form itself in a frame."""
    desk = open_desk(request, page_id)
    found = desk.version(number)
    languages = languages_of(found)
    asked = request.GET.get("langue", "")
    language = asked if asked in languages else languages[0]
    (line,) = _lines(desk, [found])
    names = dict(settings.LANGUAGES)
    return TemplateResponse(
        request,
        "aids/form_admin/version.html",
        desk.context(
            gettext("Version %(number)s") % {"number": number},
            screen="version",
            line=line,
            language=language,
            languages=[(code, names[code]) for code in languages],
        ),
    )


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def reading(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """Show one part of a version as applicants saw it, in one language, with nothing to send."""
    desk = open_desk(request, page_id)
    found = desk.version(number)
    language = request.GET.get("langue", "")
    if language not in languages_of(found):
        raise NoSuchForm(way_out=desk.url("history"))
    is_whole = request.GET.get("tout") == "1"
    with translation.override(language):
        form = FormReading(found, language)
        parts = form.parts
        codes = [part.code for part in parts]
        asked = request.GET.get("partie", "")
        rank = codes.index(asked) if asked in codes else 0
        part = parts[rank] if parts else None
        return render(
            request,
            "aids/form_admin/reading.html",
            {
                "desk": desk,
                "version": found,
                "language": language,
                "parts": parts,
                "part": part,
                "previous": parts[rank - 1] if rank else None,
                "next": parts[rank + 1] if rank + 1 < len(parts) else None,
                "is_whole": is_whole,
                **(form.content(part, is_whole=is_whole) if part is not None else {}),
            },
        )


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """Say what would be replaced; then write the version into the draft, and publish nothing."""
    desk = open_desk(request, page_id)
    found = desk.version(number)
    schema = FormSchema.model_validate(found.schema)
    replaced = diff.describe(desk.schema, schema)
    if request.method == "POST":
        form_drafts.restore(found, actor=desk.user)
        messages.success(
            request,
            gettext(
                "Version %(number)d is in the draft of the page; what it replaced stays in the "
                "history of the page. Nothing is published."
            )
            % {"number": number},
        )
        return HttpResponseRedirect(desk.url("check"))
    return TemplateResponse(
        request,
        "aids/form_admin/restore.html",
        desk.context(
            gettext("Put version %(number)d back") % {"number": number},
            screen="version",
            version=found,
            replaced=replaced,
            problems=checks.check(schema),
        ),
    )
