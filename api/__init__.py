"""The career graph as people use it: GraphQL service and command line."""
