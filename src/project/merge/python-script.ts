/**
 * The Python program that reports the outline of Python files, from the spans of its own `ast` and `tokenize`. It reads
 * a JSON list of texts and prints a JSON list of outlines; offsets count UTF-16 units, as JavaScript does. Needs
 * Python 3.10, where imported names have spans; runs nothing of what it reads.
 */
export const PYTHON_OUTLINE = String.raw`
import ast, bisect, io, json, sys, tokenize

TRIVIA = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
REGISTRATIONS = {"include_router", "mount", "register_blueprint", "add_url_rule", "add_route", "add_resource", "register", "append"}
ROUTES = {"get", "put", "post", "patch", "delete", "head", "options", "route", "api_route"}
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Outliner:
    def __init__(self, text):
        self.text = text
        self.lines = io.StringIO(text, newline="\n").readlines() + [""]
        self.rows = [line.encode("utf-8", "surrogatepass") for line in self.lines]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + units(line))
        tokens = tokenize.generate_tokens(io.StringIO(text, newline="\n").readline)
        self.tokens = [
            (self.at(*token.start), self.at(*token.end), token.type, token.string) for token in tokens
        ]
        self.token_starts = [token[0] for token in self.tokens]

    def at(self, row, column):
        line = self.lines[row - 1] if row <= len(self.lines) else ""
        return self.starts[min(row, len(self.starts)) - 1] + units(line[:column])

    def start(self, node):
        return self.byte_at(node.lineno, node.col_offset)

    def end(self, node):
        return self.byte_at(node.end_lineno, node.end_col_offset)

    def byte_at(self, row, column):
        return self.starts[row - 1] + units(self.rows[row - 1][:column].decode())

    def source(self, node):
        # As ast.get_source_segment, which splits the whole text into lines each time.
        rows = self.rows[node.lineno - 1 : node.end_lineno]
        rows[-1] = rows[-1][: node.end_col_offset]
        rows[0] = rows[0][node.col_offset :]
        return " ".join(b"".join(rows).decode().split())

    def index(self, offset):
        return bisect.bisect_left(self.token_starts, offset)

    def before(self, offset):
        """The last token that ends at or before the offset and is neither comment nor line end."""
        place = self.index(offset) - 1
        while place >= 0 and self.tokens[place][2] in TRIVIA:
            place -= 1
        return self.tokens[place] if place >= 0 else None

    def after(self, offset, skip=()):
        place = self.index(offset)
        while place < len(self.tokens) and (self.tokens[place][2] in TRIVIA or self.tokens[place][3] in skip):
            place += 1
        return self.tokens[place] if place < len(self.tokens) else None

    def file(self, tree):
        return container("file", 0, self.starts[-1], "", False, self.statements(tree.body, True))

    def statements(self, body, declares):
        return [self.statement(node, declares) for node in body]

    def statement(self, node, declares):
        start = self.start(node)
        for decorator in getattr(node, "decorator_list", [])[:1]:
            start = self.before(self.start(decorator))[0]
        inner = self.containers(node)
        end = max([self.end(node)] + [one["end"] for one in inner])
        key, names, free = self.describe(node)
        return member(key, start, end, inner, names if declares or isinstance(node, FUNCTIONS) else [], free)

    def block(self, body, kind, declares=False):
        first = self.start(body[0])
        for decorator in getattr(body[0], "decorator_list", [])[:1]:
            first = self.before(self.start(decorator))[0]
        members = self.statements(body, declares)
        opening = self.before(first)
        start = opening[1] if opening and opening[3] == ":" else first
        end = members[-1]["end"]
        place = self.index(end)
        if place < len(self.tokens) and self.tokens[place][2] == tokenize.COMMENT:
            end = self.tokens[place][1]
        return container(kind, start, end, "", kind == "statements", members)

    def describe(self, node):
        if isinstance(node, ast.ClassDef):
            return "class " + node.name, ["value " + node.name], True
        if isinstance(node, FUNCTIONS):
            return self.function(node)
        if isinstance(node, ast.Import):
            names = [alias.asname or alias.name.split(".")[0] for alias in node.names]
            return "import " + ", ".join(alias.name for alias in node.names), ["value " + name for name in names], True
        if isinstance(node, ast.ImportFrom):
            names = [alias.asname or alias.name for alias in node.names]
            return "from " + "." * node.level + (node.module or ""), ["value " + name for name in names], True
        if isinstance(node, ast.Assign):
            targets = " = ".join(self.source(target) for target in node.targets)
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            return targets, ["value " + name for name in names], True
        if isinstance(node, ast.AnnAssign):
            names = [node.target.id] if isinstance(node.target, ast.Name) else []
            return self.source(node.target), ["value " + name for name in names], True
        if isinstance(node, ast.Expr):
            return self.expression(node.value)
        if isinstance(node, ast.Return):
            return "return", [], False
        if isinstance(node, ast.If):
            return "if " + self.source(node.test), [], False
        if isinstance(node, LOOPS):
            return "loop " + self.source(node.test if isinstance(node, ast.While) else node.target), [], False
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return "with " + ", ".join(self.source(item.context_expr) for item in node.items), [], False
        if isinstance(node, ast.Try):
            return "try", [], False
        return self.source(node), [], False

    def function(self, node):
        key, names, extra = "def " + node.name, ["value " + node.name], []
        for decorator in node.decorator_list:
            text = self.source(decorator)
            if text.endswith((".setter", ".getter", ".deleter", "overload")):
                key, names = key + " @" + text, []
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
                if decorator.func.attr in ROUTES and decorator.args:
                    extra.append("route " + self.source(decorator.func) + " " + self.source(decorator.args[0]))
        return key, names + extra, True

    def expression(self, value):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return "docstring", [], False
        node = value.value if isinstance(value, ast.Await) else value
        if not isinstance(node, ast.Call):
            return self.source(value), [], False
        subject = self.source(node.args[0]) if node.args else ""
        key = self.source(node.func) + "(" + subject + ")"
        free = isinstance(node.func, ast.Attribute) and node.func.attr in REGISTRATIONS
        return key, [key] if free else [], free

    def containers(self, node):
        """The outermost containers of a node, in the order of the text."""
        found = []
        if isinstance(node, ast.ImportFrom):
            found.append(self.imported(node))
        for name, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                found.append(self.block(value, "class body" if isinstance(node, ast.ClassDef) else "statements", isinstance(node, ast.ClassDef)))
            elif isinstance(value, list):
                found.extend(one for child in value if isinstance(child, ast.AST) for one in self.inside(child))
            elif isinstance(value, ast.AST):
                found.extend(self.inside(value))
        if isinstance(node, FUNCTIONS):
            found.append(self.parameters(node))
        return outermost([one for one in found if one])

    def inside(self, node):
        if isinstance(node, ast.JoinedStr):
            return []
        if isinstance(node, ast.Dict):
            return [self.dictionary(node)]
        if isinstance(node, (ast.List, ast.Set, ast.Tuple)):
            own = self.elements(node)
            return [own] if own else self.containers(node)
        if isinstance(node, ast.Call):
            own = self.arguments(node)
            return self.inside(node.func) + [own] if own else self.containers(node)
        return self.containers(node)

    def imported(self, node):
        first, last = node.names[0], node.names[-1]
        opening, closing = self.before(self.start(first)), self.after(self.end(last), (",",))
        start = opening[1]
        end = closing[0] if opening[3] == "(" and closing else self.end(last)
        members = [
            member(alias.name, self.start(alias), self.end(alias), [], [], True) for alias in node.names
        ]
        return container("names", start, end, ",", False, members)

    def dictionary(self, node):
        members = []
        for key, value in zip(node.keys, node.values):
            start = self.start(key) if key else self.before(self.start(value))[0]
            name = self.source(key) if key else "**" + self.source(value)
            members.append(member(name, start, self.end(value), self.inside(value), [name] if key else [], True))
        return container("dictionary", self.start(node) + 1, self.end(node) - 1, ",", False, members)

    def elements(self, node):
        start = self.start(node)
        opening = self.tokens[min(self.index(start), len(self.tokens) - 1)]
        if opening[3] not in ("(", "[", "{"):
            return None
        if isinstance(node, ast.Tuple) and len(node.elts) < 2:
            return None
        members = [
            member(self.element(one), self.start(one), self.end(one), self.inside(one), [], True)
            for one in node.elts
        ]
        return container("elements", start + 1, self.end(node) - 1, ",", isinstance(node, ast.Tuple), members)

    def element(self, node):
        if isinstance(node, ast.Call):
            return self.source(node.func) + "(" + (self.source(node.args[0]) if node.args else "") + ")"
        return self.source(node)

    def arguments(self, node):
        if any(isinstance(one, ast.GeneratorExp) for one in node.args):
            return None
        place = self.index(self.end(node.func))
        while place < len(self.tokens) and self.tokens[place][3] != "(":
            place += 1
        if place == len(self.tokens):
            return None
        members = [
            member(self.source(one), self.start(one), self.end(one), self.inside(one), [], False)
            for one in node.args
        ] + [
            member(one.arg + "=" if one.arg else self.source(one), self.start(one), self.end(one), self.inside(one.value), [one.arg + "="] if one.arg else [], bool(one.arg))
            for one in node.keywords
        ]
        members.sort(key=lambda one: one["start"])
        return container("arguments", self.tokens[place][1], self.end(node) - 1, ",", True, members)

    def parameters(self, node):
        place = self.index(self.end(node.decorator_list[-1]) if node.decorator_list else self.start(node))
        while self.tokens[place][3] != "def":
            place += 1
        while self.tokens[place][3] != "(":
            place += 1
        start, depth = self.tokens[place][1], 0
        while True:
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(self.tokens[place][3], 0)
            if depth == 0:
                break
            place += 1
        end, rules = self.tokens[place][0], node.args
        plain = rules.posonlyargs + rules.args
        defaults = [None] * (len(plain) - len(rules.defaults)) + rules.defaults
        pairs = list(zip(plain, defaults)) + list(zip(rules.kwonlyargs, rules.kw_defaults))
        members = [
            member(one.arg, self.start(one), self.end(default or one), self.containers(one) + (self.inside(default) if default else []), [], False)
            for one, default in pairs
        ] + [
            member(one.arg, self.before(self.start(one))[0], self.end(one), [], [], False)
            for one in (rules.vararg, rules.kwarg) if one
        ]
        members.sort(key=lambda one: one["start"])
        return container("parameters", start, end, ",", True, members)


def outermost(found):
    result = []
    for one in sorted(found, key=lambda one: (one["start"], -one["end"])):
        if not result or one["start"] >= result[-1]["end"]:
            result.append(one)
    return result


def member(key, start, end, containers, names, free):
    return {"key": key, "start": start, "end": end, "unique": False, "names": names, "free": free,
            "containers": [one for one in containers if one]}


def container(kind, start, end, separator, ordered, members):
    return {"kind": kind, "start": start, "end": end, "separator": separator, "comments": "hash",
            "ordered": ordered, "members": members}


def outline(text):
    try:
        return {"root": Outliner(text).file(ast.parse(text)), "faults": 0}
    except (SyntaxError, ValueError, tokenize.TokenError):
        return {"root": None, "faults": 1}
    except RecursionError:
        return {"root": None, "faults": 0}


json.dump([outline(text) for text in json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"))], sys.stdout)
`;
