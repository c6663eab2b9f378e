"""The shapes find nothing in sound data, and each deliberate fault in faulty data."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SH

from ontology import files
from ontology import namespaces as ns

HERE = Path(__file__).parent
SHAPE = ns.BASE + "shapes#"
BORROWED = (ns.CV, ns.DCTERMS, ns.FOAF, ns.IGEO, ns.OA, ns.ORG, ns.PROV, ns.RDF, SH, ns.SKOS, ns.XSD)

FAULTS = {
    ("no-agent", "Violation", "Une participation a exactement un acteur connu."),
    ("two-roles", "Violation", "Une participation a un seul rôle, pris dans le vocabulaire des rôles."),
    ("foreign-role", "Violation", "Une participation a un seul rôle, pris dans le vocabulaire des rôles."),
    ("in-an-actor", "Warning", "On participe à un dispositif ; entre deux acteurs, écrire un lien."),
    ("negative-amount", "Violation", "Le montant est un nombre d'euros, positif ou nul."),
    ("two-amounts", "Warning", "Plusieurs montants retenus : conflit non arbitré."),
    ("no-amount", "Info", "Financeur sans montant."),
    ("no-status", "Violation", "Chaque fait a un statut : effectif, prévu, passé ou exclu."),
    ("to-itself", "Violation", "Un lien ne va pas d'une chose à elle-même."),
    ("ends-first", "Violation", "Le début est après la fin."),
    ("private-contact", "Violation", "Un contact est un nom de service, sans adresse ni téléphone."),
    ("nobody-named", "Warning", "Le titulaire est dit nommé, mais le mandat n'en a pas."),
    ("no-value", "Violation", "Il faut au moins un nombre décimal : valeur, minimum ou maximum."),
    ("no-unit", "Violation", "Un chiffre a une unité, prise dans le vocabulaire."),
    ("short-siren", "Violation", "Un Siren a neuf chiffres, et une organisation n'en a qu'un."),
    ("no-french-name", "Violation", "Il faut un nom usuel en français, un seul."),
    ("idle-scheme", "Info", "Dispositif auquel personne ne participe."),
    ("orphan-edition", "Violation", "Une édition appartient à exactement un dispositif."),
    ("elue", "Violation", "D'une personne, on ne garde que le nom, l'organisation et la provenance."),
    ("no-passage", "Violation", "Affirmation sans passage source unique."),
    ("backwards", "Violation", "La première ligne est après la dernière."),
    ("one-sided", "Violation", "Une contradiction oppose au moins deux positions."),
    ("no-reason", "Violation", "Une décision éditoriale est motivée, en français."),
    ("no-reason", "Violation", "Une décision éditoriale dit sa confiance."),
}


def findings(*fixtures: str) -> set[tuple[str, str, str]]:
    """Validate fixtures together with the ontology; return (local name of the node, severity, message)."""
    data = files.ontology() + files.vocabularies()
    for fixture in fixtures:
        data.parse(HERE / fixture)
    _, report, _ = pyshacl.validate(data, shacl_graph=files.shapes(), allow_infos=True, allow_warnings=True)
    assert isinstance(report, Graph)
    return {
        (
            ns.local_name(str(report.value(result, SH.focusNode))),
            ns.local_name(str(report.value(result, SH.resultSeverity))),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.objects(None, SH.result)
    }


def test_sound_data_passes() -> None:
    assert findings("sound.ttl") == set()


def test_each_fault_is_told_and_nothing_else() -> None:
    assert findings("sound.ttl", "faults.ttl") == FAULTS


def test_shapes_are_shacl_core() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=files.shapes(), meta_shacl=True)
    assert conforms, text
    assert SH.sparql not in set(files.shapes().predicates())


def test_every_message_is_french() -> None:
    languages = {getattr(message, "language", None) for message in files.shapes().objects(None, SH.message)}
    assert languages == {"fr"}


def test_shapes_use_declared_terms_only() -> None:
    declared = set(files.ontology().subjects()) | set(files.vocabularies().subjects())
    used = {node for triple in files.shapes() for node in triple if isinstance(node, URIRef)}
    own = {iri for iri in used if iri.startswith(ns.BASE) and not iri.startswith(SHAPE)}
    assert own <= declared
    borrowed = {iri for iri in used if not iri.startswith(ns.BASE)}
    assert not [iri for iri in borrowed if not any(iri in namespace for namespace in BORROWED)]


@pytest.mark.parametrize("scheme", ns.SCHEMES)
def test_each_vocabulary_has_its_shape(scheme: ns.SchemeName) -> None:
    shapes = files.shapes()
    (rule,) = shapes.objects(URIRef(f"{SHAPE}In-{scheme}"), SH.property)
    assert shapes.value(rule, SH.hasValue) == ns.scheme_iri(scheme)


def test_alignments_stay_out_of_what_shacl_sees() -> None:
    seen = files.shapes() + files.ontology() + files.vocabularies()
    assert len(files.alignments()) > 0
    assert not set(files.alignments()) & set(seen)
