"""Figures of the article's example."""
