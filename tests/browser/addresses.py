"""The pages that are visited, each with what tells its content, with or without JavaScript."""

from urllib.parse import quote

FILIERE = "/filieres/nantes-alimentation"
NETWORK = "/reseau"
REFERENTS = f"/referents?sector=services-personne&territory={quote('Nantes Métropole')}"

PAGES = {
    "/": "form.search.big, .card.question",
    "/recherche?q=kiosque+paisan": ".results li",
    "/acteurs": "table tbody tr",
    "/acteurs/ademe": "table tbody tr",
    "/acteurs/nantes-metropole?depth=2": "table tbody tr",
    "/dispositifs": "table tbody tr",
    "/dispositifs/ess-nantes-factory": "#tour-de-table",
    "/dispositifs/le-kiosque-paysan": "table tbody tr",
    "/filieres": "table tbody tr",
    FILIERE: "#liens table tbody tr",
    "/filieres/nantes-numerique": "table tbody tr, .notice",
    "/territoires": "table tbody tr",
    "/territoires/epci-244400404": "table.matrix tbody tr",
    "/referents": "table tbody tr",
    REFERENTS: "table tbody tr",
    "/cofinancements": "table.matrix tbody tr",
    NETWORK: "#liens tbody tr",
    "/reseau?territory=epci-200093201&status=planned": "#liens tbody tr",
    "/reseau/integre?filiere=nantes-alimentation": "h1",
    "/sources": "table tbody tr",
    "/sources/003": ".lines li",
    "/contradictions": ".conflict .side",
    "/vocabulaire": "table tbody tr",
    "/api": "table tbody tr",
    "/a-propos": "#corriger",
    "/sparql": "form textarea",
}
"""Address: what must be there."""

FRAMED = tuple(address for address in PAGES if address.startswith("/reseau/integre"))
OWN = tuple(address for address in PAGES if address not in FRAMED)
DRAWN = ("/acteurs/ademe", FILIERE, "/cofinancements", NETWORK)
"""Pages with a graph."""
