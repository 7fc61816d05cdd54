"""What is written for officers."""
