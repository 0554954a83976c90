"""Ledger + policy + day -> Position: all stages for one company, in one order."""

from duecourse.pipeline.position import Figures, Position

__all__ = ["Figures", "Position"]
