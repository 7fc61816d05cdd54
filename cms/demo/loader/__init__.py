"""From the data files to a portal that lives: one module per part, called by `running`."""
