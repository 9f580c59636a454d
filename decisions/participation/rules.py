"""Rules of this stage."""
