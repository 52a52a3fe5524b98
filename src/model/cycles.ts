/** Required relations in a circle: the first row of any of them would need one of the next. */
import type { ResourceForm } from "../language/declaration.ts";
import type { ResourceDraft } from "./inverses.ts";
import type { ToOneField } from "./model.ts";
import type { Scope } from "./scope.ts";

export function checkRequiredCircles(
  drafts: readonly ResourceDraft[],
  forms: ReadonlyMap<string, ResourceForm>,
  scope: Scope,
): void {
  const needs = new Map(drafts.map((draft) => [draft.name, draft.fields.filter(isNeeded)]));
  const state = new Map<string, "open" | "done">();
  for (const { name } of drafts) {
    visit(name, needs, state, (chain) => {
      const [first] = chain;
      const form = first === undefined ? undefined : forms.get(first.owner);
      const field = form?.fields.find((one) => one.name === first?.field.name);
      const names = chain.map(({ owner, field: step }) => `${owner}.${step.name}`);
      const shown = [...names, chain[0]?.owner ?? ""].join(" → ");
      scope.collector.report("RW1409", { chain: shown }, field?.nameAt ?? form?.nameAt ?? null);
    });
  }
}

interface Step {
  readonly owner: string;
  readonly field: ToOneField;
}

function isNeeded(field: ResourceDraft["fields"][number]): field is ToOneField {
  return field.kind === "to_one" && !field.optional;
}

/** Depth first without recursion: a chain of relations may be as long as the declaration. */
function visit(
  start: string,
  needs: ReadonlyMap<string, readonly ToOneField[]>,
  state: Map<string, "open" | "done">,
  report: (chain: readonly Step[]) => void,
): void {
  if (state.has(start)) {
    return;
  }
  const stack: { name: string; next: number }[] = [{ name: start, next: 0 }];
  const steps: Step[] = [];
  state.set(start, "open");
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const field = needs.get(top.name)?.[top.next];
    top.next++;
    if (field === undefined) {
      state.set(top.name, "done");
      stack.pop();
      steps.pop();
      continue;
    }
    const seen = state.get(field.to);
    if (seen === "open") {
      const from = stack.findIndex(({ name }) => name === field.to);
      report([...steps.slice(from), { owner: top.name, field }]);
    } else if (seen === undefined) {
      state.set(field.to, "open");
      steps.push({ owner: top.name, field });
      stack.push({ name: field.to, next: 0 });
    }
  }
}
