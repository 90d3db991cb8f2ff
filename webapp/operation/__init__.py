"""What a server needs to be run for real: limits, metrics and an access log, none of which sees a paste."""
