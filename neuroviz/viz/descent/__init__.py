"""Figures of the page Gradient descent."""
