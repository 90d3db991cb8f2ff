"""Rules of the guidance's section on web proxy."""
