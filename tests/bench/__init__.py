"""Figures of speed, each against something that does the same: `make bench`."""
