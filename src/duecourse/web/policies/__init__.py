"""Pages of the written policy: versions, drafts, what one would change, who confirmed it."""
