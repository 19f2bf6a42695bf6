"""Figures of the page Activations."""
