"""The tests; they mirror the package. A package itself, so that `tests.strategies` means this one everywhere."""
