"""The suite of the specification of the device: its vectors, and the evaluator that came with them."""
