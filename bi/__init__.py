"""Other programs that read `mart`; not part of the product."""
