"""Reading aloud: a process of its own for each utterance, started without a shell. Knows no Qt."""
