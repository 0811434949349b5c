"""Every rule and every detail of a finding that the code can produce, read from its source.

A detail is a template: its words, with HOLE wherever a value goes that only a run knows. Followed are names,
f-strings, sums, conditions, tables of constants, and calls, up and down.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

from pipelines.site.explain import HOLE

ROOT = Path(__file__).parents[3] / "pipelines"
_STEPS = 8  # names and calls followed from one expression
# attributes that carry a detail or a rule: the class whose argument it is, and which
_CARRIED = {"reason": ("Misfit", 0), "detail": ("Choice", 2), "rule": ("Sum", 0)}
# who hands on what others have said: notes of a carrier are found where they are written, and a file that cannot
# be read is no report, so none of the pages shows its finding
_HAND_ON = {"_noted", "unreadable"}
_RULE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._][a-z0-9_]+)+|[a-z]+")

Scope = ast.FunctionDef | ast.Module


class Messages:
    """The findings of the source files below `root`: `rules` and `details`."""

    def __init__(self, root: Path = ROOT) -> None:
        files = [file for file in sorted(root.rglob("*.py")) if "site" not in file.relative_to(root).parts]
        self._module: dict[ast.AST, ast.Module] = {}
        self._nodes: dict[Scope, Sequence[ast.AST]] = {}
        self._functions: dict[str, list[ast.FunctionDef]] = defaultdict(list)
        self._calls: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        pairs: list[tuple[ast.Tuple, Scope]] = []
        for file in files:
            tree = ast.parse(file.read_text("utf-8"))
            self._module[tree] = tree
            for node, scope in _scoped(tree, tree):
                self._module[node] = tree
                if isinstance(node, ast.FunctionDef):
                    self._functions[node.name].append(node)
                elif isinstance(node, ast.Call):
                    self._calls[_name(node.func)].append((node, scope))
                elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and "carriers" in file.parts:
                    pairs.append((node, scope))
        self.rules: set[str] = set()
        self.details: set[str] = set()
        for call, scope in self._calls["Finding"]:
            if getattr(scope, "name", None) not in _HAND_ON:
                self._take(_argument(call, 0, "rule"), _argument(call, 3, "detail"), scope)
        for pair, scope in pairs:
            if any(_RULE.fullmatch(code) for code in self._texts(pair.elts[0], scope, 0)):
                self._take(pair.elts[0], pair.elts[1], scope, sentences=True)

    def _take(self, rule: ast.expr, detail: ast.expr, scope: Scope, *, sentences: bool = False) -> None:
        """ValueError where nothing can be told of a detail. Of pairs only those that end in a sentence count."""
        details = {text for text in self._texts(detail, scope, 0) if text and (not sentences or " " in text)}
        if not sentences and HOLE in details:
            raise ValueError(f"{ast.unparse(detail)}: this detail cannot be followed; write it more plainly")
        self.details |= details
        if details:
            self.rules |= {text for text in self._texts(rule, scope, 0) if _RULE.fullmatch(text)}

    # -- expressions

    def _texts(self, node: ast.expr, scope: Scope, step: int) -> Sequence[str]:
        """The templates that an expression can be."""
        return list(dict.fromkeys(self._follow(node, scope, step + 1))) if step < _STEPS else [HOLE]

    def _follow(self, node: ast.expr, scope: Scope, step: int) -> Iterable[str]:
        def texts(inner: ast.expr) -> Sequence[str]:
            return self._texts(inner, scope, step - 1)

        match node:
            case ast.Constant(value=value):
                return [] if value is None else [str(value)]
            case ast.JoinedStr(values=parts):
                return ["".join(each) for each in product(*(texts(part) or [HOLE] for part in parts))]
            case ast.FormattedValue(value=value) | ast.NamedExpr(value=value):
                return texts(value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return ["".join(each) for each in product(texts(left), texts(right))]
            case ast.IfExp(body=body, orelse=other):
                return [*texts(body), *texts(other)]
            case ast.BoolOp(values=values):
                return [text for value in values for text in texts(value)]
            case ast.Name(id=name):
                return self._named(name, scope, step)
            case ast.Attribute(attr=name) if name in _CARRIED:
                maker, at = _CARRIED[name]
                given = [(_argument(call, at, name), outer) for call, outer in self._calls[maker]]
                return [text for value, outer in given for text in self._texts(value, outer, step)]
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"), args=[many]):
                each = texts(many.elt) if isinstance(many, ast.GeneratorExp) else [HOLE]
                return [*each, *(f"{one}{between}{two}" for one, two in product(each[:3], each[:3]))]
            case ast.Call(func=function) if _name(function) not in dir(builtins):
                return self._returned(_name(function), scope, step)
        return [HOLE]

    def _named(self, name: str, scope: Scope, step: int) -> Iterable[str]:
        """A local name, a parameter as its callers give it, or a constant of the module."""
        values: list[ast.expr] = []
        added: list[ast.AugAssign] = []
        for node in self._own(scope):
            match node:
                case ast.AugAssign(target=ast.Name(id=target)) if target == name:
                    added.append(node)
                case (
                    ast.NamedExpr(target=target, value=value)
                    | ast.AnnAssign(target=target, value=ast.expr() as value)
                ):
                    values += self._at(name, target, [value], scope)
                case ast.Assign(targets=[target], value=value):
                    values += self._at(name, target, [value], scope)
                case ast.For(target=target, iter=many) | ast.comprehension(target=target, iter=many):
                    values += self._at(name, target, self._elements(many, scope, keys=True), scope)
        if values:
            found = [text for value in values for text in self._texts(value, scope, step)]
            for more in added:  # to what the name was last
                [*_, last] = [value for value in values if value.lineno < more.lineno]
                pairs = product(self._texts(last, scope, step), self._texts(more.value, scope, step))
                found += map("".join, pairs)
            return found
        if isinstance(scope, ast.Module):
            return [HOLE]
        if name in _parameters(scope):
            given = [(_bound(scope, call).get(name), outer) for call, outer in self._calls[scope.name]]
            return [text for value, outer in given if value for text in self._texts(value, outer, step)]
        return self._named(name, self._module[scope], step)

    def _at(self, name: str, target: ast.expr, values: Sequence[ast.expr], scope: Scope) -> Iterator[ast.expr]:
        """What `name` is, where it stands in `target`; rows of a table of constants stand for a loop over it."""
        if isinstance(target, ast.Name):
            yield from values if target.id == name else ()
            return
        names = [_name(each) for each in target.elts] if isinstance(target, ast.Tuple) else []
        for value in values if name in names else ():
            match value:
                case ast.Tuple(elts=elements):
                    yield elements[names.index(name)]
                case ast.IfExp(body=one, orelse=two):
                    yield from self._at(name, target, [one, two], scope)
                case ast.Subscript(value=table):
                    yield from self._at(name, target, self._elements(table, scope), scope)

    def _elements(self, node: ast.expr, scope: Scope, *, keys: bool = False) -> Sequence[ast.expr]:
        """The elements of a table of constants, the values (or the keys) of a dictionary."""
        if isinstance(node, ast.Name):
            for place in (scope, self._module[scope]):
                for each in self._own(place):
                    if (
                        isinstance(each, ast.Assign | ast.AnnAssign)
                        and each.value
                        and node.id in map(_name, _assigned(each))
                    ):
                        return self._elements(each.value, place, keys=keys)
        if isinstance(node, ast.Dict):
            return [key for key in node.keys if key] if keys else node.values
        return node.elts if isinstance(node, ast.Tuple | ast.List) else []

    def _returned(self, name: str, scope: Scope, step: int) -> Iterable[str]:
        every = self._functions.get(name, [])
        functions = [each for each in every if self._module[each] is self._module[scope]] or every
        if len(functions) != 1:
            return [HOLE]
        returns = [node.value for node in self._own(functions[0]) if isinstance(node, ast.Return)]
        return [text for value in returns if value for text in self._texts(value, functions[0], step)] or [HOLE]

    def _own(self, scope: Scope) -> Sequence[ast.AST]:
        """The nodes of a function, or of a module outside of its functions."""
        if scope not in self._nodes:
            self._nodes[scope] = [node for node, inner in _scoped(scope, scope) if inner is scope]
        return self._nodes[scope]


def _scoped(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node with the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        yield child, scope
        yield from _scoped(child, child if isinstance(child, ast.FunctionDef) else scope)


def _assigned(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}


def _argument(call: ast.Call, at: int, name: str) -> ast.expr:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return named[name] if name in named else call.args[at]


def _bound(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr]:
    """The arguments of a call by the names of the parameters, defaults included."""
    names = [each.arg for each in function.args.args if each.arg != "self"]
    defaults = function.args.defaults
    given = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    given |= dict(zip(names, call.args, strict=False))
    return given | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
