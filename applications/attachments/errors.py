"""Why a file is refused, and what to do about it."""

from django.utils.translation import gettext_lazy as _, ngettext_lazy

from cms.core.errors import DomainError


class FileRefused(DomainError):
    """Common to every refusal of a file."""

    code = "file_refused"
    status = 422


class FileEmpty(FileRefused):
    """Nothing in it."""

    code = "file_empty"
    message = _("The file “%(name)s” is empty. Check it on your device, then choose it again.")


class FileTooBig(FileRefused):
    """Heavier than allowed."""

    code = "file_too_big"
    message = _(
        "The file “%(name)s” is too big: %(limit)s MB at most. Reduce it (lower scan quality, "
        "fewer pages), then choose it again."
    )


class TooManyFiles(FileRefused):
    """One more than the document takes."""

    code = "too_many_files"
    message = ngettext_lazy(
        "The file “%(name)s” was not kept: %(most)d file at most here. Remove one first.",
        "The file “%(name)s” was not kept: %(most)d files at most here. Remove one first.",
        "most",
    )


class NotReusable(FileRefused):
    """A document of another dossier that is no longer there, or no longer fits."""

    code = "not_reusable"
    message = _("This document can no longer be used again: add it as a file.")


class FileNameRefused(FileRefused):
    """A name nothing can be made of."""

    code = "file_name_refused"
    message = _("The name of this file cannot be used. Rename it, then choose it again.")


class FileTypeRefused(FileRefused):
    """An extension that is not expected here."""

    code = "file_type_refused"
    message = _(
        "The file “%(name)s” is not of an accepted format. Accepted formats: %(formats)s. "
        "Save your document in one of them, then choose it again."
    )


class FileArchiveRefused(FileTypeRefused):
    """An archive: nobody can read it in the portal, and it hides what it holds."""

    code = "file_archive_refused"
    message = _(
        "The file “%(name)s” is an archive. Take the documents out of it and add them one by "
        "one. Accepted formats: %(formats)s."
    )


class FileContentMismatch(FileRefused):
    """What it holds is not what its name says."""

    code = "file_content_mismatch"
    message = _(
        "The content of the file “%(name)s” is not that of a %(extension)s file: it may be "
        "damaged or renamed. Open it on your device, save it again as %(extension)s, then choose "
        "it again."
    )


class FileImageTooLarge(FileRefused):
    """More pixels than anyone needs: a decompression bomb or a giant scan."""

    code = "file_image_too_large"
    message = _(
        "The image “%(name)s” has too many pixels. Reduce its size or its resolution, "
        "then choose it again."
    )


class FileFrozen(FileRefused):
    """The file belongs to something already filed."""

    code = "file_frozen"
    message = _("This file belongs to a filed dossier and can no longer be changed.")
    status = 409


class FileGone(FileRefused):
    """The antivirus had the content removed."""

    code = "file_gone"
    message = _("This file was infected by a virus and has been removed. Add a clean one.")
    status = 410


class ScannerUnavailable(Exception):
    """The antivirus did not answer as agreed; the check is tried again later."""
