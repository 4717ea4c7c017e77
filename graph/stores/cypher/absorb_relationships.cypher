// Take out relationships that people added, as the release draws them itself.
UNWIND $rows AS element
MATCH ()-[r]->() WHERE elementId(r) = element
DELETE r
