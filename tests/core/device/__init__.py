"""What the agent of the device makes of modules."""
