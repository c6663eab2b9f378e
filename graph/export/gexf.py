"""GEXF 1.2draft, which Gephi and Gephi Lite read: places, colours, sizes, and where the file comes from."""

import io
from typing import Any
from xml.etree import ElementTree as ET

from networkx.readwrite.gexf import GEXFWriter

from graph.export.drawing import Drawing

VERSION = "1.2draft"


def dump(drawing: Drawing) -> bytes:
    """Return a drawing as GEXF; edges go from who holds the role to what it is held in, if not both ways."""
    net = drawing.exchanged()
    for id in net:
        (x, y), (red, green, blue) = drawing.spread(id), drawing.look(id).rgb
        net.nodes[id]["viz"] = {
            "position": {"x": x, "y": y, "z": 0.0},
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": drawing.size(id),
        }
    for *_, id, edge in net.edges(keys=True, data=True):
        edge["id"] = id
    net.graph["name"] = drawing.colophon.perimeter
    writer = _Writer(version=VERSION)
    writer.add_graph(net)
    _sign(writer.xml, drawing)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Writer(GEXFWriter):
    """networkx's writer, without the key that it repeats as an attribute of each edge of a multigraph."""

    def add_attributes(
        self, node_or_edge: str, xml_obj: ET.Element, data: dict[str, Any], default: Any
    ) -> dict[str, Any]:
        data.pop("key", None)
        written: dict[str, Any] = super().add_attributes(node_or_edge, xml_obj, data, default)  # type: ignore[no-untyped-call]
        return written


def _sign(root: ET.Element, drawing: Drawing) -> None:
    """Put our colophon where networkx puts its name and the day of today."""
    meta = root.find("meta")
    assert meta is not None  # networkx always writes one
    meta.clear()
    meta.set("lastmodifieddate", drawing.colophon.date)
    for name, text in (("creator", "Entrelacs"), ("description", str(drawing.colophon))):
        ET.SubElement(meta, name).text = text
