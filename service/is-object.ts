// JSON objects among whatever JSON holds.

import type { JsonObject } from '@polc/runtime';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
