"""A data folder small enough to be drawn, as CSV text."""

from pathlib import Path

from graph import checks, tables
from graph.rows import TABLES
from graph.tables import name_of

# territories            pays-fr > reg-52 > dep-44 > epci-244400404 > commune-44109 ;  reg-52 > dep-49
#
#   Nantes Métropole ──financeur 20 000 (source a) ou 25 000 (source b)──> Fonds de test
#   Région ───────────financeur──> Fonds de test 2017 ──édition──> Fonds de test
#   ADEME ────────────financeur──> Fonds de test      ADEME ──financeur──> Prix de test 2018 ──édition──> Prix de test
#   Les Écossolies ───accompagnateur──> Fonds de test ; financeur (prévu) ──> Prix de test
#   Nantes Métropole ─financeur──> Prix de test 2018 ; membre ──> filière Alimentation
#   Les Écossolies ───membre (2015-2016)──> filière Alimentation
#   Kiosque test ─────projet-structurant──> filière Alimentation
#   ancien-fonds : retiré au profit de Fonds de test ; fausse-ligne : organisation retirée
#   Jeanne Exemple : élue référente de Nantes Métropole ; services à la personne : référent non nommé

_LINES: dict[str, str] = {
    "sources": """\
a,Premier document,,2020-05,bilan,a.txt,40,,,
b,Second document,,,etude,b.txt,40,,,
""",
    "territories": """\
pays-fr,pays,99100,France,,,,2026
reg-52,region,52,Pays de la Loire,pays-fr,,,2026
dep-44,departement,44,Loire-Atlantique,reg-52,,,2026
dep-49,departement,49,Maine-et-Loire,reg-52,,,2026
dep-2a,departement,2A,Corse-du-Sud,pays-fr,,,2026
epci-244400404,epci,244400404,Nantes Métropole,dep-44|reg-52,244400404,,2026
commune-44109,commune,44109,Nantes,epci-244400404|dep-44,,,2026
""",
    "actors": """\
nantes-metropole,metropole,Nantes Métropole,NM,,,collectivite,epci-244400404,,244400404,,actual,a:1,,
region-pays-de-la-loire,region,Région des Pays de la Loire,,,,collectivite,reg-52,,,,actual,a:2,,
ademe,operateur-etat,Agence de la transition écologique,ADEME,,,,,,,,actual,a:3,,
les-ecossolies,tete-de-reseau,Les Écossolies,,Maison ESS,Les Ecosolies,association,commune-44109,,,,actual,a:4,,
jeanne-exemple,personne,Jeanne Exemple,,,,,,nantes-metropole,,,actual,a:5,,
""",
    "schemes": """\
fonds-test,scheme,fonds-amorcage,Fonds de test,,,,,epci-244400404,,amorcage,actual,a:6,,
fonds-test-2017,edition,fonds-amorcage,Fonds de test 2017,,,,fonds-test,,,,actual,a:7,,
prix-test,scheme,prix,Prix de test,,,,,dep-49,,,actual,a:8,,
prix-test-2018,edition,prix,Prix de test 2018,,,,prix-test,,,,actual,a:9,,
kiosque-test,project,projet,Kiosque test,,,,,commune-44109,restauration,,actual,a:10,,
""",
    "filieres": """\
filiere-alimentation,Circuits courts et alimentation,,,alimentation,epci-244400404,,actual,a:11,,
""",
    "participations": """\
nantes-metropole,financeur,fonds-test,,20000,,,,par-an,,,,,,actual,a:12,,
nantes-metropole,financeur,fonds-test,,25000,,,,par-an,,,,,,actual,b:12,,
region-pays-de-la-loire,financeur,fonds-test-2017,,,5000,8000,,par-an,,,2017,,,actual,a:13,,
ademe,financeur,fonds-test,,90000,,,,plafond,,,,,,actual,a:14|b:14,,
les-ecossolies,accompagnateur,fonds-test,,,,,,,,,,,,actual,a:15,,
ademe,financeur,prix-test-2018,,1000.50,,,environ,realise,,,,,,actual,a:16,,
nantes-metropole,financeur,prix-test-2018,,,,,,,,,,,,actual,a:17,,
les-ecossolies,financeur,prix-test,,,,,,,,,,,,planned,a:18,,
nantes-metropole,membre,filiere-alimentation,,,,,,,,,,,,actual,a:19,,
les-ecossolies,membre,filiere-alimentation,,,,,,,,,,2015,2016-06,actual,a:20,,
""",
    "links": """\
kiosque-test,projet-structurant,filiere-alimentation,,,,,,,,,,,,,actual,a:21,,
nantes-metropole,finance,les-ecossolies,50000,,,,par-an,subvention,,2016,,,,,actual,a:22,,
""",
    "mandates": """\
jeanne-exemple,referent,elu,Vice-présidente,nantes-metropole,,,epci-244400404,named,,,,,actual,a:23,,Jeanne Exemple
,referent,technique,Chargé de mission,nantes-metropole,services-personne,,epci-244400404,unnamed,,,,,actual,a:24,,
,referent,technique,Animation,nantes-metropole,alimentation,filiere-alimentation,epci-244400404,none,,,,,actual,a:25,,
""",
    "amounts": """\
fonds-test,plafond,,12000,,,,par projet,,,,actual,a:26,,
""",
    "figures": """\
dep-44,emplois-ess,60000,,,nombre,environ,,2015,,,,,actual,a:27,,
""",
    "dates": """\
fonds-test,debut,2015,actual,a:28,,
""",
    "contradictions": """\
fonds-annuel,fonds-test,Combien Nantes Métropole verse-t-elle par an ?,20 000 €,a:12,
fonds-annuel,fonds-test,Combien Nantes Métropole verse-t-elle par an ?,25 000 €,b:12,Jeanne Exemple le dit
""",
    "arbitrations": """\
probable,ademe,region-pays-de-la-loire,a:3,pour l'essai,faible,Essai,2026-11-21
""",
    "removed": """\
ancien-fonds,dispositif,2026-11-20,Le même que le fonds de test,fonds-test
fausse-ligne,organisation,2026-11-20,N'a jamais existé : erreur de lecture,
""",
}

TINY = {name_of(table): f"{','.join(table.columns)}\n{_LINES[name_of(table)]}" for table in TABLES}
"""The text of each file."""


def write(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """Write the small data folder, some of its tables replaced, with the counts that the unchanged one has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (TINY | (changes or {})).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    write_expected(folder)
    return folder


def write_expected(folder: Path) -> None:
    """Write the counts that the folder has now."""
    lines = []
    for scope, counts in checks.counted(tables.load(folder)).items():
        lines += [f"[{scope}]", *(f"{table} = {count}" for table, count in counts.items())]
    (folder / "expected.toml").write_text("\n".join(lines), encoding="utf-8")
