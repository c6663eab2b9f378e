"""The declared measures: what each asks, says and does not say; pages, commands and docs are made of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.analysis import centrality, engines, robustness
from graph.analysis.declared import Measure, MeasureResult, Parameter, run
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.analysis.nets import NetGraph

_WEIGHTED = Parameter(
    "weighted", "tenir compte du poids des liens", "non : chaque lien compte pour un, quel que soit son poids", True
)
_SAMPLES = Parameter(
    "samples",
    "départs",
    "nombre de membres d'où l'on suit les plus courts chemins ; 0 : tous jusqu'à 5 000 membres, 256 au-delà",
    0,
    0,
    100_000,
)
_DAMPING = Parameter(
    "damping",
    "amortissement",
    "part des pas qui suivent un lien ; le reste saute n'importe où",
    0.85,
    0,
    1,
    is_open=True,
)

MEASURES: tuple[Measure, ...] = (
    Measure(
        id="degree",
        label="Nombre de partenaires",
        question="Qui a le plus de partenaires ?",
        explanation="Compte avec combien d'autres membres du réseau chacun a au moins un lien connu.",
        not_said="Ni si ces liens comptent, ni s'ils durent. Une structure dont les documents parlent beaucoup en a "
        "plus.",
        example="Les Ecossolies et Nantes Métropole viennent en tête, mais leurs intervalles se recouvrent : l'ordre "
        "entre elles n'est pas sûr.",
        unit="partenaires",
        algorithm="degré (Freeman, 1979)",
        function=centrality.degree,
    ),
    Measure(
        id="strength",
        label="Force des liens",
        question="Qui a les liens les plus nourris ?",
        explanation="Additionne le poids des liens de chacun : ce que le poids compte (rôles, dispositifs partagés, "
        "euros) est dit avec le réseau.",
        not_said="Ne distingue pas un seul lien très fort de beaucoup de liens faibles.",
        example="ESS Nantes Factory monte quand on pèse les liens : ses partenaires y tiennent plusieurs rôles.",
        unit="somme des poids",
        algorithm="force (Barrat et autres, 2004)",
        function=centrality.strength,
    ),
    Measure(
        id="betweenness",
        label="Position d'intermédiaire",
        question="Par qui passe-t-on pour aller de l'un à l'autre ?",
        explanation="Pour chaque paire de membres, on cherche les plus courtes suites de liens qui les relient ; la "
        "valeur est la part de ces suites qui passent par chacun. 0 : par lui, personne n'a besoin de passer.",
        not_said="Ni que l'intermédiaire joue ce rôle, ni que l'on passe vraiment par lui. Un lien oublié par les "
        "documents suffit à déplacer le rang : lisez l'intervalle. Le poids des liens ne compte pas.",
        example="L'évaluation du plan d'action de Bordeaux Métropole paraît au troisième rang du graphe entier, mais "
        "son intervalle va au-delà du centième : elle ne tient qu'à un document.",
        unit="part des plus courts chemins, de 0 à 1",
        algorithm="plus courts chemins de Brandes (2001)",
        function=centrality.betweenness,
        parameters=(_SAMPLES,),
        engine="",
        seeded=True,
    ),
    Measure(
        id="closeness",
        label="Proximité aux autres",
        question="Qui atteint tous les autres en peu d'étapes ?",
        explanation="Plus le nombre moyen de liens à suivre pour joindre les autres est petit, plus la valeur est "
        "haute. Quand le réseau est en morceaux, elle est réduite de la part de ceux que l'on ne peut pas joindre.",
        not_said="Les valeurs sont souvent proches : un écart de rang n'est pas toujours un écart réel. Pas définie "
        "pour qui n'a aucun lien.",
        example="Une étude comparée des métropoles y est bien placée : elle relie des villes sans autre lien connu. Ce "
        "n'est pas un acteur, mais un document de travail.",
        unit="inverse du nombre moyen d'étapes, de 0 à 1",
        algorithm="proximité (Freeman, 1979 ; Wasserman et Faust, 1994)",
        function=centrality.closeness,
        parameters=(_SAMPLES,),
        engine="",
        seeded=True,
    ),
    Measure(
        id="pagerank",
        label="Passage d'un visiteur au hasard",
        question="Où repasse-t-on le plus souvent en suivant les liens au hasard ?",
        explanation="Un visiteur suit les liens au hasard et, de temps en temps, repart de n'importe où ; la valeur "
        "est la part de son temps passée chez chacun. Être lié à qui est très visité compte davantage.",
        not_said="Suit d'assez près le nombre de partenaires : regardez les écarts entre les deux plutôt que le rang "
        "seul.",
        example="Nantes Métropole, Les Ecossolies et Rennes Métropole se suivent de très près : leurs intervalles se "
        "recouvrent, l'ordre entre elles n'est pas sûr.",
        unit="part du temps, la somme fait 1",
        algorithm="PageRank (Page, Brin, Motwani et Winograd, 1999)",
        function=centrality.pagerank,
        parameters=(_DAMPING, _WEIGHTED),
    ),
    Measure(
        id="eigenvector",
        label="Liens avec les plus liés",
        question="Qui est lié à ceux qui sont eux-mêmes très liés ?",
        explanation="La valeur de chacun est proportionnelle à la somme de celles de ses partenaires.",
        not_said="Désigne un noyau, et presque rien hors de lui. Définie seulement dans le plus grand morceau du "
        "réseau.",
        example="Les quatre premiers sont nantais : c'est le noyau le plus décrit par les documents, pas forcément le "
        "plus lié de France.",
        unit="valeur relative, de 0 à 1",
        algorithm="vecteur propre dominant (Bonacich, 1972)",
        function=centrality.eigenvector,
        parameters=(_WEIGHTED,),
        engine="scipy",
    ),
    Measure(
        id="constraint",
        label="Enfermement dans un même cercle",
        question="Qui relie des cercles qui ne se parlent pas ?",
        explanation="Haute quand les partenaires de chacun sont aussi liés entre eux, ou qu'il dépend d'un seul ; "
        "basse pour qui relie des cercles séparés. Le rang 1 est la valeur la plus basse : l'intermédiaire le plus "
        "libre.",
        not_said="Suppose connus les liens entre les partenaires : s'ils manquent dans les documents, chacun paraît "
        "plus libre qu'il n'est. Pas définie pour qui n'a aucun lien.",
        example="Entre acteurs, Les Ecossolies et Nantes Métropole sont les moins enfermées, puis France Active.",
        unit="contrainte, basse pour un intermédiaire",
        algorithm="contrainte (Burt, 1992)",
        function=centrality.constraint,
        parameters=(_WEIGHTED,),
        engine="",
        ascending=True,
        needs_triangles=True,
    ),
    Measure(
        id="effective-size",
        label="Partenaires qui ne se connaissent pas",
        question="Combien de partenaires apportent chacun un accès différent ?",
        explanation="Le nombre de partenaires, moins le nombre moyen de liens que chacun d'eux a avec les autres.",
        not_said="Même limite : deux partenaires sans lien connu ne sont pas forcément étrangers l'un à l'autre. Le "
        "poids des liens ne compte pas. Pas définie pour qui n'a aucun lien.",
        example="Les Ecossolies et Nantes Métropole ont autant de partenaires différents l'une que l'autre, deux fois "
        "plus que les suivants.",
        unit="partenaires",
        algorithm="taille efficace (Burt, 1992 ; Borgatti, 1997)",
        function=centrality.effective_size,
        engine="",
        needs_triangles=True,
    ),
    Measure(
        id="core",
        label="Profondeur dans le noyau",
        question="Qui appartient au groupe le plus serré ?",
        explanation="On retire ceux qui ont un seul partenaire, puis ceux qui n'en ont plus que deux, et ainsi de "
        "suite ; la valeur est le dernier tour auquel chacun résiste. Beaucoup ont la même.",
        not_said="Un dispositif qui réunit trente membres forme à lui seul un groupe serré entre acteurs, sans que ces "
        "trente travaillent ensemble deux à deux.",
        example="Le noyau du graphe entier réunit la politique de Nantes Métropole, Les Ecossolies et ESS Nantes "
        "Factory.",
        unit="partenaires dans le noyau",
        algorithm="k-noyaux (Seidman, 1983 ; Batagelj et Zaveršnik, 2003)",
        function=centrality.core,
    ),
    Measure(
        id="cut-off",
        label="Membres coupés par un retrait",
        question="Si cet acteur se retire, qui n'est plus relié aux autres ?",
        explanation="Compte ceux qui ne seraient plus reliés au plus grand morceau restant. 0 : son retrait ne coupe "
        "rien.",
        not_said="Un membre coupé ici a peut-être d'autres liens que les documents ne disent pas.",
        example="Le retrait de Montpellier Méditerranée Métropole isolerait les acteurs de son territoire, qui ne sont "
        "connus que par elle.",
        unit="membres",
        algorithm="points d'articulation (Hopcroft et Tarjan, 1973)",
        function=robustness.cut_off,
        engine="entrelacs",
    ),
)

_INTRODUCTION = """Chaque mesure se calcule sur un périmètre (territoire, filière, secteur, rôles, date). Le résultat
dit toujours ce périmètre, le nombre de membres et de liens, le calcul et le logiciel qui l'a fait, les paramètres, la
graine du hasard, la version des données et la date. « Pas définie » n'est pas 0 : sans valeur, un membre n'a pas de
rang.

