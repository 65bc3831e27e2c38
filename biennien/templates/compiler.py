"""Jinja's compiler, but for the two things of which a page has hundreds: values shown, and macros called.

Both are as Jinja has them where a template escapes everything, in a fraction of the time. No macro here asks for the
context that Jinja hands to whatever it calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro
from markupsafe import Markup

from biennien.markup import escaped

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.compiler import Frame


class Compiler(CodeGenerator):
    """Templates → Python that shows values by `environment.show` and calls by `environment.call`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002 - Jinja's signature
        self.write("environment.show(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: D102, FBT001, FBT002, N802 - the same
        self.write("environment.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


def show(value: object) -> str:
    """Return a value as HTML: what is HTML already as it is, all else escaped."""
    return value if type(value) is Markup else escaped(value)


def call(called: Any, *arguments: object, **named: object) -> Any:  # noqa: ANN401 - whatever a template calls
    """Return what a macro renders, or a method returns."""
    if type(called) is Macro and not named and _takes_just(called, len(arguments)):
        return Markup(called._func(*arguments))  # noqa: S704, SLF001 - what a macro has escaped
    return called(*arguments, **named)


def _takes_just(macro: Macro, number: int) -> bool:
    """Say whether a macro takes so many arguments, and nothing that would have to be put into their row."""
    return len(macro.arguments) == number and not (macro.caller or macro.catch_kwargs or macro.catch_varargs)
