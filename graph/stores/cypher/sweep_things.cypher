// Delete the nodes of things that no release has and nothing is tied to.
MATCH (thing:Pending&CareerGraph)
WHERE NOT EXISTS { (thing)--() }
DELETE thing
