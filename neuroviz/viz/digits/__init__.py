"""What the page "Digits" shows."""
