"""The portrait of a filière: who works with whom, who stands between, and how it is told, on the real data."""

import re
from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from api.contexts import cooperation, filieres, networks, portraits
from api.contexts.shown import Shown
from api.state import State
from graph.analysis.changes import figures

FOOD, HOUSING, HUSHED = "nantes-alimentation", "nantes-habitat-construction", "bretagne-silver-economie"


@pytest.fixture(scope="module")
def housing(state: State) -> dict[str, Any]:
    """Return the portrait of the filière whose network one company holds together."""
    return portraits.portrait(state, HOUSING)


# --- in words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ties", "alone", "told"),
    [
        ([], 0, "ne disent pas qui travaille avec qui"),
        ([], 1, "Un seul acteur prend part"),
        ([], 3, "3 acteurs prennent part"),
        ([("a", "b")], 0, "2 acteurs, 1 paire qui travaille ensemble : toutes les paires possibles."),
        ([("a", "b"), ("b", "c")], 0, "plus d'une paire possible sur deux. De proche en proche, tous se rejoignent."),
        ([("a", "b"), ("c", "d")], 0, "une paire possible sur trois. Ils forment 2 groupes sans lien entre eux"),
        ([("a", "b"), ("b", "c"), ("a", "c")], 2, "2 acteurs n'y ont pas de partenaire connu."),
    ],
)
def test_a_network_is_told_in_words(ties: list[tuple[str, str]], alone: int, told: str) -> None:
    net: nx.Graph[str] = nx.Graph(ties)
    net.add_nodes_from(f"x{place}" for place in range(alone))
    assert told in cooperation.in_words(figures(net))


def test_why_nobody_stands_between_others_is_told(state: State) -> None:
    def why(*ties: tuple[str, str, str]) -> str:
        net: nx.Graph[str] = nx.Graph()
        for left, right, scheme in ties:
            net.add_edge(left, right, shared=(scheme,))
        return cooperation.without_broker(net, state.directory)

    kiosk = "le-kiosque-paysan"
    assert "pas d'intermédiaire" in why()
    assert "Deux acteurs seulement" in why(("a", "b", kiosk))
    assert "« Le Kiosque Paysan »" in why(("a", "b", kiosk), ("b", "c", kiosk), ("a", "c", kiosk))
    assert "son groupe" in why(("a", "b", kiosk), ("c", "d", "tiers-lieu-ecoconstruction"))


# --- real filières ------------------------------------------------------------------------------------------------


def test_one_company_holds_housing_together(housing: dict[str, Any]) -> None:
    assert [broker["thing"]["id"] for broker in housing["brokers"]] == ["macoretz"]
    broker = housing["brokers"][0]
    assert broker["paths"] == "plus d'un chemin sur deux" and broker["constraint_label"] == "faible"
    assert sum(broker["pieces"]) == housing["figures"]["nodes"] - 1 and len(broker["pieces"]) == 2
    assert {"base-de-vie-solidaire", "projet-hacoopa"} == {thing["id"] for thing in broker["through"]}
    assert housing["no_broker"] == ""


def test_nobody_is_a_necessary_step_where_all_meet(state: State) -> None:
    told = portraits.portrait(state, FOOD)
    assert told["brokers"] == [] and told["figures"]["density"] == 1
    assert told["no_broker"] == "Tous se rencontrent dans « Le Kiosque Paysan » : personne n'est un passage obligé."
    wider = told["with_cross_cutting"]
    assert wider["brokers"] and wider["figures"]["nodes"] > told["figures"]["nodes"]
    assert wider["brokers"] == portraits.portrait(state, FOOD, transversal=True)["brokers"]


def test_the_figures_are_those_of_the_effective_partners(state: State, housing: dict[str, Any]) -> None:
    net = networks.partners_of(state, Shown(networks.filiere_perimeter(HOUSING), transversal=False))
    assert (housing["figures"]["nodes"], housing["figures"]["ties"]) == (len(net), net.number_of_edges())
    assert housing["figures"]["possible"] == len(net) * (len(net) - 1) // 2


