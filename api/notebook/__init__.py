"""The career graph in a notebook: GraphQL's questions as methods, its answers as objects.

    g = open_graph()
    g.routes("电话客服", "客服总监", by="time", first=3)

A question is a root field of the schema (`asking`), its arguments are flattened (`arguments`,
`inputs`), the whole answer is selected (`selection`) and shown as read-only objects (`records`,
`text`, `html`). All of it is made from the schema: a new field is there without a line here.
"""

from .opening import Graph, open_graph

__all__ = ["Graph", "open_graph"]
