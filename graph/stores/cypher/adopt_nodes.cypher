// Make nodes that people added ours; what they say is written with the release.
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.element
SET n:CareerGraph, n.key = row.key
