"""What the page "Privacy" shows."""
