"""Node-link JSON, as networkx and D3 read it: the one format that keeps everything as it is.

Read it with `networkx.node_link_graph(json.load(file), edges="edges")`:
https://networkx.org/documentation/stable/reference/readwrite/json_graph.html
"""

import json
from pathlib import Path

from .files import open_new_text
from .flat import FlatGraph


def write_node_link(flat: FlatGraph, path: Path) -> list[Path]:
    """Write one JSON file in UTF-8; FileExistsError where the file is there."""
    content = {
        "directed": True,
        "multigraph": True,
        "graph": flat.about,
        "nodes": [{"id": id_, **attributes} for id_, attributes in flat.nodes.items()],
        "edges": [
            {"source": edge.from_, "target": edge.to, "key": edge.attributes["id"]}
            | dict(edge.attributes)
            for edge in flat.edges
        ],
    }
    with open_new_text(path) as file:
        json.dump(content, file, ensure_ascii=False, indent=1, allow_nan=False)
        file.write("\n")
    return [path]
