/**
 * Python that says what names of Python stand for: read from imports, definitions and annotations, without running
 * anything. What cannot be told that way is unknown; what belongs to no file of the tree is foreign.
 */
export const PYTHON_KINDS = String.raw`
import ast, builtins, json, re, sys

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
OPAQUE = ("opaque", None)
UNKNOWN, FOREIGN = ("unknown",), ("foreign",)


def expression(name, within):
    text = re.escape(name)
    if not within:
        letter = r"[\w$-]" if "-" in name else r"[\w$]"
        return f"(?<!{letter}){text}(?!{letter})"
    loud = name == name.upper()
    before = "[A-Z0-9]" if loud else "[A-Z]" if name[:1].isupper() else "[A-Za-z0-9]"
    return f"(?<!{before}){text}(?!{'[A-Z0-9]' if loud else '[a-z0-9]'})"


class Names:
    def __init__(self, names):
        longest = sorted(names, key=lambda one: -len(one["from"]))
        self.all = [(one["from"], re.compile(expression(one["from"], one["within"]))) for one in longest]
        self.new = {one["from"]: one["to"] for one in names if one["to"] is not None}
        known = [expression(one["from"], one["within"]) for one in longest if one["to"] is not None]
        self.any = re.compile("|".join(known)) if known else None

    def within(self, text):
        return next((name for name, pattern in self.all if name in text and pattern.search(text)), None)

    def renamed(self, text):
        return text if self.any is None else self.any.sub(lambda found: self.new[found[0]], text)


def dotted(path):
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def statements(body):
    """Those of a scope, the insides of if, try, with, match and loops too."""
    for node in body:
        yield node
        if isinstance(node, SCOPES):
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from statements(getattr(node, field, []))
        for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            yield from statements(part.body)


def bound(node):
    """Names that an assignment's target, a pattern or a handler binds."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)) and inner.name:
            yield inner.name


class Scope:
    """What names are bound to in one body; a name that is bound twice is of no known kind."""

    def __init__(self, body, package, kind):
        self.kind, self.names, self.stars = kind, {}, []
        for node in statements(body):
            self.bind(node, package)

    def put(self, name, value):
        self.names[name] = OPAQUE if self.names.get(name, value) != value else value

    def bind(self, node, package):
        if isinstance(node, ast.Import):
            for alias in node.names:
                source = alias.name if alias.asname else alias.name.split(".")[0]
                self.put(alias.asname or source, ("import", source, None))
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node, package)
            for alias in node.names:
                if alias.name == "*":
                    self.stars.append(source)
                else:
                    self.put(alias.asname or alias.name, ("import", source, alias.name))
        elif isinstance(node, FUNCTIONS):
            self.put(node.name, ("function", node))
        elif isinstance(node, ast.ClassDef):
            self.put(node.name, ("class", node))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self.put(node.target.id, ("annotated", node.annotation))
        elif isinstance(node, ast.Assign) and all(isinstance(one, ast.Name) for one in node.targets):
            for target in node.targets:
                self.put(target.id, ("value", node.value))
        elif not isinstance(node, SCOPES):
            for name in bound(node):
                self.names.setdefault(name, OPAQUE)


def absolute(node, package):
    if node.level == 0:
        return node.module or ""
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


class Module:
    def __init__(self, path, text):
        self.name = dotted(path)
        self.package = self.name if path.endswith("__init__.py") else self.name.rpartition(".")[0]
        try:
            self.tree = ast.parse(text)
        except (SyntaxError, ValueError):
            self.tree = None
        self.scope = Scope(self.tree.body if self.tree else [], self.package, "module")


class Tree:
    def __init__(self, texts):
        self.modules = {dotted(path): Module(path, text) for path, text in texts}
        parts = [name.split(".") for name in self.modules]
        self.packages = {".".join(one[:end]) for one in parts for end in range(1, len(one) + 1)}

    def owns(self, name):
        return name.split(".")[0] in self.packages

    def has(self, module, name, depth=0):
        """Whether a module offers a name; None where that cannot be told."""
        if f"{module}.{name}" in self.packages:
            return True
        found = self.modules.get(module)
        if found is None:
            return False
        if found.tree is None or depth > 9:
            return None
        if name in found.scope.names:
            return True
        sources = [self.has(one, name, depth + 1) if self.owns(one) else None for one in found.scope.stars]
        return True if True in sources else None if None in sources else False


def fields(node):
    """Attributes that a class itself has → their annotations."""
    found = {}
    for item in statements(node.body):
        if isinstance(item, (*FUNCTIONS, ast.ClassDef)):
            found[item.name] = None
        elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            found[item.target.id] = item.annotation
        elif isinstance(item, ast.Assign):
            found.update((name, None) for target in item.targets for name in bound(target))
    for item in ast.walk(node):
        if isinstance(item, ast.Attribute) and isinstance(item.ctx, ast.Store):
            if isinstance(item.value, ast.Name) and item.value.id == "self":
                found.setdefault(item.attr, None)
    return found


class Kinds:
    """What expressions are: a module, class, function or instance of this tree, foreign, or unknown."""

    def __init__(self, tree):
        self.tree = tree

    def binding(self, value, module, scopes, depth=0):
        kind = value[0]
        if depth > 9 or kind == "opaque":
            return UNKNOWN
        if kind == "import":
            return self.imported(value[1], value[2], depth)
        if kind in ("class", "function"):
            return (kind, module, value[1])
        if kind == "annotated":
            return self.annotation(value[1], module, scopes, depth + 1)
        if kind == "instance":
            return value
        return self.of(value[1], module, scopes, depth + 1)

    def imported(self, source, name, depth):
        tree = self.tree
        if not tree.owns(source):
            return UNKNOWN if name == "Any" else FOREIGN
        if name is None or f"{source}.{name}" in tree.packages:
            return ("module", source if name is None else f"{source}.{name}")
        found = tree.modules.get(source)
        value = None if found is None else found.scope.names.get(name)
        return UNKNOWN if value is None else self.binding(value, found, [found.scope], depth + 1)

    def named(self, name, module, scopes, depth=0):
        for place, scope in enumerate(reversed(scopes)):
            if name in scope.names and not (scope.kind == "class" and place > 0):
                return self.binding(scope.names[name], module, scopes, depth)
        return FOREIGN if hasattr(builtins, name) and name != "object" else UNKNOWN

    def of(self, node, module, scopes, depth=0):
        if depth > 9:
            return UNKNOWN
        if isinstance(node, ast.Name):
            return self.named(node.id, module, scopes, depth)
        if isinstance(node, ast.Await):
            return self.of(node.value, module, scopes, depth + 1)
        if isinstance(node, ast.Attribute):
            return self.attribute(self.of(node.value, module, scopes, depth + 1), node.attr, depth)
        if isinstance(node, ast.Call):
            called = self.of(node.func, module, scopes, depth + 1)
            if called[0] == "class":
                return ("instance", *called[1:])
            if called[0] == "function" and called[2].returns is not None:
                return self.annotation(called[2].returns, called[1], [called[1].scope], depth + 1)
            return UNKNOWN
        literals = (ast.Constant, ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.Tuple)
        return FOREIGN if isinstance(node, literals) else UNKNOWN

    def attribute(self, owner, name, depth):
        if owner[0] == "module":
            return self.imported(owner[1], name, depth + 1)
        if owner[0] in ("instance", "class"):
            found, module, annotation = self.field(owner, name)
            return self.annotation(annotation, module, [module.scope], depth + 1) if annotation else UNKNOWN
        return owner if owner == FOREIGN else UNKNOWN

    def annotation(self, node, module, scopes, depth):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except SyntaxError:
                return UNKNOWN
        if isinstance(node, ast.BinOp):
            sides = [one for one in (node.left, node.right) if not (isinstance(one, ast.Constant) and one.value is None)]
            return self.annotation(sides[0], module, scopes, depth + 1) if len(sides) == 1 else UNKNOWN
        if isinstance(node, ast.Subscript):
            base = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if base not in ("Optional", "Annotated", "Mapped"):
                return FOREIGN
            inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            return self.annotation(inner, module, scopes, depth + 1)
        found = self.of(node, module, scopes, depth + 1) if node is not None else UNKNOWN
        return ("instance", *found[1:]) if found[0] == "class" else found

    def field(self, owner, name, depth=0):
        """Whether a class, or one above it in this tree, has an attribute; where, and its annotation."""
        _, module, node = owner
        own = fields(node)
        if name in own:
            return True, module, own[name]
        for base in node.bases if depth < 9 else []:
            above = self.of(base.value if isinstance(base, ast.Subscript) else base, module, [module.scope])
            if above[0] == "class":
                found = self.field(above, name, depth + 1)
                if found[0]:
                    return found
        return False, module, None
`;
