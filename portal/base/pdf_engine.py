"""WeasyPrint, and the only module that imports it. Reached through ``portal.base.pdf`` alone."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.base import pdf_objects, pdf_tags
from portal.base.pdf import PdfError
from portal.base.pdf_fonts import COMB_NAME, comb_font

VARIANT = "pdf/a-2a"
# A name that resolves nowhere: relative addresses of ours become this, and only this is served.
STATIC = "https://static.invalid/"
COMB_SOURCE = "bi/fonts/Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular.woff2"
MAX_DATA_CHARS = 200_000  # a picture of ours inside a page has a few thousand
_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # the base ships no types
    """A document asked for something that is not ours: the whole document is refused."""


class StaticFetcher(URLFetcher):  # type: ignore[misc]  # the base ships no types
    """Serves our static files and ``data:``; every other address refuses the document."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.refused = False

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Return the response for ``url``; raises Refused, and remembers it."""
        try:
            return self._serve(url, headers)
        except Refused:
            self.refused = True  # WeasyPrint swallows what happens inside a picture
            raise

    def _serve(self, url: str, headers: Any) -> Any:
        if url == STATIC + COMB_NAME:
            content = comb_font(static_file(COMB_SOURCE))
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        if url.startswith(STATIC):
            path = static_file(url.removeprefix(STATIC))
            kind = _TYPES[path.suffix]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        if url[:5].lower() != "data:" or len(url) > MAX_DATA_CHARS:
            raise Refused("address refused")
        return super().fetch(url, headers)


def static_file(name: str) -> Path:
    """Where one of our static files is; raises Refused for anything else."""
    found = finders.find(name) if Path(name).suffix in _TYPES and ".." not in name else None
    if not isinstance(found, str):
        raise Refused("no such static file")
    return Path(found)


class Prepared:
    """Parsed style sheets with their fonts, made once for each process."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = StaticFetcher()
        self.digest = hashlib.sha256()
        self.sheets = [self._sheet(name) for name in names]

    def _sheet(self, name: str) -> Any:
        text = static_file(name).read_text(encoding="utf-8")
        self.digest.update(text.encode())
        return CSS(
            string=text, base_url=STATIC + name, url_fetcher=self.fetcher, font_config=self.fonts
        )


@cache
def prepare(names: tuple[str, ...]) -> Prepared:
    """Parse style sheets; raises PdfError when one is missing or asks for a foreign file."""
    try:
        return Prepared(names)
    except FatalURLFetchingError as error:
        raise PdfError("risorsa_rifiutata") from error


def document(html: str, prepared: Prepared) -> Any:
    """Lay a document out, in this process; raises Refused."""
    prepared.fetcher.refused = False
    source = HTML(string=html, base_url=STATIC, url_fetcher=prepared.fetcher)
    return source.render(
        stylesheets=prepared.sheets, font_config=prepared.fonts, pdf_variant=VARIANT
    )


def write(html: str, prepared: Prepared) -> bytes:
    """Lay out and write a document, in this process; raises PdfError.

    The file identifier derives from the content, so that the same content gives the same bytes.
    """
    digest = prepared.digest.copy()
    digest.update(html.encode())
    try:
        content: bytes = document(html, prepared).write_pdf(
            pdf_variant=VARIANT, pdf_identifier=digest.digest()[:16], finisher=_finish
        )
    except FatalURLFetchingError as error:
        raise PdfError("risorsa_rifiutata") from error
    if prepared.fetcher.refused:
        raise PdfError("risorsa_rifiutata")
    return content


_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def _finish(_document: Any, pdf: Any) -> None:
    """What WeasyPrint leaves to do, before anything is written."""
    _identify_ua(pdf)
    pdf_tags.tidy(pdf)
    pdf_objects.serialise(pdf)


def _identify_ua(pdf: Any) -> None:
    """Add the PDF/UA identification, with the description that PDF/A asks of foreign properties.

    WeasyPrint writes one variant at a time; the metadata stays uncompressed for plain readers.
    """
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    [text] = stream.stream
    stream.stream = [text.replace(b"</rdf:RDF>", _UA.encode(), 1)]
    stream.compress = False
