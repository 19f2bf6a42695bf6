"""Figures of the page Two neurons."""
