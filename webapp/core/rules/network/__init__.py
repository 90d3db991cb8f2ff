"""Rules of the guidance's section on network."""
