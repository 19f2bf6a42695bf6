"""What the pages compute, without a screen: runs, landscapes, comparisons. All caches are here."""
