"""The panels of each page, by its key."""
