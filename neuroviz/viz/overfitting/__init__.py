"""Figures of the page Overfitting."""
