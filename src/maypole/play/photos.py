"""Photos, written anew: turned upright, made smaller, and without anything a camera adds (place, time, owner)."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .models import Photo

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Cleaned:
    """The bytes of a JPEG without metadata, and its size in pixels."""

    content: bytes
    width: int
    height: int


def clean(upload: UploadedFile[bytes]) -> Cleaned:
    """The picture written anew. ValidationError for what is too big or no picture (JPEG, PNG, WebP)."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 8 MB. Choose a smaller one."))
    refused = ValidationError(_("This file is no picture we can read. Choose a JPEG, PNG or WebP."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(upload, formats=FORMATS)  # reads the head only: its size is known before its pixels
            if opened.width * opened.height > MOST_PIXELS:
                raise refused
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    on_white = Image.new("RGB", upright.size, "white")
    on_white.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    on_white.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), on_white.width, on_white.height)


@transaction.atomic
def keep_photo(*, by: Actor, upload: UploadedFile[bytes], shows: str, now: datetime) -> Photo:
    """Store the picture in the clinic's folder under its digest. `shows` is read to those who don't see it.

    The file comes before the row: a row without its file never exists, a file without a row does no harm.
    """
    cleaned = clean(upload)
    photo = Photo(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now, shows=shows.strip()[:160],
        digest=hashlib.sha256(cleaned.content).hexdigest(), width=cleaned.width, height=cleaned.height,
        size=len(cleaned.content),
    )  # fmt: skip
    if not photo.shows:
        raise ValidationError({"shows": _("Say in a few words what the picture shows.")})
    if not default_storage.exists(photo.file_name):
        default_storage.save(photo.file_name, ContentFile(cleaned.content))
    photo.save(force_insert=True)
    record(by=by, action="photo.kept", about=photo)
    return photo
