"""The conversion core: text in, conversion out. No Flask, no request, no clock, no network."""

from webapp.core.convert import RULESET, Conversion, convert
from webapp.core.source import Problem, SourceError

__all__ = ["RULESET", "Conversion", "Problem", "SourceError", "convert"]
