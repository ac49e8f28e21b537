"""What is printed: sheets as text first, then tagged PDF."""
