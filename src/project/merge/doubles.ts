/** How often each declaration, registration, property or case of a text is there, by its place in the outline. */
import type { Container, Member } from "./outline.ts";

export function countDeclarations(container: Container): Map<string, number> {
  const counts = new Map<string, number>();
  const visit = (current: Container, path: string) => {
    const here = new Map<string, number>();
    for (const member of current.members) {
      const keysOf = member.unique ? [plain(member), ...member.names] : member.names;
      for (const key of new Set(keysOf)) here.set(key, (here.get(key) ?? 0) + 1);
      for (const child of member.containers) visit(child, `${path}/${plain(member)}`);
    }
    for (const [key, count] of here) {
      const where = `${path}/${key}`;
      counts.set(where, Math.max(counts.get(where) ?? 0, count));
    }
  };
  visit(container, "");
  return counts;
}

function plain({ key }: Member): string {
  return key.replace(/ #\d+$/, "");
}
