"""The page desk: a page's text beside the articles it makes, one key for each correction."""
