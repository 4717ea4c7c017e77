// Publish: from here on this is the current release.
MATCH (release:CareerGraph {key: 'Release/current'})
SET release:Release, release = $release
