"""Engines: where frames live and are computed. The same expressions run on each."""
