"""A living page of every component, in development only."""
