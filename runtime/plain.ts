// Which values are JSON as a parser makes it. An object of any other class can show one thing to a check and another to whoever reads it next.

/** Made by `{}` or without a prototype, in this realm or another. */
export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf');
}

/** INVARIANT: ends on a cyclic value too, by its depth. */
export function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return true;
  if (depth > MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) return value.every((element) => isJson(element, depth + 1));
  return isPlainObject(value) && Object.values(value).every((inner) => isJson(inner, depth + 1));
}

const MAX_JSON_DEPTH = 100;
