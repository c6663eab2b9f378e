"""The network: arrays, perimeters and projections; the SPARQL form is the reference of the fast one."""

from datetime import date
from math import isclose
from typing import Any

import networkx as nx
import pytest

from graph import perimeter
from graph.catalogue import query
from graph.errors import AmbiguousName, BadParameter, UnknownThing
from graph.matching import Matcher
from graph.network import Network
from graph.perimeter import Perimeter
from graph.store import EmbeddedStore, Store
from graph.things import Directory
from ontology.namespaces import concept_iri, local_name

FUNDER = ["financeur"]


def ties(network: Network, kept: Perimeter) -> set[tuple[str, str, str]]:
    return {
        (network.nodes[network.left[i]], network.roles[network.role[i]], network.nodes[network.right[i]])
        for i in network.select(kept)
    }


def by_sparql(store: Store) -> dict[frozenset[str], int]:
    values = {"role": concept_iri("role", "financeur"), "status": concept_iri("statut", "actual")}
    rows = store.select(query("funder-pairs"), **values)
    return {frozenset((local_name(r["first"]), local_name(r["second"]))): int(r["shared"]) for r in rows}


def by_matrices(network: Network) -> dict[frozenset[str], int]:
    net = network.projection(FUNDER, FUNDER)
    return {frozenset((a, b)): int(edge["weight"]) for a, b, edge in net.edges(data=True)}


def test_the_projection_is_the_sparql_reference(store: EmbeddedStore, network: Network) -> None:
    """Fonds (with its edition 2017): NM, ADEME, Région. Prix, which is only there by its edition 2018: ADEME, NM."""
    found = by_matrices(network)
    assert found == {
        frozenset({"nantes-metropole", "ademe"}): 2,
        frozenset({"nantes-metropole", "region-pays-de-la-loire"}): 1,
        frozenset({"ademe", "region-pays-de-la-loire"}): 1,
    }
    assert found == by_sparql(store)


def test_the_projection_is_the_sparql_reference_on_real_data(real_store: EmbeddedStore, real_network: Network) -> None:
    found = by_matrices(real_network)
    assert len(found) > 40
    assert found == by_sparql(real_store)
    assert frozenset({"adie", "presol"}) not in found  # a chain of support names both, each for its own means


def test_two_funders_of_a_planned_thing_fund_nothing_together(network: Network) -> None:
    planned = network.projection(FUNDER, FUNDER, Perimeter(statuses=("planned",)))
    assert len(planned) == 0
    both = network.projection(FUNDER, FUNDER, Perimeter(statuses=("actual", "planned")))
    assert both.has_edge("les-ecossolies", "ademe")


def test_newman_weights_by_hand(network: Network) -> None:
    """Three funders of the fund: each pair 1/2. Two of the prize: 1/1. So NM and ADEME have 1.5."""
    net = network.projection(FUNDER, FUNDER, weighting="newman")
    assert isclose(net.edges["nantes-metropole", "ademe"]["weight"], 1.5)
    assert isclose(net.edges["nantes-metropole", "region-pays-de-la-loire"]["weight"], 0.5)
    assert net.edges["nantes-metropole", "ademe"]["shared"] == ["fonds-test", "prix-test"]


def test_a_projection_on_two_roles(network: Network) -> None:
    """Funders x guides: everyone who funds the fund with Les Écossolies; four hold a role there, so 1/3 each."""
    net = network.projection(FUNDER, ["accompagnateur"], weighting="newman")
    assert set(net["les-ecossolies"]) == {"nantes-metropole", "ademe", "region-pays-de-la-loire"}
    assert net.number_of_edges() == 3
    assert isclose(net.edges["les-ecossolies", "ademe"]["weight"], 1 / 3)


def test_euros_are_the_least_that_both_bring(network: Network) -> None:
    """The fund: 20,000 or 25,000 from NM, 5,000 to 8,000 from the region, a ceiling from ADEME, which is no sum."""
    net = network.projection(FUNDER, FUNDER, weighting="euros")
    assert list(net.edges(data="weight")) == [("nantes-metropole", "region-pays-de-la-loire", 5000.0)]


def test_funders_of_one_beneficiary_are_only_inferred(real_network: Network) -> None:
    """Three métropoles support the Adie and no source names a common scheme: tied here, never in the projection."""
    stated, found = real_network.projection(FUNDER, FUNDER), real_network.inferred()
    assert found.edges["bordeaux-metropole", "metropole-rouen-normandie"]["shared"] == ["adie"]
    assert all(edge["inferred"] for *_, edge in found.edges(data=True))
    assert not any(stated.has_edge(a, b) for a, b in found.edges)


