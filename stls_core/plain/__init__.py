"""Plain language: sentences, reading age, and words that a reader may not know. No I/O."""
