"""A short polite look at a portal nobody has described yet, and a draft of its site file."""
