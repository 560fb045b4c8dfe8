"""Newsroom's one app: pages become articles, editors keep them, readers read them."""
