"""Every query of the catalogue can be read by the engine, with the prefixes that it uses and no other."""

import pytest

from graph.catalogue import FOLDER, _prefixes, query
from graph.store import EmbeddedStore

NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_can_be_asked(store: EmbeddedStore, name: str) -> None:
    asked = query(name)
    if "CONSTRUCT" in asked.text or "DESCRIBE" in asked.text:
        store.construct(asked, "nt")
    else:
        store.select(asked)


def test_an_unknown_query_is_no_query() -> None:
    with pytest.raises(KeyError):
        query("nothing")


def test_prefixes_are_those_that_stand_in_names() -> None:
    text = "SELECT * { ?x dcterms:isPartOf/rdf:type ess:Scheme ; ^org:member ?y } # skos:no"
    assert [line.split()[1] for line in _prefixes(text).splitlines()] == ["dcterms:", "ess:", "org:", "rdf:"]
    assert _prefixes('SELECT * { ?cv <http://x/org:a#rdf:b> "ess:c" }') == ""
