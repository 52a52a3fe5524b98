import { PYTHON_KINDS } from "./python-kinds.ts";

/**
 * The Python program that finds where Python of the user's own names what is no more. It reads
 * `{files: [{path, old, newPath, new, own}], names: [{from, to, within}]}`: texts before and after a run (null: none), and
 * which lines of `old` are the user's. What a name stands for is read from the imports, definitions and annotations of
 * the tree before; what does not stand there afterwards is gone. It runs nothing of what it reads.
 */
export const PYTHON_USAGES = `${PYTHON_KINDS}

${String.raw`
class Finder:
    def __init__(self, then, now, moved, names):
        self.then, self.now, self.moved, self.names = then, now, moved, names
        self.kinds, self.kinds_now = Kinds(then), Kinds(now)
        self.found = []

    def run(self, module, own):
        self.module, self.own = module, own
        self.inner(module.tree.body, [module.scope])

    def tell(self, node, name, found):
        if node.lineno in self.own:
            self.found.append((node.lineno, node.col_offset, name, found))

    def inner(self, nodes, scopes):
        for node in nodes:
            self.visit(node, scopes)

    def visit(self, node, scopes):
        self.look(node, scopes)
        if isinstance(node, (*FUNCTIONS, ast.Lambda)):
            outer = [*getattr(node, "decorator_list", []), *node.args.defaults, *filter(None, node.args.kw_defaults)]
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            outer += [one.annotation for one in arguments if one and one.annotation]
            self.inner(outer + [node.returns] if getattr(node, "returns", None) else outer, scopes)
            body = node.body if isinstance(node.body, list) else [node.body]
            scope = Scope(body if isinstance(node, FUNCTIONS) else [], self.module.package, "function")
            for place, one in enumerate(filter(None, arguments)):
                known = ("annotated", one.annotation) if one.annotation else self.receiver(scopes, place)
                scope.put(one.arg, OPAQUE if one.arg in scope.names else known)
            self.inner(body, [*scopes, scope])
        elif isinstance(node, ast.ClassDef):
            self.inner([*node.decorator_list, *node.bases, *node.keywords], scopes)
            scope = Scope(node.body, self.module.package, "class")
            scope.node = node
            self.inner(node.body, [*scopes, scope])
        elif isinstance(node, SCOPES):
            scope = Scope([], self.module.package, "function")
            for generator in node.generators:
                for name in bound(generator.target):
                    scope.put(name, OPAQUE)
            self.inner(ast.iter_child_nodes(node), [*scopes, scope])
        else:
            self.inner(ast.iter_child_nodes(node), scopes)

    def receiver(self, scopes, place):
        if place == 0 and scopes[-1].kind == "class":
            return ("instance", self.module, scopes[-1].node)
        return OPAQUE

    def look(self, node, scopes):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imports(node)
        elif isinstance(node, ast.Name):
            name = self.names.within(node.id)
            if name and self.is_name_gone(node.id, scopes):
                self.tell(node, name, "reference")
        elif isinstance(node, ast.Attribute):
            self.member(node, node.attr, self.kinds.of(node.value, self.module, scopes))
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg:
                    self.keyword(keyword, self.kinds.of(node.func, self.module, scopes))
        elif isinstance(node, ast.Subscript) and is_text(node.slice):
            owner = self.kinds.of(node.value, self.module, scopes)
            self.text(node.slice, True) if owner[0] != "instance" else self.member(node.slice, node.slice.value, owner)
            node.slice.seen = True
        elif isinstance(node, ast.Expr) and is_text(node.value):
            node.value.seen = True
        elif is_text(node) and not hasattr(node, "seen"):
            self.text(node, False)

    def imports(self, node):
        source = absolute(node, self.module.package) if isinstance(node, ast.ImportFrom) else None
        for alias in node.names:
            module = alias.name if source is None else source
            name = self.names.within(module)
            if name and self.is_module_gone(module):
                self.tell(alias, name, "reference")
                continue
            name = self.names.within(alias.name)
            if source is not None and name and self.is_member_gone(source, alias.name):
                self.tell(alias, name, "reference")

    def is_module_gone(self, name):
        return name in self.then.packages and name not in self.now.packages

    def is_member_gone(self, module, name):
        if not self.then.owns(module) or self.then.has(module, name) is not True:
            return False
        return self.now.has(self.moved.get(module, module), name) is False

    def is_name_gone(self, name, scopes):
        for place, scope in enumerate(reversed(scopes)):
            if name not in scope.names or (scope.kind == "class" and place > 0):
                continue
            value = scope.names[name]
            if value[0] == "import":
                source = value[1] if value[2] is None else f"{value[1]}.{value[2]}"
                return self.is_module_gone(source) or (value[2] is not None and self.is_member_gone(value[1], value[2]))
            return scope.kind == "module" and self.is_member_gone(self.module.name, name)
        return False

    def member(self, node, attribute, owner):
        name = self.names.within(attribute)
        if name is None:
            return
        if owner[0] == "module":
            if self.is_member_gone(owner[1], attribute):
                self.tell(node, name, "reference")
        elif owner[0] in ("instance", "class"):
            if self.kinds.field(owner, attribute)[0] and not self.has_field_now(owner, attribute):
                self.tell(node, name, "reference")
        elif owner == UNKNOWN and attribute == name:
            self.tell(node, name, "unsure")

    def has_field_now(self, owner, attribute):
        _, module, node = owner
        after = self.now.modules.get(self.moved.get(module.name, module.name))
        for name in (node.name, self.names.renamed(node.name)):
            value = None if after is None else after.scope.names.get(name)
            if value is not None and value[0] == "class":
                return self.kinds_now.field(("class", after, value[1]), attribute)[0]
        return False

    def keyword(self, keyword, called):
        name = self.names.within(keyword.arg)
        if name is None:
            return
        if called[0] == "class":
            self.member(keyword, keyword.arg, called)
        elif called[0] == "function":
            after = self.now.modules.get(self.moved.get(called[1].name, called[1].name))
            node = called[2]
            for one in (node.name, self.names.renamed(node.name)):
                value = None if after is None else after.scope.names.get(one)
                if value is not None and value[0] == "function" and keyword.arg in parameters(node):
                    if keyword.arg not in parameters(value[1]):
                        self.tell(keyword, name, "reference")
                    return
        elif called == UNKNOWN and keyword.arg == name and is_distinctive(name):
            self.tell(keyword, name, "unsure")

    def text(self, node, is_key):
        name = self.names.within(node.value)
        if name is None:
            return
        is_path = re.match(rf"\S*/{re.escape(name)}(?:[/?#]|$)", node.value)
        if is_distinctive(name) or is_path or (is_key and node.value == name):
            self.tell(node, name, "unsure")


def parameters(node):
    return {one.arg for one in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]}


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_distinctive(name):
    return re.search(r"[^\W_][_-][^\W_]|[a-z][A-Z]", name) is not None


def main():
    asked = json.load(sys.stdin)
    files, names = asked["files"], Names(asked["names"])
    then = Tree([(one["path"], one["old"]) for one in files if one["old"] is not None])
    now = Tree([(one["newPath"], one["new"]) for one in files if one["new"] is not None])
    moved = {dotted(one["path"]): dotted(one["newPath"]) for one in files if one["new"] is not None}
    result = []
    for one in files:
        module = then.modules.get(dotted(one["path"]))
        if one["old"] is None or module is None or module.tree is None or not one["own"]:
            continue
        finder = Finder(then, now, moved, names)
        finder.run(module, set(one["own"]))
        for line, _, name, found in sorted(set(finder.found)):
            result.append({"path": one["path"], "line": line, "name": name, "found": found})
    print(json.dumps(result))


main()
`}`;
