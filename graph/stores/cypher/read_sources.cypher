// Every source, without its claims.
MATCH (source:Source&CareerGraph)
RETURN properties(source) AS source
ORDER BY source.name
