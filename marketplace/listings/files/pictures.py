"""Pictures: opened, turned upright, made small, and drawn anew without whatever the camera wrote into them."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.core.i18n import gettext as _

from .judged import BadFile, Judged

MOST_PIXELS = 40_000_000
LONGEST_SIDE, SMALL_SIDE = 1600, 640
QUALITY = 82


def reencoded(content: bytes) -> Judged:
    """The picture in these bytes (JPEG, PNG or WebP), and nothing else that is in them. Raises `BadFile`."""
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
            raise BadFile(_("Send a picture (JPEG, PNG or WebP). This is something else.")) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise BadFile(_("This picture is damaged. Save it again and send it once more.")) from error
    return stored(plain)


def stored(picture: Image.Image) -> Judged:
    """A picture as it is kept: a large one for the page, a small one for the card."""
    large, small = _fitted(picture, LONGEST_SIDE), _fitted(picture, SMALL_SIDE)
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
