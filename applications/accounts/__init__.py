"""People and how they get in: sign-up, activation, sign-in, second factor."""
