"""Training of the shared encoder: corpora to windows, the torch model, the loop, figures, export."""
