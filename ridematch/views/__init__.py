"""An edition -> tables for people, files for programs."""
