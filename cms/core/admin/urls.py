"""Addresses under `/gestion/` answered before Wagtail's own, see `views`."""

from django.urls import path
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail_localize.views.report import TranslationsReportView

from cms.core.admin.translations import TranslationFilters
from cms.core.admin.views import explore, report

urlpatterns = [
    path("pages/", explore),
    path("reports/site-history/", report(LogEntriesView.as_view())),
    path("reports/site-history/results/", report(LogEntriesView.as_view(results_only=True))),
    path(
        "localize/reports/translations/",
        report(TranslationsReportView.as_view(filterset_class=TranslationFilters)),
    ),
    path(
        "localize/reports/translations/results/",
        report(
            TranslationsReportView.as_view(results_only=True, filterset_class=TranslationFilters)
        ),
    ),
]
