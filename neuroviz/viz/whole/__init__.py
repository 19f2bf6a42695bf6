"""What the page "The whole model" shows."""
