"""Scale: the reader mapped over many reports."""
