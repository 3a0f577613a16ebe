"""How files are written: encodings of text, decimal signs, signs of currencies. Told by evidence, never guessed."""
