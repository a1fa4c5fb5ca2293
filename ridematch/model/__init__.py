"""The nouns: frozen values, made of the standard library only. Everything else is built from these words."""
