"""Rules of the guidance's section on other."""
