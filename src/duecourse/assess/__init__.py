"""Assess: measures -> points, score, grade, with the reasons."""
