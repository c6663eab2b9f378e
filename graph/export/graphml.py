"""GraphML, which yEd, Cytoscape, igraph and Gephi Lite read: the same nodes and edges, places and colours as data."""

import io

from networkx.readwrite.graphml import GraphMLWriter

from graph.export.drawing import Drawing


def dump(drawing: Drawing) -> bytes:
    """Return a drawing as GraphML; perimeter, date, data version, sources and licence are data of the graph itself."""
    net = drawing.exchanged()
    for id in net:
        (x, y), (red, green, blue) = drawing.spread(id), drawing.look(id).rgb
        net.nodes[id].update(x=x, y=y, r=red, g=green, b=blue, size=drawing.size(id))
    net.graph.update({name: value for name, value in drawing.colophon.lines().items() if value})
    writer = GraphMLWriter(named_key_ids=False)
    writer.add_graph_element(net)
    out = io.BytesIO()
    writer.dump(out)
    return out.getvalue()
