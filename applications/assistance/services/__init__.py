"""What the help desk does, each act written where its owner reads it."""
