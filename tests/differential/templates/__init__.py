"""The templates, one family a file."""

from tests.differential.template import Program, Template
from tests.differential.templates import (
    arithmetic,
    commands,
    comparison,
    conversions,
    coroutines,
    errors,
    flow,
    formats,
    functions,
    introspection,
    limits,
    loading,
    metamethods,
    mixtures,
    newer,
    packing,
    patterns,
    syntax,
    system,
    tables,
    text,
    tracebacks,
)  # fmt: skip

FAMILIES = (
    arithmetic, comparison, conversions, text, patterns, formats, packing, tables, metamethods, functions, flow,
    coroutines, errors, tracebacks, syntax, limits, loading, system, commands, introspection, mixtures, newer,
)  # fmt: skip

TEMPLATES: tuple[Template, ...] = tuple(template for family in FAMILIES for template in family.TEMPLATES)

PROGRAMS: tuple[Program, ...] = tuple(program for template in TEMPLATES for program in template.programs)
