"""The model of the career graph, its resolution, route engine, stores and exports."""
