"""What an archive asks of a file (PDF/A-2a): whole in itself, dead, and honest about itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from tests.pdf_fonts import font_problems

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "prefix": "http://www.aiim.org/pdfa/ns/schema#",
}
_NEVER = ("/EF", "/JS", "/AA", "/XFA", "/OCProperties", "/Alternates", "/OPI", "/Ref")
_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/SubmitForm"),
    *("/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/URI", "/GoToR"),
}
_BLENDING = {"/Normal", "/Compatible"}


def archive_problems(pdf: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    """Header, trailer, metadata, colours, fonts, and nothing that acts or hides."""
    if not content.startswith(b"%PDF-1.7\n%") or any(byte < 128 for byte in content[10:14]):
        yield "the header is not that of an archival file"
    if pdf.is_encrypted:
        yield "encrypted"
    if "/ID" not in pdf.trailer:
        yield "no identifier"
    if "/Names" in pdf.Root or "/OpenAction" in pdf.Root or "/AcroForm" in pdf.Root:
        yield "the catalogue holds names, actions or a form"
    yield from _metadata(pdf)
    yield from _intent(pdf)
    for each in pdf.objects:
        yield from _living(each)
    for number, page in enumerate(pdf.pages, start=1):
        yield from (f"page {number}: {said}" for said in _page(page))
    yield from font_problems(pdf)


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield "no metadata"
        return
    if "/Filter" in stream:
        yield "the metadata are compressed"
    xmp = ElementTree.fromstring(stream.read_bytes())
    if (_xmp(xmp, "pdfaid:part"), _xmp(xmp, "pdfaid:conformance")) != ("2", "A"):
        yield "not identified as PDF/A-2a"
    if _xmp(xmp, "pdfuaid:part") != "1":
        yield "not identified as PDF/UA-1"
    if "pdfuaid" not in [each.text for each in xmp.iter(f"{{{NS['prefix']}}}prefix")]:
        yield "the PDF/UA identification is not described"
    said = {
        "/Title": _xmp(xmp, "dc:title"),
        "/Author": _xmp(xmp, "dc:creator"),
        "/Subject": _xmp(xmp, "dc:description"),
        "/Creator": _xmp(xmp, "xmp:CreatorTool"),
        "/Producer": _xmp(xmp, "pdf:Producer"),
        "/CreationDate": _pdf_date(_xmp(xmp, "xmp:CreateDate")),
    }
    if not said["/Title"]:
        yield "no title"
    for key, text in said.items():
        known = str(pdf.docinfo.get(key, ""))
        if known != text:
            yield f"{key} is {known!r} in one place and {text!r} in the other"


def _xmp(xmp: ElementTree.Element, name: str) -> str:
    """The value of a property, written as an element or as an attribute."""
    prefix, local = name.split(":")
    full = f"{{{NS[prefix]}}}{local}"
    for each in xmp.iter():
        if full in each.attrib:
            return each.attrib[full]
        if each.tag == full:
            return "".join(each.itertext())
    return ""


def _pdf_date(text: str) -> str:
    if not text:
        return ""
    digits = re.sub(r"[-T:]", "", text[:19])
    return f"D:{digits}{text[19:22]}'{text[23:]}" if text[19:] not in ("", "Z") else f"D:{digits}Z"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFA1":
        yield "not one output intent"
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    if data[36:40] != b"acsp" or data[16:20] != b"RGB " or int(profile.N) != 3:
        yield "the output profile is no RGB profile"


def _living(each: Any) -> Iterator[str]:
    """Anything that acts, hides, or is kept elsewhere."""
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return
    yield from (f"{key} in an object" for key in _NEVER if key in each)
    if each.get("/S") in _ACTIONS and "/K" not in each:
        yield f"an action {each.S}"
    if isinstance(each, pikepdf.Stream):
        if "/F" in each:
            yield "a stream kept in another file"
        if "/LZWDecode" in str(each.get("/Filter", "")):
            yield "LZW compression"
        if each.get("/Subtype") == "/Image" and bool(each.get("/Interpolate", False)):
            yield "an interpolated image"
        if each.get("/Subtype") == "/PS" or each.get("/Subtype2") == "/PS":
            yield "PostScript"
    for key in ("/BM", "/SMask", "/TR", "/HTP"):
        if each.get("/Type") in (None, "/ExtGState") and _blends(key, each.get(key)):
            yield f"{key} {each.get(key)}"


def _blends(key: str, value: Any) -> bool:
    if value is None or (key == "/SMask" and value == "/None"):
        return False
    return not (key == "/BM" and str(value) in _BLENDING)


def _page(page: pikepdf.Page) -> Iterator[str]:
    for state in page.resources.get("/ExtGState", {}).values():
        if float(state.get("/ca", 1)) < 1 or float(state.get("/CA", 1)) < 1:
            yield "something is transparent"
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("k", "K"):
            yield "a colour of a device without profile (CMYK)"
        elif name == "ri" and str(operands[0]) not in (
            "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"
        ):  # fmt: skip
            yield f"an unknown rendering intent {operands[0]}"
    for annotation in page.obj.get("/Annots", []):
        if int(annotation.get("/F", 0)) & 0b100010111 != 0b100:
            yield "an annotation is hidden or not printed"


def opened(content: bytes) -> pikepdf.Pdf:
    """The file for a test that looks into it."""
    return pikepdf.open(io.BytesIO(content))
