"""Reading: files of a source as text with places, bounded and without following what they say."""
