"""The parts of scripts/gazetteer.py: what it reads, and one file for each that it writes."""
