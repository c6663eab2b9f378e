"""SHACL on the whole graph: the shapes of the ontology, run on a flat rdflib graph, as findings in French."""

from pathlib import Path

import pyshacl
from rdflib import BNode, Graph, Node, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, SKOS

from graph.bulk import uncollected
from graph.errors import Finding, Severity
from graph.quads import quads
from graph.tables import Dataset
from ontology import files
from ontology.namespaces import local_name

_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


@uncollected()
def validate(data: Dataset) -> list[Finding]:
    """Return the results of the shapes on a dataset; a finding's place is the node, since no row is known any more."""
    flat = Graph()
    for subject, predicate, value, _ in quads(data):
        flat.add((subject, predicate, value))
    for rdf in (files.ontology(), files.vocabularies()):
        flat += rdf
    return report(flat)


def report(flat: Graph) -> list[Finding]:
    """Return the results of the shapes on a flat graph."""
    shapes, axioms = compiled()
    flat += axioms
    _, results, _ = pyshacl.validate(flat, shacl_graph=shapes, allow_infos=True, allow_warnings=True, inplace=True)
    findings = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        node = results.value(result, SH.focusNode)
        path = results.value(result, SH.resultPath)
        message = str(results.value(result, SH.resultMessage))
        severity = _SEVERITIES[URIRef(str(results.value(result, SH.resultSeverity)))]
        where = "/".join(Path(str(node)).parts[-2:])
        hint = f"voyez {local_name(path)}" if isinstance(path, URIRef) else ""
        findings.add(Finding("graphe", 0, severity, f"{where} : {message}", hint))
    return sorted(findings)


def compiled() -> tuple[Graph, Graph]:
    """Return the shapes, with axioms to add to the data, rewritten so that pySHACL tells the same four times faster.

    pySHACL reads a property shape anew for each focus node of the node shape that holds it, but once for all the nodes
    that it targets itself: so each takes over the targets of its node shape (not in closed shapes, which need their
    list of properties). Nor does it put a value to one more shape for what a list of concepts or a class can tell.
    """
    shapes, axioms = files.shapes(), Graph()
    for node, rule in list(shapes.subject_objects(SH.property)):
        targets = list(shapes.objects(node, SH.targetClass))
        vocabulary = shapes.value(rule, SH.hasValue)
        if targets and not shapes.value(node, SH.closed):
            shapes.remove((node, SH.property, rule))
            for target in targets:
                shapes.add((rule, SH.targetClass, target))
        elif shapes.value(rule, SH.path) == SKOS.inScheme and vocabulary:
            _list_concepts(shapes, node, vocabulary)
    for number, (rule, choices) in enumerate(list(shapes.subject_objects(SH["or"]))):
        classes = [shapes.value(choice, SH["class"]) for choice in Collection(shapes, choices)]
        if all(classes):
            shapes.remove((rule, SH["or"], choices))
            shapes.add((rule, SH["class"], URIRef(f"urn:one-of:{number}")))
            for known in filter(None, classes):
                axioms.add((known, RDFS.subClassOf, URIRef(f"urn:one-of:{number}")))
    return shapes, axioms


def _list_concepts(shapes: Graph, node: Node, vocabulary: Node) -> None:
    """Replace the shape of a vocabulary by the list of its concepts, wherever it is used."""
    concepts = list(files.vocabularies().subjects(SKOS.inScheme, vocabulary))
    for user in list(shapes.subjects(SH.node, node)):
        shapes.remove((user, SH.node, node))
        shapes.add((user, SH["in"], Collection(shapes, BNode(), concepts).uri))
