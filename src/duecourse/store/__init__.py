"""The system of record: what was told, decided and done, and by whom. Django models, frames."""
