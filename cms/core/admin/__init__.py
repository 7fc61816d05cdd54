"""The administration as a place: its name, its colours, its menus, its way in."""
