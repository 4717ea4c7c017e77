// The names of what schema.cypher has made; constraints have indexes of their names.
SHOW INDEXES YIELD name
WHERE name STARTS WITH 'career_'
RETURN collect(name) AS names
