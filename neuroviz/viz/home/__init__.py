"""The small pictures on the first page."""
