"""Pages of analyses and of ready questions: they answer, say the same as the API, and mend what was mistyped."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.contexts import analyses, gaps, questions
from api.state import State
from api.web.typography import typeset
from graph import catalogue, measures
from graph.perimeter import WHOLE
from tests.api.asking import HTML, IDS, NANTES, get, page, refused, sound

PAGES = [
    "/questions",
    "/questions/qui-finance",
    "/questions/qui-finance?dispositif=ess-nantes-factory",
    "/questions/acteurs-d-une-filiere?filiere=nantes-alimentation",
    "/questions/couples-de-financeurs",
    "/questions/d-ou-vient-l-information?chose=ess-nantes-factory",
    "/analyses",
    "/analyses/degree",
    "/analyses/betweenness?territory=epci-244400404&network=ties",
    "/analyses/cut-off",
    "/cercles",
    "/chemins",
    "/chemins?from=scopeli&to=harmonie-mutuelle&avoid=nantes-metropole",
    "/manques",
    "/manques?territory=epci-244400404",
    "/manques?territory=epci-244400404&role=referent&scope=told",
    "/suggestions",
    "/suggestions?territory=epci-244400404",
    "/suggestions?filiere=nantes-alimentation",
    "/comparer",
    "/comparer?left=epci-244400404&right=epci-243500139",
    "/comparer?left=ademe&right=nantes-metropole",
    "/comparer?left=2015&right=2020",
    "/comparer?left=004&right=000,001,002&territory=epci-244400404",
    "/comparer?left=003&right=004&territory=epci-244400404",
    "/comparer?left=prix-innovation-sociale-nantes-2018&right=prix-innovation-sociale-nantes-2019",
]


def read(client: TestClient, address: str, status: int = 200) -> str:
    """Return what a page says, tags and runs of spaces left out."""
    body = re.sub(r"(?s)<head>.*?</head>|<[^>]+>", " ", page(client, address, status))
    return re.sub(r"\s+", " ", html.unescape(body))


# --- every page of the family -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound(client: TestClient, address: str) -> None:
    text = sound(client, address)
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^" ]+)"', text)) <= set(IDS.findall(text))
    assert "None" not in html.unescape(re.sub(r"(?s)<pre.*?</pre>|<[^>]+>", " ", text))


@pytest.fixture(scope="module")
def tried() -> set[str]:
    """Return the links that have answered: pages share many, and each is asked once."""
    return set()


@pytest.mark.parametrize("address", PAGES)
def test_links_and_downloads_of_a_page_answer(client: TestClient, address: str, tried: set[str]) -> None:
    text = page(client, address)
    files = {html.unescape(link) for link in re.findall(r'href="([^"]+)" download', text)}
    shown = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', text)} - files
    ours = re.compile(r"/(questions|cercles|chemins|manques|suggestions|comparer)\b")
    some = set(sorted(link for link in shown if ours.match(link))[:12])
    for link in some - tried:
        assert client.get(link, headers=HTML).status_code == 200, link
    workbooks = {link for link in files if link.replace("format=xlsx", "format=csv") in files - {link}}  # the same rows
    for link in files - tried - workbooks:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.content
    tried |= some | files


# --- ready questions ----------------------------------------------------------------------------------------------


def test_the_catalogue_shows_every_question_under_its_theme(client: TestClient) -> None:
    text = page(client, "/questions")
    for question in catalogue.public():
        assert f'href="/questions/{question.name}"' in text
    assert re.findall(r'<h2 id="[^"]+"[^>]*>([^<]+)</h2>', text)[:-1] == list(questions.THEMES)


@pytest.mark.parametrize("question", catalogue.public(), ids=lambda q: q.name)
def test_a_question_answers_on_its_own_example(client: TestClient, state: State, question: Any) -> None:
    form = questions.form(state, question.name, {})
    address = form["example"]["url"] if form["fields"] else form["url"]
    text = page(client, address)
    assert "<table" in text or "Les sources ne disent rien de tel" in text
    assert 'href="/sparql?query=' in text


def test_a_question_page_says_what_the_api_says(client: TestClient) -> None:
    text = page(client, "/questions/qui-finance?dispositif=ess-nantes-factory")
    body = get(client, "/api/questions/qui-finance?dispositif=ess-nantes-factory")
    for row in body["items"]:
        assert f'href="{row["financeur"]["url"]}"' in text
        assert f'href="{row["sources"][0]["url"]}"' in text
    assert f"{body['total']} lignes" in text


def test_fields_complete_and_keep_the_name_that_a_reader_knows(client: TestClient) -> None:
    text = page(client, "/questions/referents-d-un-territoire?territoire=epci-244400404")
    assert re.search(r'name="territoire" value="Nantes Métropole"\s+data-complete="territory"', text)
    for stage in ("amorcage", "Amorçage"):
        chosen = page(client, f"/questions/dispositifs-pour-une-etape?etape={stage}&territoire=reg-52")
        assert '<option value="amorcage" selected>' in chosen


def test_a_name_that_two_things_bear_is_written_with_its_kind_and_understood(client: TestClient) -> None:
    text = page(client, "/chemins?from=les-ecossolies&to=nantes-metropole")
    assert 'value="Les Ecossolies"' in text and 'value="Nantes Métropole (métropole)"' in text
    same = page(client, "/chemins?from=Les+Ecossolies&to=Nantes+Métropole+(métropole)")
    assert "<h1>Les Ecossolies → Nantes Métropole</h1>" in text and "<h1>Les Ecossolies → Nantes Métropole</h1>" in same


def test_a_name_that_nobody_has_is_mended_on_the_form(client: TestClient) -> None:
    text = page(client, "/questions/qui-finance?dispositif=prix+innovation", 404)
    assert 'role="alert"' in text
    assert 'href="/questions/qui-finance?dispositif=prix-innovation-sociale-nantes"' in text


def test_an_unknown_question_is_a_page_in_our_dress(client: TestClient) -> None:
    assert "inconnu" in read(client, "/questions/rien-de-tel", 404)


def test_a_long_answer_is_leafed_through(client: TestClient) -> None:
    first = page(client, "/questions/d-ou-vient-l-information?chose=nantes-metropole")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = page(client, html.unescape(following[1]))
    assert 'rel="prev"' in second


# --- measures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", measures.MEASURES, ids=lambda m: m.id)
def test_a_measure_page_explains_what_it_shows(client: TestClient, measure: Any) -> None:
    text = read(client, f"/analyses/{measure.id}?territory={NANTES}&rounds=2")
    for told in (measure.question, measure.explanation, measure.not_said, measure.algorithm):
        assert re.sub(r"\s+", " ", typeset(told)) in text
    assert "Périmètre territoire « Nantes Métropole »" in text
    assert f"entrelacs measure {measure.id} --territory {NANTES}" in text


def test_ranks_have_their_interval_and_persons_are_not_ranked(client: TestClient, state: State) -> None:
    text = page(client, "/analyses/degree")
    found = analyses.measure(state, "degree", "partners", WHOLE, {}, "0", 30, "")
    first = next(row for row in found["items"] if row["rank_low"] != row["rank_high"])
    assert f"(entre {first['rank_low']} et {first['rank_high']})" in text
    rows = re.findall(r'(?s)<th role="rowheader".*?</th>', text)
    assert len(rows) == 30
    assert not any("shape-person" in row for row in rows)


def test_withdrawals_are_told_with_the_names_of_whom_they_cut_off(client: TestClient) -> None:
    text = page(client, "/analyses/cut-off")
    first = get(client, "/api/cuts?limit=1")["items"][0]
    assert typeset(html.escape(first["sentence"])) in text
    assert f'href="{first["cut_off"][0]["url"]}"' in text


def test_a_chosen_measure_leads_to_its_page_with_the_perimeter(client: TestClient) -> None:
    answer = client.get(f"/analyses?measure=core&territory={NANTES}", headers=HTML, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/analyses/core?territory={NANTES}"


def test_another_measure_is_asked_without_the_settings_that_it_lacks(client: TestClient) -> None:
    asked = "/analyses?measure=degree&damping=0.9&weighted=non&rounds=5&seed=3"
    answer = client.get(asked, headers=HTML, follow_redirects=False)
    assert answer.headers["location"] == "/analyses/degree?rounds=5&seed=3"


@pytest.mark.parametrize("measure", measures.MEASURES, ids=lambda m: m.id)
def test_a_measure_has_a_field_for_each_setting_that_it_declares(client: TestClient, measure: Any) -> None:
    text = page(client, f"/analyses/{measure.id}?territory={NANTES}&rounds=2")
    fields = text.partition("Réglages du calcul")[2].partition("</form>")[0]
    assert re.findall(r'name="(\w+)"', fields) == [*(p.name for p in measure.every_parameter), "seed"]
    assert 'name="rounds" value="2" min="0" max="50"' in fields and "20 par défaut" in fields


def test_settings_are_measured_told_and_given_again(client: TestClient) -> None:
    asked = f"territory={NANTES}&damping=0.5&weighted=non&rounds=2&seed=3"
    text = page(client, f"/analyses/pagerank?{asked}")
    assert 'name="damping" value="0.5"' in text and "<option selected>non</option>" in text
    options = "--param damping=0.5 --param weighted=non --param rounds=2 --seed 3"
    assert f"entrelacs measure pagerank --territory {NANTES} {options}" in text
    data = html.unescape(next(link for link in re.findall(r'href="([^"]+)"', text) if "format=csv" in link))
    given = client.get(data.replace("format=csv", "format=json")).json()
    assert given["parameters"] == {"damping": 0.5, "weighted": False, "rounds": 2} and given["seed"] == 3
    plain = page(client, f"/analyses/pagerank?territory={NANTES}&damping=0,85&weighted=oui&rounds=20&seed=")
    assert f"entrelacs measure pagerank --territory {NANTES}</code>" in plain


def test_an_empty_perimeter_says_why_and_what_to_try(client: TestClient) -> None:
    text = read(client, "/analyses/degree?sector=sport&kind=media")
    assert "Rien à classer dans ce périmètre" in text
    assert "tout le graphe" in text


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("seed=abc", 422, "graine"),
        ("territory=xyzzy", 404, "inconnu"),
        ("couleur=bleu", 422, "paramètre"),
        ("rounds=51", 422, "« 51 » n’est pas possible pour « tirages »"),
        ("rounds=deux", 422, "Choisissez un nombre entier de 0 à 50"),
    ],
)
def test_a_wrong_parameter_leaves_the_page_readable(client: TestClient, asked: str, status: int, words: str) -> None:
    text = read(client, f"/analyses/degree?{asked}", status)
    assert words in text
    assert "Les Ecossolies" in text


# --- relations, gaps, suggestions, comparisons --------------------------------------------------------------------


def test_a_chain_is_told_statement_by_statement(client: TestClient) -> None:
    text = read(client, "/chemins?from=scopeli&to=ademe")
    assert "Au plus court, 2 liens séparent Scopeli d’ADEME" in text
    assert "Scopeli bénéficie d" in text
    around = page(client, "/chemins?from=scopeli&to=ademe")
    assert 'href="/chemins?from=scopeli&amp;to=ademe&amp;avoid=ess-nantes-factory"' in around


def test_ends_that_nothing_ties_are_told(client: TestClient, state: State) -> None:
    lonely = next(t for t in state.directory.of_type("actor") if t.id not in state.graph)
    assert "Aucun chemin" in read(client, f"/chemins?from={lonely.id}&to=ademe")
    assert "inconnu" in read(client, "/chemins?from=xyzzy&to=ademe", 404)


def test_a_gap_page_marks_every_cell_in_words_and_names_who_does_it(client: TestClient) -> None:
    text = page(client, f"/manques?territory={NANTES}&role=financeur")
    body = get(client, f"/api/gaps?territory={NANTES}&role=financeur")
    cells = re.findall(r'<td class="gap-(\w+)"', text)
    assert {mark: cells.count(mark) for mark in gaps.MARKS} == body["counts"]
    assert text.count('<span class="visually-hidden"> couvert</span>') == body["counts"]["covered"]
    assert "Entreprendre autrement avec la MEL" in text


def test_a_territory_is_asked_for_with_examples(client: TestClient, state: State) -> None:
    text = page(client, "/manques")
    for place in gaps.territories(state)[:3]:
        assert f'href="/manques?territory={place["id"]}"' in text


def test_suggestions_say_what_they_are_worth(client: TestClient) -> None:
    text = read(client, f"/suggestions?territory={NANTES}")
    assert "au hasard" in text
    assert "Parce que leurs rôles se complètent" in text
    assert "Parce qu’ils ont les mêmes partenaires" in text


def test_circles_say_how_far_to_trust_them(client: TestClient) -> None:
    text = read(client, "/cercles")
    assert "Qui finance seul" in text
    assert get(client, "/api/circles")["reading"] in text
    assert "Aucun cercle dans ce périmètre" in read(client, "/cercles?sector=sport")


def test_a_comparison_draws_what_it_counts(client: TestClient) -> None:
    text = page(client, f"/comparer?left={NANTES}&right=epci-243500139")
    body = get(client, f"/api/compare?left={NANTES}&right=epci-243500139")
    assert text.count('<div class="paired">') >= len(body["counts"])
    for row in body["counts"]:
        assert row["label"] in text
    assert 'value="Nantes Métropole"' in text


def test_a_silence_is_never_called_a_departure(client: TestClient) -> None:
    text = read(client, f"/comparer?left=004&right=000,001,002&territory={NANTES}")
    assert "Nommés par le document 004, pas par les documents 000, 001, 002" in text
    assert "autres liens, prévus, passés ou exclus, non comptés ici" in text
    assert not re.search(r"\b(Venus|Partis|Disparus)\b", text)


def test_the_form_of_a_comparison_helps_and_keeps_what_was_asked(client: TestClient) -> None:
    empty = page(client, "/comparer")
    assert all(f'href="/sources/{id}"' in empty for id in ("000", "001", "002", "003", "004"))
    examples = re.findall(r'href="(/comparer\?left=[^"]+)"', empty)
    assert len(examples) >= 8
    asked = f"left=004&right=002&territory={NANTES}&sector=alimentation"
    text = page(client, f"/comparer?{asked}")
    assert 'name="left" value="004"' in text and 'value="Nantes Métropole"' in text
    assert '<option value="alimentation" selected>' in text
    assert all(f"&amp;format={form}" in text for form in ("csv", "xlsx"))


@pytest.mark.parametrize(("left", "right"), [("2015", "ademe"), ("ademe", "ademe"), ("003", "999"), ("003", "003")])
def test_what_cannot_be_compared_is_said_on_the_form(client: TestClient, left: str, right: str) -> None:
    assert 'role="alert"' in page(client, f"/comparer?left={left}&right={right}", 422)


def test_persons_are_told_by_their_function_first(client: TestClient) -> None:
    text = page(client, "/comparer?left=ademe&right=nantes-metropole")
    persons = re.findall(r"([^<>]{4,})\(<a class=\"thing\"[^>]*><span class=\"shape shape-person\"", text)
    assert persons
    assert all(function.strip() for function in persons)


def test_a_filiere_given_by_its_name_is_the_one_chosen_in_the_form(client: TestClient) -> None:
    text = page(client, "/suggestions?filiere=Circuits courts et alimentation (Nantes)")
    assert '<option value="nantes-alimentation" selected>' in text


def test_two_dates_are_not_compared_at_a_third(client: TestClient) -> None:
    assert "troisième date" in refused(client, 422, "/api/compare?left=2015&right=2020&as_of=2018-01-01")
