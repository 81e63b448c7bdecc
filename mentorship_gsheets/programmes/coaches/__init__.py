"""Workshop coaches: people who lead workshops, or help in them, assigned exactly."""
