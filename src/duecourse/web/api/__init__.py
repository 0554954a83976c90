"""The interface for programs: typed, by token, under /api/v1."""
