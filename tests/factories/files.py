"""Files as people bring them, with everything in them that must not stay; real bytes, made here."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

# What must be gone is written so that it can be found again.
SECRET = "SecretOfOlena"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{SECRET}</creator></x:xmpmeta>'.encode()
A_THUMBNAIL = b"\xff\xd8\xff\xe0thumbnail-" + SECRET.encode() + b"\xff\xd9"


def exif() -> Image.Exif:
    """A camera's memory: its name, its owner, where it stood (GPS), and that it was held upright."""
    data = Image.Exif()
    data[0x0112] = 6  # turned by 90 degrees
    data[0x010F], data[0x013B], data[0x9C9B] = SECRET, SECRET, SECRET.encode("utf-16-le")
    data.get_ifd(0x8825).update(
        {1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0), 27: SECRET.encode()}
    )
    return data


def jpeg(width: int = 60, height: int = 40, *, telling: bool = False, fmt: str = "JPEG") -> bytes:
    """A red picture; a telling one has EXIF with GPS and a thumbnail, XMP, IPTC and a comment."""
    target, picture = io.BytesIO(), Image.new("RGB", (width, height), "red")
    picture.save(target, fmt, **({"exif": exif()} if telling else {}))
    content = target.getvalue()
    if not telling:
        return content
    segments = _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    segments += _segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0" + A_THUMBNAIL)
    segments += _segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET.encode()) + _segment(0xFE, SECRET.encode())
    pixels = content.index(b"\xff\xdb")
    return content[:pixels] + segments + content[pixels:] + A_THUMBNAIL


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def png() -> bytes:
    """A picture with text in chunks of all three kinds, EXIF, XMP and a time."""
    words, target = PngInfo(), io.BytesIO()
    words.add_text("Author", SECRET)
    words.add_text("Comment", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    words.add(b"tIME", struct.pack(">HBBBBB", 2026, 11, 23, 9, 0, 0))
    Image.new("RGB", (60, 40), "red").save(target, "PNG", pnginfo=words, exif=exif())
    return target.getvalue()


def webp() -> bytes:
    """A picture with the chunks EXIF, XMP and ICCP."""
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(
        target, "WEBP", exif=exif(), xmp=XMP, icc_profile=b"icc " + SECRET.encode()
    )
    return target.getvalue()


def chunks(content: bytes) -> list[str]:
    """The names of the chunks of a WebP file."""
    found, at = [], 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        found.append(content[at : at + 4].decode())
        at += 8 + length + length % 2
    return found


# PDF


def pdf(pages: int = 1, **facts: Any) -> bytes:
    """A plain document; `encrypted` asks for a password."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=300)
    if facts.get("encrypted"):
        writer.encrypt("geheim", algorithm="RC4-128")
    return _written(writer)


def telling_pdf() -> bytes:
    """A document with an author, XMP, files, scripts, actions, hidden notes, a thumbnail, and a picture that knows too much."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=300)
    writer.add_metadata({"/Author": SECRET, "/Creator": SECRET, "/CreationDate": "D:20261123090000Z"})
    writer.generate_file_identifiers()
    writer.add_attachment(f"{SECRET}.txt", SECRET.encode())
    add = writer._add_object
    stream = DecodedStreamObject()
    stream.set_data(XMP)
    xmp = add(stream)
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    script = add(_dictionary(S=NameObject("/JavaScript"), JS=TextStringObject(f"app.alert('{SECRET}')")))
    launch = _dictionary(S=NameObject("/Launch"), F=TextStringObject(f"{SECRET}.exe"), Next=script)
    root = writer.root_object
    root[NameObject("/Metadata")] = xmp
    root[NameObject("/OpenAction")] = script
    root[NameObject("/Lang")] = TextStringObject("uk")
    root[NameObject("/AA")] = _dictionary(WC=script)
    root[NameObject("/AcroForm")] = _dictionary(Fields=ArrayObject(), XFA=TextStringObject(SECRET))
    root["/Names"][NameObject("/JavaScript")] = _dictionary(
        Names=ArrayObject([TextStringObject(SECRET), script])
    )
    page[NameObject("/Metadata")] = xmp
    page[NameObject("/AA")] = _dictionary(O=script)
    page[NameObject("/LastModified")] = TextStringObject("D:20261123090000Z")
    page[NameObject("/PieceInfo")] = _dictionary(App=_dictionary(Private=TextStringObject(SECRET)))
    page[NameObject("/Thumb")] = add(_picture_stream(jpeg(8, 8)))
    page[NameObject("/Resources")] = _dictionary(
        XObject=_dictionary(
            # An author's name for a picture may look like anything.
            Metadata=add(_picture_stream(jpeg(telling=True), Metadata=xmp)),
            Packed=add(
                _picture_stream(zlib.compress(jpeg(telling=True)), filters=("FlateDecode", "DCTDecode"))
            ),
        )
    )
    note = {
        "T": TextStringObject(SECRET),
        "M": TextStringObject("D:20261123090000Z"),
        "Contents": TextStringObject(SECRET),
    }
    page[NameObject("/Annots")] = ArrayObject(
        [
            add(
                _annotation(
                    "Link",
                    A=_dictionary(
                        S=NameObject("/URI"), URI=TextStringObject("https://example.org/plan"), Next=script
                    ),
                )
            ),
            add(
                _annotation(
                    "Link", A=_dictionary(S=NameObject("/URI"), URI=TextStringObject(f"javascript:{SECRET}"))
                )
            ),
            add(_annotation("Link", A=launch, PA=script)),
            add(_annotation("Text", **note)),
            add(_annotation("FileAttachment", FS=TextStringObject(SECRET))),
            add(_annotation("Highlight", **note)),
            add(_annotation("Widget", A=script, AA=_dictionary(K=script), FT=NameObject("/Btn"))),
        ]
    )
    # A note that only the structure names, and a page that only a bookmark does.
    hidden = add(_dictionary(Subtype=NameObject("/Text"), **note))
    named = _dictionary(Type=NameObject("/StructElem"), K=_dictionary(Type=NameObject("/OBJR"), Obj=hidden))
    root[NameObject("/StructTreeRoot")] = _dictionary(Type=NameObject("/StructTreeRoot"), K=named)
    lost = _dictionary(
        Type=NameObject("/Page"), PieceInfo=TextStringObject(SECRET), Annots=ArrayObject([hidden]), B=script
    )
    content = DecodedStreamObject()
    content.set_data(b"q 60 0 0 40 20 20 cm /Metadata Do Q q 60 0 0 40 20 90 cm /Packed Do Q")
    page[NameObject("/Contents")] = add(content)
    writer.add_outline_item(title="Розділ", page_number=0)
    bookmark = root["/Outlines"]["/First"].get_object()
    bookmark[NameObject("/A")], bookmark[NameObject("/Dest")] = (
        launch,
        ArrayObject([add(lost), NameObject("/Fit")]),
    )
    return _written(writer)


def bomb() -> bytes:
    """A page whose drawing instructions would unpack to 400 MB, and a tree of pages that would grow to 10^9."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=300)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(400)) + packer.flush()
    page[NameObject("/Contents")] = writer._add_object(_stream(packed, Filter=NameObject("/FlateDecode")))
    kids = ArrayObject([page.indirect_reference] * 10)
    for _ in range(8):
        node = _dictionary(Type=NameObject("/Pages"), Kids=kids, Count=NumberObject(10))
        kids = ArrayObject([writer._add_object(node)] * 10)
    tree = writer.root_object["/Pages"]
    tree[NameObject("/Kids")], tree[NameObject("/Count")] = kids, NumberObject(10)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _dictionary(**items: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in items.items()})


def _annotation(kind: str, **items: Any) -> DictionaryObject:
    rectangle = ArrayObject([FloatObject(number) for number in (10, 10, 50, 30)])
    return _dictionary(Type=NameObject("/Annot"), Subtype=NameObject(f"/{kind}"), Rect=rectangle, **items)


def _stream(content: bytes, **items: Any) -> StreamObject:
    stream = StreamObject()
    stream.set_data(content)
    stream.update(_dictionary(**items))
    return stream


def _picture_stream(content: bytes, filters: tuple[str, ...] = ("DCTDecode",), **items: Any) -> StreamObject:
    names = [NameObject(f"/{name}") for name in filters]
    return _stream(
        content,
        Type=NameObject("/XObject"),
        Subtype=NameObject("/Image"),
        Width=NumberObject(60),
        Height=NumberObject(40),
        BitsPerComponent=NumberObject(8),
        ColorSpace=NameObject("/DeviceRGB"),
        Filter=names[0] if len(names) == 1 else ArrayObject(names),
        **items,
    )
