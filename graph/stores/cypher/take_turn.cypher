// Lock the one node that every load writes: a second load waits here for the end of the first.
MERGE (release:CareerGraph {key: 'Release/current'})
SET release.locked = true
REMOVE release.locked
