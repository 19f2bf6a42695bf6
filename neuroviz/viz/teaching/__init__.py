"""What a lesson gives to print."""
