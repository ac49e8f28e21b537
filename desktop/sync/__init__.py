"""What travels: sealed bundles, signed papers, and the carriers they lie on."""
