"""Measuring at scale: a generator of articles, what is measured, and what it is compared with."""
