"""The command line: one file per verb. A verb reads, calls, writes; it computes nothing."""
