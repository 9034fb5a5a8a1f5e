"""What holds for every migration of the house."""
