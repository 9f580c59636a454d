"""What the acts and pages of expert argumentation ask."""
