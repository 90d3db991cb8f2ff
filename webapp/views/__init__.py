"""The web faces: each view reads its input, calls one function of the core, and renders."""
