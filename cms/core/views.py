"""Answers of the kernel: liveness, readiness, refused forms, missing pages."""

import os

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from cms.core.access import AccessPolicy, access


@access(AccessPolicy.PUBLIC)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@access(AccessPolicy.PUBLIC)
@never_cache
def readiness(request: HttpRequest) -> JsonResponse:
    """Tell whether the portal can serve: database reached and migrated, folders writable."""
    checks = {
        "database": _is_database_ready(),
        "files": _is_private_storage_writable(),
        "queue": _is_queue_writable(),
    }
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, **checks}, status=200 if is_ready else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that was refused because its page was too old, and keep the way back."""
    return render(request, "errors/csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a page that does not exist, or that this reader may not know of."""
    return render(request, "404.html", status=404)


def _is_database_ready() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _is_private_storage_writable() -> bool:
    location = getattr(storages["private"], "location", None)
    if location is None:
        return True
    os.makedirs(location, exist_ok=True)
    return os.access(location, os.W_OK)


def _is_queue_writable() -> bool:
    if not settings.CELERY_BROKER_URL.startswith("filesystem"):
        return True
    return all(
        os.access(folder, os.W_OK)
        for folder in settings.CELERY_BROKER_TRANSPORT_OPTIONS.values()
        if isinstance(folder, str)
    )
