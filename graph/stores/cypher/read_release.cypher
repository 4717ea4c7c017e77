// The current release; no row where nothing was ever loaded.
MATCH (release:Release&CareerGraph {id: 'current'})
RETURN release.number AS number, release.created AS created, release.sha256 AS sha256,
       release.evidence AS evidence
