"""One file a revision: `v<revision>_<what>.py`, written by hand, never changed once released."""
