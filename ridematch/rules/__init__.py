"""What is admissible, right, good and explainable; no solver in sight."""
