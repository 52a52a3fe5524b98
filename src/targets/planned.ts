/** A target with everything that belongs to it: its language, and its output plan for one database. */
import type { Language } from "../languages/language.ts";
import { LANGUAGE_NAMES, loadLanguage } from "../languages/registry.ts";
import type { Database } from "../model/model.ts";
import { TemplateFault } from "../render/fault.ts";
import { planTarget, type Plan } from "./plan.ts";
import type { Target } from "./source.ts";

export interface PlannedTarget {
  readonly language: Language;
  readonly plan: Plan;
}

/**
 * @param project folder whose `templates/` replaces single files; null for none
 * @throws TemplateFault
 */
export async function plannedTarget(
  target: Target,
  database: Database,
  project: string | null,
): Promise<PlannedTarget> {
  const name = target.manifest.language;
  const language = await loadLanguage(name);
  if (language === null) {
    throw new TemplateFault(
      `there are no views for the language \`${name}\``,
      { file: `${target.label}/target.yaml`, line: 0, column: 0 },
      `there are: ${LANGUAGE_NAMES.join(", ")}`,
    );
  }
  const folders = Object.keys(language.viewTypes.interfaces);
  return { language, plan: await planTarget(target, database, folders, project) };
}
