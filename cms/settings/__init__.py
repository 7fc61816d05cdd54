"""Settings: `base` reads the environment, the others are thin."""
