"""Set the words of a page as a French printer does: apostrophes, and spaces at which no line may break."""

import re

_AS_WRITTEN = "script|style|pre|code|textarea|q"
_TEXTS = re.compile(
    rf"<(?:{_AS_WRITTEN})\b.*?</(?:{_AS_WRITTEN})(?=>)"  # to step over
    r"|(?:>|\A)[^<]*?(?:'|&#39;| [;!?:»€%]|« |\d \d{3})[^<]*",
    re.DOTALL,
)
_SAID = re.compile(r'(?<= title=")[^"]+|(?<= aria-label=")[^"]+')
_NARROW = re.compile(r" (?=[;!?](?:[\s)…»]|$))")
_NO_BREAK = re.compile(r" (?=[:»](?:[\s).,;:!?…]|$))|(?<=«) |(?<=\d) (?=[€%])")
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}\b)")


def typeset(html: str) -> str:
    """Return HTML with typographic apostrophes and no-break spaces in its texts and tooltips, and nothing else changed.

    Other attributes, code, what may be typed over and quotations of a document stay as they are written.

    >>> typeset('<p id="l&#39;an" title="l&#39;an : 1">L&#39;ESS : « qui ? »</p><code>a : &#39;b&#39;</code>')
    '<p id="l&#39;an" title="l’an\\xa0: 1">L’ESS\\xa0: «\\xa0qui\\u202f?\\xa0»</p><code>a : &#39;b&#39;</code>'
    """
    return _SAID.sub(lambda said: _printed(said[0]), _TEXTS.sub(_set, html))


def _set(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else _printed(found[0])


def _printed(text: str) -> str:
    text = text.replace("&#39;", "’").replace("'", "’")
    text = _THOUSANDS.sub("\\1\u202f", _NARROW.sub("\u202f", text))
    return _NO_BREAK.sub("\u00a0", text)
