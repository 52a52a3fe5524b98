/** A declaration of any size whose resources are of the usual kind: eight fields, one relation, an index, a search. */
export function declarationOf(count: number): string {
  const resources = Array.from({ length: count }, (_, index) => resource(index));
  return [
    "restwright: 1",
    "service:",
    "  name: large",
    "framework: fastify",
    "database: sqlite",
    "resources:",
    ...resources,
    "",
  ].join("\n");
}

function resource(index: number): string {
  const parent = Math.floor(index / 2);
  const relation = index === 0 ? [] : [`      parent: -> Thing${parent}?`];
  return [
    `  Thing${index}:`,
    "    fields:",
    "      name: string(1..80) unique",
    "      summary: text(0..2000)?",
    "      amount: integer >= 0 = 0",
    "      price: decimal(10,2) >= 0.01",
    "      status: enum(draft, active, closed) = draft",
    "      due_on: date?",
    "      done_at: datetime?",
    ...relation,
    "    index: [[status, -created_at]]",
    "    search: [name, summary]",
  ].join("\n");
}
