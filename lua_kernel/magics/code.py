"""Magics about what a cell is made of: its tokens, its syntax tree, the instructions it compiles to and executes."""

from .. import display
from ..display import Bundle
from .record import CellPlan, CellRun, Magic, MagicError, View, not_understood, number_option

BYTECODE_USAGE = "%%bytecode [run]"
AST_USAGE = "%%ast [run]"
TOKENS_USAGE = "%%tokens [run]"
TRACE_USAGE = "%%trace [steps=N]"
TRACED_STEPS = 200
MOST_TRACED_STEPS = 10_000


def plan_bytecode(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's instructions; run the cell only when asked."""
    _look(plan, words, _listing, BYTECODE_USAGE)


def plan_ast(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's syntax tree; run the cell only when asked."""
    _look(plan, words, _tree, AST_USAGE)


def plan_tokens(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's tokens; run the cell only when asked."""
    _look(plan, words, _tokens, TOKENS_USAGE)


def _look(plan: CellPlan, words: tuple[str, ...], view: View, usage: str) -> None:
    if words not in ((), ("run",)):
        raise not_understood(words, usage)
    plan.is_replaced = plan.shows_code = True
    plan.runs_anyway = plan.runs_anyway or words == ("run",)
    plan.views.append(view)


def _listing(run: CellRun) -> Bundle:
    from interpreter import disassemble  # not needed by a session that lists nothing

    return display.listing_bundle(disassemble(run.source, run.chunk_name, run.kept), run.source)


def _tree(run: CellRun) -> Bundle:
    from interpreter import parse

    from ..trees import tree_bundle  # as above, and so below

    return tree_bundle(parse(run.source, run.chunk_name, run.kept))


def _tokens(run: CellRun) -> Bundle:
    from interpreter import tokenize

    from ..trees import tokens_bundle

    source = run.written.encode("utf-8", "surrogatepass")
    return tokens_bundle(tokenize(source, run.chunk_name), source)


def plan_trace(plan: CellPlan, words: tuple[str, ...]) -> None:
    """Show the cell's first instructions with registers and pools before each."""
    steps = number_option(words, "steps", TRACED_STEPS, TRACE_USAGE)
    if steps > MOST_TRACED_STEPS:
        raise MagicError(f"steps={steps} is more than a page holds; at most {MOST_TRACED_STEPS}; usage: {TRACE_USAGE}")
    plan.traced_steps = steps
    plan.shows_code = True
    plan.views.append(_trace)


def _trace(run: CellRun) -> Bundle | None:
    """Return the player of the steps with their list, or of none what says so."""
    if run.trace is None:
        return None
    from interpreter import disassemble

    from ..trace_player import player_bundle  # not needed by a session that traces nothing
    from ..trace_view import player_data, trace_bundle

    chunk = run.chunk_name.removeprefix("=")
    strip = trace_bundle(run.trace, run.source, chunk)
    if not run.trace.steps:
        return strip
    listing = disassemble(run.source, run.chunk_name, run.kept)
    return player_bundle(player_data(run.trace, run.source, chunk, listing), strip)


_RUN = {"": ("run",)}

MAGICS = (
    Magic(
        "bytecode", BYTECODE_USAGE, "the instructions the cell compiles to, line by line",
        "%%bytecode\nlocal x <const> = 2\nprint(x * y)",
        plan=plan_bytecode, options=_RUN,
    ),
    Magic(
        "ast", AST_USAGE, "the syntax tree of the cell, with the span of each node",
        "%%ast\nlocal function double(x) return 2 * x end\ndouble(21)",
        plan=plan_ast, options=_RUN,
    ),
    Magic(
        "tokens", TOKENS_USAGE, "the tokens the cell is cut into",
        "%%tokens\nlocal greeting <const> = 'hello' .. name -- a comment",
        plan=plan_tokens, options=_RUN,
    ),
    Magic(
        "trace", TRACE_USAGE, "the cell's first instructions, with registers and pools before each",
        "%%trace steps=20\nlocal function twice(n) return n + n end\nlocal four = twice(2)",
        plan=plan_trace, options={"": ("steps=",)},
    ),
)  # fmt: skip
