"""What to write with: the scripts, marks and code that reach a form sooner or later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Pieces to write with. ``kept``: a form keeps them; what it refuses it must name."""

    name: str
    pieces: tuple[str, ...]
    kept: bool = True


LATIN = ("D’Àngelo-Müller ", "Ñoño ", "Œuvre ", "ẞtraße ", "Łódź ", "İstanbul ", "co\u00adop ")
ALPHABETS = (
    Alphabet("parole", ("Antonio ", "precipitevolissimevolmente ", "di ", "A.B. ", "1234 ")),
    Alphabet("senza_spazi", ("W", "M", "Q", "@", "x")),
    Alphabet("latino", LATIN),
    Alphabet("accenti_scomposti", ("e\u0301", "a\u0300", "n\u0303o ", "u\u0308ber ", "ǫ\u0304")),
    Alphabet("emoji", ("😀", "👩‍🔧", "🏗️", "🇮🇹", "1️⃣", "caduta ", "👍🏽")),
    Alphabet("ebraico", ("שלום ", "עולם ", "abc ", "123 ")),
    Alphabet("arabo", ("محمد ", "السلام ", "لا ", "٣٤٥ ", "def ")),
    Alphabet("asiatico", ("佐藤", "東京", "김철수 ", "ไทย", "ที่", "कर्म ", "Ж ")),
    Alphabet("larghezza_zero", ("a\u200b", "b\u200d", "c\ufeff", "\u2060d ", "\U000e0041")),
    Alphabet("spazi", ("a\u00a0b", "c\u2009d ", "e\u3000f", "g\u202fh ", "\u2007i")),
    Alphabet("privati", ("\ue000", "\U000f0000", "\u0378", "z ", "\U0001f9ff", "\ufffd")),
    Alphabet(
        "html",
        (
            "<b>x</b>",
            '"><img src=x onerror=alert(1)>',
            "</p></div></body>",
            "<style>*{display:none}</style>",
            "<!-- ",
            "]]>",
            "&amp;&lt;&#65;",
            "<script>alert(1)</script>",
            "'\"`\\",
        ),
    ),
    Alphabet(
        "css",
        (
            "} .f{display:none}",
            "content:counter(page)",
            '@import "x.css";',
            "url(http://127.0.0.1:{port}/c)",
            "position:fixed;",
            "\\000041",
        ),
    ),
    Alphabet(
        "modelli",
        (
            "{{ settings.SECRET_KEY }}",
            '{% include "x" %}',
            "{% now 'Y' %}",
            "${7*7}",
            "%(label)s",
            "%s",
            "{0}",
            "{# no #}",
            "__import__('os')",
        ),
    ),
    Alphabet(
        "indirizzi",
        (
            "file://{file} ",
            "http://127.0.0.1:{port}/x ",
            '<img src="http://127.0.0.1:{port}/i">',
            "<link rel=attachment href=file://{file}>",
            '<object data="file://{file}">',
            '<a href="http://127.0.0.1:{port}/">a</a>',
            "data:text/html;base64,PGI+ ",
            "javascript:alert(1) ",
        ),
    ),
    Alphabet("righe", ("riga\n", "\n", "parola ")),
    Alphabet("formule", ("=1+1", "@SUM(A1)", "-2+3", "+cmd|' /C'!A0", "';DROP TABLE x;--")),
    Alphabet("controlli", ("a\x00", "b\x07", "c\x1b[31m", "d\x7f", "e\x85", "\u2028"), False),
    Alphabet("surrogati", ("a\ud800", "b\udfff", "\udbff\udbff"), False),
    Alphabet("direzioni", ("a\u202e", "b\u2066c\u2069", "\u200fd", "\u061ce", "\u202ab"), False),
    Alphabet("non_caratteri", ("a\ufffe", "b\U0001ffff", "c\ufdd0"), False),
)
KEPT = tuple(alphabet for alphabet in ALPHABETS if alphabet.kept)
REFUSED = tuple(alphabet for alphabet in ALPHABETS if not alphabet.kept)
