"""What people upload, judged by its content and made harmless. Names they give are never used."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.core.i18n import gettext as _

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE, SMALL_SIDE = 1600, 640
MOST_PICTURES, MOST_DOCUMENTS = 6, 4
MOST_OF_ORGANISATION = 500 * 1024 * 1024  # bytes, all its listings together
QUALITY = 82


class BadFile(Exception):
    """It is not taken; carries the sentence for its sender."""


@dataclass(frozen=True)
class Judged:
    """A file as it will be stored: `small` is the sibling of a picture."""

    kind: str
    suffix: str
    media_type: str
    content: bytes
    small: bytes | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return len(self.content) + len(self.small or b"")


def judge(content: bytes) -> Judged:
    """A picture, re-encoded without any metadata, or a PDF as it is. Raises `BadFile`."""
    if not content:
        raise BadFile(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise BadFile(_("This file is too large. Send one of 10 MB at most."))
    if content.startswith(b"%PDF-"):
        return _document(content)
    return _picture(content)


def _document(content: bytes) -> Judged:
    if b"%%EOF" not in content[-2048:]:
        raise BadFile(_("This PDF is not whole. Save it again and send it once more."))
    return Judged("document", "pdf", "application/pdf", content)


def _picture(content: bytes) -> Judged:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below Pillow's
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadFile(_("This picture has too many pixels. Send one of 40 megapixels at most."))
                upright = ImageOps.exif_transpose(opened)
                has_alpha = "A" in upright.getbands() or "transparency" in upright.info
                plain = upright.convert("RGBA" if has_alpha else "RGB")
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise BadFile(
                _("Send a picture (JPEG, PNG or WebP) or a PDF. This is something else.")
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise BadFile(_("This picture is damaged. Save it again and send it once more.")) from error
    large, small = _fitted(plain, LONGEST_SIDE), _fitted(plain, SMALL_SIDE)
    return Judged(
        "picture", "webp", "image/webp", _encoded(large), _encoded(small), large.width, large.height
    )


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """No larger than that, on a fresh canvas that knows nothing of where it comes from."""
    fitted = picture.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    fitted.info = {}
    return fitted


def _encoded(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return target.getvalue()
