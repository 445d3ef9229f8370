// A record that somebody has written down: one JSON object.

import { Failure } from '../failure.js';
import { readJsonDocument } from './json-document.js';
import { nameOfInput } from './read-input.js';

/** @throws Failure */
export async function readMembers(file: string): Promise<Record<string, unknown>> {
  const value = await readJsonDocument(file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Failure('usage', `${nameOfInput(file)}: this is no JSON object`);
}
