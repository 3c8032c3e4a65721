"""QR codes, drawn into the page: the content security policy allows a picture made here in no other way."""

import segno
from markupsafe import Markup

from .i18n import gettext as _


def drawn(address: str, *, scale: int = 5, border: int = 4, fluid: bool = False) -> Markup:
    """An address of ours as SVG (ISO/IEC 18004), black on white in any colour scheme, without a style attribute.

    `fluid`: as large as the style sheet says.
    """
    svg = segno.make(address, micro=False).svg_inline(
        scale=scale,
        border=border,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
        title=_("QR code"),
        omitsize=fluid,
    )
    return Markup(svg)  # noqa: S704  made here, and the address is put into no element
