"""Tests of what all stages stand on."""
