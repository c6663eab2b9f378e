"""Texts and tooltips of pages are set as French prints them, and nothing else."""

import re

import pytest
from starlette.testclient import TestClient

from api.web.typography import typeset

TOOLTIPS = re.compile(r' (?:title|aria-label)="([^"]*)"')
BREAKABLE = re.compile(r"&#39;| [;:!?»](?=\s|<)|« ")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<b>L&#39;ESS</b> : qui ?", "<b>L’ESS</b>\u00a0: qui\u202f?"),
        ("A &amp; B ; C&nbsp;: D", "A &amp; B\u202f; C&nbsp;: D"),
        ("de 9 :30 à ?x", "de 9 :30 à ?x"),
        ("Les 1 900 000 € de 2019, 16 %", "Les 1\u202f900\u202f000\u00a0€ de 2019, 16\u00a0%"),
        ("en 2017 300 projets", "en 2017 300 projets"),
        ('<input value="d&#39;où ; quoi">', '<input value="d&#39;où ; quoi">'),
        ('<a href="/?q=l&#39;an" title="l&#39;an : un">', '<a href="/?q=l&#39;an" title="l’an\u00a0: un">'),
        ("<q>l&#39;an ?</q> : oui !", "<q>l&#39;an ?</q>\u00a0: oui\u202f!"),
        ("<pre>SELECT ?a ; ?b</pre>« Oui »", "<pre>SELECT ?a ; ?b</pre>«\u00a0Oui\u00a0»"),
    ],
)
def test_texts_are_set_and_what_is_not_text_is_left(written: str, printed: str) -> None:
    assert typeset(written) == printed
    assert typeset(printed) == printed


@pytest.mark.parametrize("address", ["/acteurs/ademe", "/questions", "/sources/004"])
def test_a_page_breaks_no_line_before_a_sign(client: TestClient, address: str) -> None:
    text = client.get(address, headers={"accept": "text/html"}).text
    told = re.sub(r"(?s)<(q|code|pre|textarea)\b.*?</\1>|<[^>]*>", "<>", text)
    assert "’" in told and not BREAKABLE.findall(told)
    assert not [said for said in TOOLTIPS.findall(text) if "'" in said or "&#39;" in said]
    assert "'" in client.get("/api/actors/ademe").text, "data keep the apostrophes of their tables"
