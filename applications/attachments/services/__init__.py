"""Keeping, freezing and removing files."""

from applications.attachments.services.storing import (
    FileRules,
    copy_upload,
    erase,
    freeze,
    remove,
    store_generated,
    store_generated_file,
    store_upload,
)

__all__ = [
    "FileRules",
    "copy_upload",
    "erase",
    "freeze",
    "remove",
    "store_generated",
    "store_generated_file",
    "store_upload",
]
