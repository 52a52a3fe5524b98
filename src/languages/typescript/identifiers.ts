/** Names of TypeScript code. The user's names are free; what the language keeps for itself gets a trailing underscore. */

/** ECMA-262 reserved words, those of strict mode and modules, and names whose binding is an error or a trap. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    "abstract arguments as async await break case catch class const continue debugger declare default delete do",
    "else enum eval export extends false finally for from function get if implements import in infer instanceof",
    "interface is keyof let module namespace never new null of package private protected public readonly require",
    "return satisfies set static super switch symbol this throw true try type typeof undefined unique unknown using",
    "var void while with yield any bigint boolean number object string globalThis NaN Infinity constructor",
  ]
    .join(" ")
    .split(" "),
);

/**
 * A binding (variable, parameter, function, type) for a wished name.
 *
 * @param wished letters, digits and underscores, as the language of declarations allows
 * @param taken bindings of the same scope, which the result is kept apart from
 */
export function bindingName(wished: string, taken: ReadonlySet<string> = new Set()): string {
  let name = RESERVED.has(wished) ? `${wished}_` : wished;
  if (!/^[A-Za-z_$]/.test(name)) name = `_${name}`;
  while (taken.has(name)) name += "_";
  return name;
}

/** A key of an object literal or type: bare where the language allows it, quoted where it would be read otherwise. */
export function propertyKey(name: string): string {
  // `__proto__: value` in a literal sets the prototype; quoted it does so too, computed it is an ordinary property.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Access to a property: `.name`, or `["name"]` where that is no identifier. */
export function propertyAccess(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/**
 * A property that an object may lack, undefined where it does. A name of `Object.prototype` would find what every object
 * inherits (`toString`, `constructor`).
 */
export function optionalAccess(object: string, name: string): string {
  const access = `${object}${propertyAccess(name)}`;
  return name in Object.prototype ? `(${has(object, name)} ? ${access} : undefined)` : access;
}

/** Whether an object lacks a property, as a condition. */
export function isLacking(object: string, name: string): string {
  const isUndefined = `${object}${propertyAccess(name)} === undefined`;
  return name in Object.prototype ? `(!${has(object, name)} || ${isUndefined})` : isUndefined;
}

function has(object: string, name: string): string {
  return `Object.hasOwn(${object}, ${JSON.stringify(name)})`;
}
