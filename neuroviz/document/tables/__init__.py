"""Visitors' own tables: from a file's bytes to columns of numbers, or a refusal with the place."""
