"""The createOptions Playground: one conversion core and the faces that people use it through."""
