/** Properties of TypeScript objects, by names that are the user's: any text, reserved words and `Object.prototype`'s included. */

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
