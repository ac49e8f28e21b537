"""What is kept: one encrypted SQLite file per workspace."""