**L'intervalle du rang.** Le graphe est ce que quelques documents disent : des liens manquent. On retire donc au
hasard 5, 10 puis 20 % des liens, puis des documents entiers (un lien tombe avec le dernier document qui le dit ; avec
cinq documents, chacun manque à son tour), et l'on classe à nouveau. L'intervalle va du plus bas au plus haut des
rangs obtenus, les 5 % extrêmes de chaque côté mis à part. Un rang « 2 (1 à 20) » ne doit pas servir à classer.

Cette page est faite à partir de `graph/measures.py` par `python -m graph.measures`."""


def find(name: str) -> Measure:
    """Return the measure with this id or label; raise BadParameter for none."""
    for measure in MEASURES:
        if name.strip().lower() in (measure.id, measure.label.lower()):
            return measure
    raise BadParameter(f"« {name} » n'est pas une mesure.", f"choisissez parmi {', '.join(m.id for m in MEASURES)}")


def compute(id: str, net: "NetGraph", params: Mapping[str, object] | None = None, seed: object = 0) -> MeasureResult:
    """Return a measure of every node, ranked: see `declared.run`; raise BadParameter for an unknown measure too.

    >>> import networkx as nx
    >>> result = compute("betweenness", nx.star_graph(["hub", "a", "b", "c"]), {"rounds": 5})
    >>> result.rows[0], result.engine.library
    (Row(node='hub', value=1.0, rank=1, rank_low=1, rank_high=1), 'networkx')
    """
    return run(find(id), net, params, seed)


def document() -> str:
    """Return docs/measures.md, made from the declarations."""
    parts = ["# Les mesures", "", _INTRODUCTION]
    for measure in MEASURES:
        parts += [
            "",
            f"## {measure.label} (`{measure.id}`)",
            "",
            f"**{measure.question}**",
            "",
            measure.explanation,
            "",
        ]
        parts += [f"*Ce que la mesure ne dit pas.* {measure.not_said}", "", f"*Exemple.* {measure.example}", ""]
        parts += [f"Unité : {measure.unit}. Rang 1 : la valeur la plus {'basse' if measure.ascending else 'haute'}."]
        parts += [f"Calcul : {measure.algorithm} ; {_engines(measure)}.", "", "| paramètre | défaut | valeurs | sens |"]
        parts += ["| --- | --- | --- | --- |", *(_line(parameter) for parameter in measure.every_parameter)]
    return "\n".join(parts) + "\n"


def _line(parameter: Parameter) -> str:
    default = parameter.default
    shown = ("oui" if default else "non") if isinstance(default, bool) else f"{default:g}".replace(".", ",")
    return f"| `{parameter.name}` : {parameter.label} | {shown} | {parameter.bounds} | {parameter.explanation} |"


def _engines(measure: Measure) -> str:
    if measure.engine:
        return measure.engine
    told = [
        name + (f" au-delà de {least:_} membres".replace("_", " ") if least else "")
        for least, name in engines.CHOICES[measure.id]
    ]
    return ", ".join(told)


if __name__ == "__main__":
    print(document(), end="")
