/** Import statements of one module: only what is used, in the order that isort and ruff keep. */

const STANDARD = new Set([
  "datetime",
  "operator",
  "collections",
  "decimal",
  "typing",
  "contextlib",
]);

export class Imports {
  private readonly whole = new Set<string>();
  private readonly from = new Map<string, Set<string>>();
  private readonly own: string;

  /** `own`: the module that the statements are for, whose names it does not import. */
  constructor(own = "") {
    this.own = own;
  }

  /** `import datetime`, or `import sqlalchemy as sa`. */
  module(name: string): void {
    this.whole.add(name);
  }

  /** `from module import name`, `name` perhaps with an alias: `router as books`. */
  name(module: string, ...names: readonly string[]): void {
    if (module === this.own) return;
    const known = this.from.get(module) ?? new Set();
    for (const name of names) known.add(name);
    this.from.set(module, known);
  }

  /** Statements without the final line end; sections are parted by a blank line. */
  print(): string {
    const sections = [0, 1, 2].map((section) => [
      ...[...this.whole]
        .filter((name) => sectionOf(name) === section)
        .sort(byCase)
        .map((name) => `import ${name}`),
      ...[...this.from.keys()]
        .filter((name) => sectionOf(name) === section)
        .sort(byCase)
        .flatMap((module) => this.statements(module)),
    ]);
    return sections
      .filter((section) => section.length > 0)
      .map((section) => section.join("\n"))
      .join("\n\n");
  }

  /** Ruff keeps names with an alias in statements of their own. */
  private statements(module: string): string[] {
    const names = [...(this.from.get(module) ?? [])].sort(byKind);
    const plain = names.filter((name) => !name.includes(" as "));
    const aliased = names.filter((name) => name.includes(" as "));
    return [
      ...aliased.map((name) => `from ${module} import ${name}`),
      ...(plain.length > 0 ? [`from ${module} import ${plain.join(", ")}`] : []),
    ].sort((left, right) =>
      byKind(left.split(" import ")[1] ?? "", right.split(" import ")[1] ?? ""),
    );
  }
}

function sectionOf(module: string): number {
  const root = module.split(/[. ]/)[0] ?? "";
  if (STANDARD.has(root)) return 0;
  return root === "app" ? 2 : 1;
}

function byCase(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Constants, then classes, then the rest (isort's `order-by-type`). */
function byKind(left: string, right: string): number {
  return kindOf(left) - kindOf(right) || byCase(left, right);
}

function kindOf(name: string): number {
  const own = name.split(" ")[0] ?? "";
  if (own.length > 1 && own === own.toUpperCase()) return 0;
  return /^[A-Z]/.test(own) ? 1 : 2;
}
