"""Small programs that a figure starts in a process of their own."""
