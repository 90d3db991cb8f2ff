"""Links: what one carries, the two forms it has, where short ones are kept, and what must not be shared unseen."""