def test_an_unknown_weighting_is_refused(network: Network) -> None:
    with pytest.raises(BadParameter):
        network.projection(FUNDER, FUNDER, weighting="cosine")


def test_a_projection_of_nothing_is_empty(network: Network) -> None:
    assert len(network.projection(["jury"], ["jury"])) == 0
    assert len(network.projection([], [])) == 0


def test_pairs_are_those_of_networkx(real_network: Network) -> None:
    """The same pairs and counts as networkx's own bipartite projection."""
    held = real_network.incidence(FUNDER)
    rows, columns = held.matrix.nonzero()
    bipartite: nx.Graph[tuple[str, int]] = nx.Graph()
    bipartite.add_edges_from((("actor", int(a)), ("scheme", int(s))) for a, s in zip(rows, columns, strict=True))
    actors = {("actor", int(a)) for a in rows}
    net = nx.bipartite.weighted_projected_graph(bipartite, actors)
    expected = {frozenset((a[1], b[1])): edge["weight"] for a, b, edge in net.edges(data=True)}
    assert {frozenset((a, b)): len(shared) for a, b, shared in held.pairs(held)} == expected


# --- perimeters ---------------------------------------------------------------------------------------------------


def test_the_whole_graph_is_what_is_effective(network: Network) -> None:
    whole = ties(network, Perimeter())
    assert len(network) == 11
    assert ("les-ecossolies", "financeur", "prix-test") not in whole
    assert len(whole) == 10


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        # a territory holds what lies inside it: in the département, the fund and the filière of Nantes Métropole
        (
            Perimeter(territory="dep-44", roles=("financeur", "finance")),
            {
                ("nantes-metropole", "financeur", "fonds-test"),
                ("ademe", "financeur", "fonds-test"),
                ("region-pays-de-la-loire", "financeur", "fonds-test-2017"),
                ("nantes-metropole", "finance", "les-ecossolies"),
            },
        ),
        (
            Perimeter(territory="dep-49"),
            {("ademe", "financeur", "prix-test-2018"), ("nantes-metropole", "financeur", "prix-test-2018")},
        ),
        # agriculture and restauration stand under alimentation; the project is of restauration
        (
            Perimeter(sector="alimentation"),
            {
                ("nantes-metropole", "membre", "filiere-alimentation"),
                ("les-ecossolies", "membre", "filiere-alimentation"),
                ("kiosque-test", "projet-structurant", "filiere-alimentation"),
            },
        ),
        (Perimeter(sector="restauration"), {("kiosque-test", "projet-structurant", "filiere-alimentation")}),
        (Perimeter(sector="sport"), set()),
        (
            Perimeter(filiere="filiere-alimentation"),
            {
                ("nantes-metropole", "membre", "filiere-alimentation"),
                ("les-ecossolies", "membre", "filiere-alimentation"),
                ("kiosque-test", "projet-structurant", "filiere-alimentation"),
            },
        ),
        # in June 2016 the member is still there, in July no more; what is told of 2016 alone holds that year alone
        (
            Perimeter(as_of=date(2016, 6, 30), roles=("membre", "finance")),
            {
                ("nantes-metropole", "membre", "filiere-alimentation"),
                ("les-ecossolies", "membre", "filiere-alimentation"),
                ("nantes-metropole", "finance", "les-ecossolies"),
            },
        ),
        (
            Perimeter(as_of=date(2017, 7, 1), roles=("membre", "finance")),
            {("nantes-metropole", "membre", "filiere-alimentation")},
        ),
        # before the fund began nobody funds it
        (Perimeter(as_of=date(2014, 12, 31), roles=("financeur",), territory="dep-44"), set()),
        (Perimeter(statuses=("planned",)), {("les-ecossolies", "financeur", "prix-test")}),
        (
            Perimeter(kinds=("operateur-etat",)),
            {
                ("ademe", "financeur", "fonds-test"),
                ("ademe", "financeur", "prix-test-2018"),
                ("kiosque-test", "projet-structurant", "filiere-alimentation"),
            },
        ),
        # what the second document states, though the first one states it too
        (
            Perimeter(documents=("b",)),
            {("nantes-metropole", "financeur", "fonds-test"), ("ademe", "financeur", "fonds-test")},
        ),
    ],
)
def test_a_perimeter_keeps(network: Network, kept: Perimeter, expected: set[tuple[str, str, str]]) -> None:
    assert ties(network, kept) == expected


