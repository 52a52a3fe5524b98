/**
 * Content negotiation (RFC 9110, 12.5.1) for a service that speaks JSON alone: an absent `Accept`, or one that
 * admits JSON by its most specific range, is served, and so is one that holds nothing legible.
 */
const ranges = [
  ["application/json", 2],
  ["application/*", 1],
  ["*/*", 0],
] as const;

export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === "" || accept === "*/*") return true;
  let isReadable = false;
  let best = -1;
  let weight = 0;
  for (const part of accept.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    if (!/^[^\s/]+\/[^\s/]+$/.test(name)) continue;
    isReadable = true;
    const specificity = ranges.find(([range]) => range === name)?.[1] ?? -1;
    if (specificity < 0) continue;
    const quality = qualityOf(parameters);
    if (specificity > best) {
      best = specificity;
      weight = quality;
    } else if (specificity === best) {
      weight = Math.max(weight, quality);
    }
  }
  return weight > 0 || !isReadable;
}

function qualityOf(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  if (text === undefined) return 1;
  return /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
