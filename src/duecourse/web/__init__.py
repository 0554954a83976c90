"""Pages by role, and the interface for programs."""
