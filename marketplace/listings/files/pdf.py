"""A PDF written anew: its pages and what they are made of, and nothing that tells of its author or does something.

Run as a program, it reads a PDF from its input and writes the new one to its output; the exit codes below say why not.
It knows nothing of the site: it is the one place where bytes of strangers meet a large parser (ISO 32000-2 is the
paper that the names come from).

What may stay is listed, for the document, its pages and the notes on them; below that, in fonts and pictures, what
must go is.
"""

import io
import logging
import re
import resource
import sys
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

MOST_PAGES = 300
MOST_SECONDS = 20
MOST_MEMORY = 1024 * 1024 * 1024
ENCRYPTED, TOO_MANY_PAGES, TOO_MUCH, BROKEN = 10, 11, 12, 13

# Of the document (7.7.2): its pages, their order, layers, bookmarks, and what a screen reader needs.
OF_THE_DOCUMENT = frozenset(
    "/Type /Pages /Lang /MarkInfo /StructTreeRoot /OCProperties /PageLabels /PageLayout /Outlines /Dests /Names".split()
)
# Of a page (7.7.3.3).
OF_A_PAGE = frozenset(
    "/Type /Parent /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit /Contents /Resources /Group /Annots "
    "/StructParents /Tabs".split()
)
# Of what lies on a page (12.5): links, and what is seen in print; no author, no date, no hidden note, nothing that plays.
ON_A_PAGE = frozenset(
    "/Link /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut /Stamp /Ink "
    "/Widget".split()
)
OF_AN_ANNOTATION = frozenset(
    "/Type /Subtype /Rect /AP /AS /F /C /IC /CA /Border /BS /QuadPoints /H /Dest /A /StructParent /OC".split()
)
# Of an action (12.6): where a link leads.
OF_AN_ACTION = frozenset("/S /D /SD /URI".split())
# Whoever made it, when, where, with what; small copies of it; files beside it; scripts.
NEVER = frozenset(
    "/Metadata /PieceInfo /Thumb /LastModified /CreatorInfo /AA /OpenAction /JS /JavaScript /EF /RF /AF /OPI /Ref "
    "/Measure /PtData /VP /LGIDict /FFilter /FDecodeParms".split()
)
# Their keys are names that an author gave to fonts and pictures, and mean nothing.
NAMED_BY_AUTHORS = frozenset(
    "/Font /XObject /ExtGState /ColorSpace /Pattern /Shading /Properties /CharProcs /Dests /RoleMap /ClassMap "
    "/Colorants".split()
)
HARMLESS_ADDRESS = re.compile(r"(https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class Refused(Exception):
    """It is not rewritten; `code` says why."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def rewrite(content: bytes) -> bytes:
    """The new document. Raises `Refused`, and whatever the parser raises at what is broken."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Refused(ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise Refused(TOO_MANY_PAGES)
    if not reader.pages:
        raise Refused(BROKEN)
    # Twice: what nothing names any more is not copied the second time.
    return _copied(PdfReader(io.BytesIO(_copied(reader))))


def _copied(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    writer.clone_reader_document_root(reader)  # not the Info dictionary, and not the ID
    root = writer.root_object
    _keep(root, OF_THE_DOCUMENT)
    if isinstance(names := _value(root, "/Names"), DictionaryObject):
        _keep(names, {"/Dests"})
    for page in writer.pages:
        _clean_page(page)
    _clean_below(root)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _value(found: DictionaryObject, name: str) -> Any:
    """What stands under this name, followed to where it is; None if nothing does."""
    return found[name] if name in found else None  # noqa: SIM401  `get` does not follow


def _keep(found: DictionaryObject, names: Any) -> None:
    for name in [name for name in found if name not in names]:
        del found[name]


def _clean_page(page: DictionaryObject) -> None:
    _keep(page, OF_A_PAGE)
    there = _value(page, "/Annots")
    notes = [note for note in there if _is_seen(note)] if isinstance(there, ArrayObject) else []
    page.pop("/Annots", None)
    if notes:
        page[NameObject("/Annots")] = ArrayObject(notes)


def _is_seen(note: Any) -> bool:
    found = note.get_object()
    return isinstance(found, DictionaryObject) and _clean_note(found)


def _clean_note(note: DictionaryObject) -> bool:
    """What of it is seen on the page; False, and nothing of it, if none is."""
    kind = _value(note, "/Subtype")
    if kind not in ON_A_PAGE:
        note.clear()
        return False
    _keep(note, OF_AN_ANNOTATION)
    if kind == "/Widget":  # a form that was filled in: what it shows, as a stamp
        note[NameObject("/Subtype")] = NameObject("/Stamp")
    return True


def _clean_below(root: DictionaryObject) -> None:
    """Everything that can be reached: no key of `NEVER`, no action but links, no metadata in pictures."""
    seen: set[tuple[int, bool]] = set()
    waiting: list[tuple[Any, Any]] = [("", root)]
    while waiting:
        name, found = waiting.pop()
        are_names = name in NAMED_BY_AUTHORS
        if isinstance(found, IndirectObject):
            if (found.idnum, are_names) in seen:
                continue
            seen.add((found.idnum, are_names))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            if not are_names or isinstance(found, StreamObject):
                _clean(found, name)
            waiting += dict.items(found)
        elif isinstance(found, ArrayObject):
            waiting += [(name, one) for one in list.__iter__(found)]


def _clean(found: DictionaryObject, name: Any) -> None:
    # A page or a note that is on no page may still be named by a bookmark, or by the structure (as an /Obj).
    if _value(found, "/Type") == "/Page":
        _clean_page(found)
    elif not isinstance(found, StreamObject) and (name == "/Obj" or _value(found, "/Type") == "/Annot"):
        _clean_note(found)
    for one in NEVER & found.keys():
        del found[one]
    action = _value(found, "/A")
    if isinstance(action, DictionaryObject) and "/S" in action and not _leads_somewhere(action):
        del found["/A"]
    if isinstance(found, StreamObject):
        found.pop("/F", None)  # the bytes of another file
        _clean_picture(found)


def _leads_somewhere(action: DictionaryObject) -> bool:
    _keep(action, OF_AN_ACTION)
    kind = _value(action, "/S")
    if kind == "/URI":
        return bool(HARMLESS_ADDRESS.fullmatch(str(_value(action, "/URI"))))
    return bool(kind == "/GoTo")


# Pictures


def _clean_picture(stream: StreamObject) -> None:
    filters = _value(stream, "/Filter")
    filters = list(filters) if isinstance(filters, ArrayObject) and filters else [filters]
    plain = {"/DCTDecode": plain_jpeg, "/JPXDecode": plain_jpeg2000}.get(str(filters[-1]))
    if plain is None:
        return
    if len(filters) > 1:
        parameters = _value(stream, "/DecodeParms")
        if isinstance(parameters, ArrayObject):
            stream[NameObject("/DecodeParms")] = parameters[-1]
        else:
            stream.pop("/DecodeParms", None)
    content = plain(stream.get_data())  # the last filter is left to whoever shows it
    stream[NameObject("/Filter")] = filters[-1]
    stream._data = content  # noqa: SLF001  pypdf gives no other way to a picture that stays encoded


def plain_jpeg(content: bytes) -> bytes:
    """Without comments and application data (ITU T.81, B.2.4): EXIF, XMP, IPTC, thumbnails, what follows the end."""
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:  # after its head come the pixels, up to the next marker
            follows = NEXT_MARKER.search(content, end)
            end = follows.start() if follows else len(content)
        # Adobe's APP14 says how the colours are coded; without it a picture looks like a negative.
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept += content[at:end]
        at = end
    return bytes(kept + b"\xff\xd9")


def plain_jpeg2000(content: bytes) -> bytes:
    """Without the boxes for other uses (ISO 15444-1, annex I): XMP, EXIF, addresses."""
    if content[4:8] != b"jP  ":
        return content
    kept, at = bytearray(), 0
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16])
        end = at + length if length >= 8 else len(content)
        if kind not in (b"uuid", b"uinf", b"xml "):
            kept += content[at:end]
        at = end
    return bytes(kept)


def main() -> int:
    """From input to output, within bounds."""
    for kind, most in ((resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_AS, MOST_MEMORY)):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    sys.setrecursionlimit(20_000)  # the structure of a long document is deep
    logging.disable()
    try:
        sys.stdout.buffer.write(rewrite(sys.stdin.buffer.read()))
    except Refused as refusal:
        return refusal.code
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001  whatever a parser finds in what is no good PDF
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
