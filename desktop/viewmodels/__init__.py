"""What a screen says: pure values and the functions that make them."""
