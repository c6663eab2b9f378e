"""The pages that are visited, each with what tells its content, with or without JavaScript."""

from urllib.parse import quote

METROPOLE = quote("Nantes Métropole")
FILIERE = "/filieres/nantes-alimentation"
NETWORK = "/reseau"

PAGES = {
    "/": "form.search.big",
    "/recherche?q=kiosque+paisan": ".results li",
    "/acteurs": "table tbody tr",
    "/acteurs/ademe": "table tbody tr",
    "/dispositifs": "table tbody tr",
    "/dispositifs/ess-nantes-factory": "#tour-de-table",
    "/filieres": "table tbody tr",
    FILIERE: "#liens table tbody tr",
    "/territoires": "table tbody tr",
    "/territoires/epci-244400404": "table.matrix tbody tr",
    "/referents": "table tbody tr",
    f"/referents?sector=services-personne&territory={METROPOLE}": "table tbody tr",
    "/cofinancements": "table.matrix tbody tr",
    NETWORK: "#liens tbody tr",
    "/reseau/integre?filiere=nantes-alimentation": "h1",
    "/questions": "main li a strong",
    "/questions/qui-finance?dispositif=ess-nantes-factory": "table tbody tr",
    "/analyses": "main li a strong",
    "/cercles": "table tbody tr",
    "/communautes": "table tbody tr",
    "/chemins?from=ademe&to=le-kiosque-paysan": ".chain li",
    f"/manques?territory={METROPOLE}": "table tbody tr",
    "/suggestions": "main li, table tbody tr",
    f"/comparer?left={METROPOLE}&right={quote('Rennes Métropole')}": "table tbody tr",
    "/sources": "table tbody tr",
    "/sources/003": ".lines li",
    "/contradictions?territory=epci-243500139": ".conflict .side",
    "/vocabulaire": "table tbody tr",
    "/api": "table tbody tr",
    "/a-propos": "#corriger",
    "/sparql": "form textarea",
}
"""Address: what must be there."""

HEAVY = ("/sources/002", "/contradictions", "/acteurs/nantes-metropole?depth=2", "/reseau?role=financeur&role=porteur")
"""Addresses whose weight is watched too."""

FRAMED = tuple(address for address in PAGES if address.startswith("/reseau/integre"))
DRAWN = ("/acteurs/ademe", FILIERE, "/cofinancements", NETWORK)
"""Pages with a graph, whose table says the same."""
