"""How bodies are judged: types of properties, and faults by JSON pointer."""
