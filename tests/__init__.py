"""The tests; their tree mirrors the product's."""
