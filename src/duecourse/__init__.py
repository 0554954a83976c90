"""Duecourse 如期: trade-credit management for companies that sell on account."""