def test_pairs_of_roles_name_who_holds_what(state: State, housing: dict[str, Any]) -> None:
    pairs = {pair["id"]: pair for pair in housing["pairs"]}
    assert set(pairs) == {*cooperation.PROJECT_PAIRS, cooperation.HOST_PAIR}
    held = {
        (side["right"]["id"], one["thing"]["id"]) for side in pairs["membre-projet"]["items"] for one in side["lefts"]
    }
    assert ("base-de-vie-solidaire", "macoretz") in held and len(held) == pairs["membre-projet"]["pairs"]
    said = {(s.object, s.subject) for s in cooperation.own_ties(state, HOUSING) if s.role in ("membre", "porteur")}
    assert held <= said and not any(object == HOUSING for object, _ in held)
    assert pairs["hebergeur-laureat"]["pairs"] == 0 and pairs["hebergeur-laureat"]["density"] is None


def test_a_bridge_takes_part_in_both_filieres_itself(state: State, housing: dict[str, Any]) -> None:
    assert "macoretz" in {bridge["actor"]["id"] for bridge in housing["bridges"]}
    for bridge in housing["bridges"]:
        for other in bridge["filieres"]:
            assert bridge["actor"]["id"] in cooperation.actors_of(state, other["id"])
    waste = portraits.portrait(state, "nantes-dechets-ressources")["bridges"]
    assert "nantes-filiere-reemploi" not in {other["id"] for bridge in waste for other in bridge["filieres"]}


def test_every_filiere_has_a_portrait(client: TestClient, state: State) -> None:
    for thing in state.directory.of_type("filiere"):
        told = portraits.portrait(state, thing.id)
        assert told["sentence"] and bool(told["brokers"]) != bool(told["no_broker"])
        assert told["items"][0]["figures"] == told["figures"]
        assert (told["figures"]["density"] is None) == (told["figures"]["nodes"] < 2)
    answer = client.get(f"/api/filieres/{HUSHED}/portrait").json()
    assert answer["items"][0]["referent"] == {"id": "", "label": "non dit"} and answer["items"][0]["told"] is False
    rows = client.get(f"/api/filieres/{HOUSING}/portrait?format=csv").text.splitlines()
    assert len(rows) == 1 + portraits.portrait(state, HOUSING)["total"]


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [FOOD, HOUSING, HUSHED])
def test_the_page_tells_the_portrait(client: TestClient, state: State, id: str) -> None:
    text = client.get(f"/filieres/{id}", headers={"accept": "text/html"}).text.replace("\u00a0", " ").replace("’", "'")
    told = portraits.portrait(state, id)
    assert told["sentence"].replace("’", "'") in text
    places = [text.find(f'id="{name}"') for name in ("referents", "graphe", "lien", "quoi", "manques", "ailleurs")]
    assert places == sorted(places) and -1 not in places
    assert all(f'href="{broker["thing"]["url"]}"' in text for broker in told["brokers"])
    assert f"/manques?territory={told['filiere']['territories'][-1]['id']}&amp;sector=" in text
    assert "brokers=5" in text
    assert (f'href="/suggestions?filiere={id}"' in text) == bool(filieres.one(state, id)["suggestions"])


def test_those_who_are_engaged_and_tied_to_nobody_are_counted_too(client: TestClient) -> None:
    text = client.get(f"/filieres/{FOOD}", headers={"accept": "text/html"}).text
    head, ties = re.search(r"<strong>(\d+)</strong>acteurs engagés", text), re.search(r"<p>(\d+) acteurs, ", text)
    apart = re.search(r"(\d+) autres acteurs engagés n’ont avec eux", text)
    assert head and ties and apart
    assert int(head[1]) == int(ties[1]) + int(apart[1])


def test_a_filiere_without_referent_gives_those_of_its_sector_there(client: TestClient) -> None:
    text = client.get("/filieres/nantes-filiere-reemploi", headers={"accept": "text/html"}).text
    head = text[: text.index('id="graphe"')]
    assert "Pour son secteur, sur ce territoire" in head
    assert "Référent secteur Réemploi" in head and "Référent secteur biodéchets" not in head


def test_the_gaps_of_a_filiere_are_those_of_its_sectors(state: State) -> None:
    thing = state.directory["nantes-dechets-ressources"]
    rows = (filieres.needs_met(state, thing) or {})["rows"]
    assert {row["sector"]["id"] for row in rows} == set(thing.sectors) and len(rows) == 4 * len(thing.sectors)
    assert filieres.needs_met(state, state.directory["nice-ess"]) is None


def test_suggestions_are_few_and_their_reliability_is_not_measured_here(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.contexts.relations.reliability", lambda *_: pytest.fail("slow"))
    found = filieres.suggested(state, state.directory[HOUSING])
    assert len(found) == filieres.SUGGESTED
    assert {group["reason"] for group in found} == {"complementary-roles", "shared-partners"}
