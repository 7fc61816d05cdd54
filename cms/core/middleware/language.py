"""The language is in the path and nowhere else: no cookie, no `Accept-Language`."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from cms.core.languages import live_languages
from cms.core.views import page_not_found


class PathLanguageMiddleware(MiddlewareMixin):
    """Activate the language of the path; a language without content answers 404.

    Django's `LocaleMiddleware` adds `Vary: Accept-Language` to every page, which would split one
    public address into one copy per browser.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        """Activate the language, or refuse one that has no content."""
        code = translation.get_language_from_path(request.path_info)
        if code and code != settings.LANGUAGE_CODE and code not in live_languages():
            translation.activate(settings.LANGUAGE_CODE)
            return page_not_found(request)
        translation.activate(code or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        return None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Tell the language of the answer."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
