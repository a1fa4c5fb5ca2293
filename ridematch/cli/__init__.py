"""Typer: parse, call, print."""
