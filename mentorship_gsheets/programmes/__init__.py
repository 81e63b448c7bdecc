"""Programmes: each turns people into an arrangement of groups, and nothing after it needs to know how."""