def test_graphs_carry_what_is_drawn(network: Network, directory: Directory) -> None:
    multi = network.multigraph()
    assert multi.number_of_edges() == 10
    assert multi.nodes["ademe"]["label"] == "Agence de la transition écologique"
    ((_, _, edge),) = multi.edges("kiosque-test", data=True)
    assert (edge["role"], edge["source"]) == ("projet-structurant", "kiosque-test")
    simple = network.graph()
    assert simple.edges["nantes-metropole", "fonds-test"]["weight"] == 1
    assert simple.edges["les-ecossolies", "fonds-test"]["roles"] == ("accompagnateur",)
    assert set(simple) <= set(directory.things)


def test_editions_roll_up_even_to_a_scheme_without_ties(network: Network) -> None:
    held = network.incidence(FUNDER)
    assert {held.nodes[place] for place in held.matrix.nonzero()[1]} == {"fonds-test", "prix-test"}


# --- dates --------------------------------------------------------------------------------------------------------


def test_a_tie_is_dated_by_its_days_its_year_or_its_object(network: Network) -> None:
    every = network.select(Perimeter())
    dated = {
        (network.nodes[network.left[tie]], network.nodes[network.right[tie]]) for tie in every[network.is_dated(every)]
    }
    own, year = ("les-ecossolies", "filiere-alimentation"), ("nantes-metropole", "les-ecossolies")
    assert {own, year, ("region-pays-de-la-loire", "fonds-test-2017"), ("ademe", "fonds-test")} <= dated
    assert not {("ademe", "prix-test-2018"), ("nantes-metropole", "filiere-alimentation")} & dated


def test_what_began_and_ended_between_two_days_is_found(network: Network) -> None:
    def passing(first: date, last: date) -> set[str]:
        places = network.between(Perimeter(), first, last)
        return {f"{network.nodes[network.left[i]]} {network.nodes[network.right[i]]}" for i in places}

    member, funded = "les-ecossolies filiere-alimentation", "nantes-metropole les-ecossolies"
    assert passing(date(2014, 12, 31), date(2016, 12, 31)) == {member}
    assert passing(date(2014, 12, 31), date(2017, 1, 1)) == {member, funded}
    assert passing(date(2015, 1, 1), date(2017, 1, 1)) == {funded}


# --- reading a perimeter ------------------------------------------------------------------------------------------


def test_a_perimeter_is_read_from_names_codes_and_ids(matcher: Matcher, directory: Directory) -> None:
    kept = perimeter.read(
        matcher,
        territory="44",
        filiere="circuits courts",
        sector="Alimentation",
        roles=["financeurs", "projet-structurant"],
        kinds=["métropole"],
        as_of="2016-01-01",
        statuses=["planned"],
        documents=["b", " a", "b"],
    )
    assert kept == Perimeter(
        "dep-44",
        "filiere-alimentation",
        "alimentation",
        ("financeur", "projet-structurant"),
        ("metropole",),
        date(2016, 1, 1),
        ("planned",),
        ("a", "b"),
    )
    assert tuple(kept.parameters()) == perimeter.PARAMETERS
    assert (kept.parameters()["as_of"], kept.parameters()["source"]) == ("2016-01-01", ["a", "b"])
    told = kept.describe(directory)
    assert "filière « Circuits courts et alimentation »" in told and "au 01/01/2016" in told
    assert "documents : a, b" in told
    assert Perimeter().describe(directory) == "tout le graphe"
    assert Perimeter().parameters() == {"status": ["actual"]}


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"territory": "Atlantide"}, UnknownThing),
        ({"filiere": "xyz"}, UnknownThing),
        ({"sector": "astrologie"}, BadParameter),
        ({"roles": ["astrologue"]}, BadParameter),
        ({"kinds": ["astrologue"]}, BadParameter),
        ({"as_of": "2016-02-30"}, BadParameter),
        ({"as_of": "demain"}, BadParameter),
        ({"statuses": ["futur"]}, BadParameter),
        ({"documents": ["a", "c"]}, BadParameter),
    ],
)
def test_what_a_perimeter_cannot_mean_is_refused(
    matcher: Matcher, parameters: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        perimeter.read(matcher, **parameters)


def test_an_ambiguous_territory_lists_its_candidates(matcher: Matcher) -> None:
    with pytest.raises(AmbiguousName) as caught:
        matcher.resolve("244400404")
    assert {c.id for c in caught.value.candidates} == {"nantes-metropole", "epci-244400404"}
