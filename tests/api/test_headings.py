"""What people take to a spreadsheet reads in French: heads, codes, and cells that hold several things."""

import csv
import io

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.headings import TECHNICAL, _told, head
from tests.api.asking import NANTES, table

TABLES = [
    f"/api/gaps?territory={NANTES}&",
    "/api/schemes/ess-nantes-factory/funders?",
    "/api/schemes/ess-nantes-factory/statements?",
    "/api/actors/fondes/cofunders?",
    f"/api/cofunding?territory={NANTES}&",
    f"/api/referents?territory={NANTES}&",
    f"/api/ties?territory={NANTES}&",
    "/api/paths?from=fondes&to=les-ecossolies&",
    "/api/suggestions?filiere=nantes-alimentation&",
    "/api/compare?left=epci-244400404&right=epci-243500139&",
    "/api/sources/004?",
    "/api/territories?",
    "/api/filieres-overview?",
    "/api/contradictions?",
    "/api/cofunding/tours?",
    "/api/cuts?",
    "/api/vocabularies?",
    "/api/vocabularies/role?",
    "/api/exports?",
]


def rows(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV answer."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", TABLES)
def test_a_workbook_reads_in_french_and_a_csv_keeps_the_names_of_the_api(client: TestClient, address: str) -> None:
    told = rows(client.get(f"{address}format=csv").content)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}format=xlsx").content), read_only=True)
    heads = [str(cell) for cell in next(book["données"].iter_rows(values_only=True))]
    assert sorted(heads) == sorted(map(head, told[0]))
    columns = _told()["columns"]
    assert {name for name in told[0] if head(name) == name} <= set(columns), "columns without a French head"
    assert not [cell for line in told for cell in line if "{'" in cell or "[{" in cell]


def test_what_only_programs_use_comes_last(client: TestClient) -> None:
    answer = client.get("/api/actors/fondes/statements?format=xlsx")
    heads, *lines = openpyxl.load_workbook(io.BytesIO(answer.content))["données"].iter_rows(values_only=True)
    technical = [heads.index(head(name)) for name in TECHNICAL if head(name) in heads]
    assert min(technical) > heads.index("sources (document:ligne)")
    assert {line[heads.index("statut")] for line in lines} <= {"effectif", "prévu", "passé", "exclu"}


def test_each_funder_has_one_line_in_the_table_of_a_tour(client: TestClient) -> None:
    lines = table(client, "/api/schemes/ess-nantes-factory/funders?format=csv")
    told = {line["actor_id"]: line for line in lines}
    assert len(told) == len(lines) == 7
    assert "10\u202f000\xa0€ (montant par projet)" in told["nantes-metropole"]["amounts"]
    assert "004:107" in told["nantes-metropole"]["sources"] and not told["ademe"]["amounts"]
