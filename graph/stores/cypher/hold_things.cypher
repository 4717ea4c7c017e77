// Make sure that there is a node for each thing that claims are to be tied to; it stays Pending
// until its release is published.
UNWIND $rows AS key
MERGE (thing:CareerGraph {key: key})
ON CREATE SET thing:Pending
RETURN count(*) AS number
