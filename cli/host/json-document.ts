// One JSON document from a file or standard input: its value, or a failure that names the place.

import { Failure } from '../failure.js';
import { nameOfInput, readInput } from './read-input.js';
import { readJsonBytes } from './read-json.js';

export async function readJsonDocument(file: string): Promise<unknown> {
  const bytes = await readInput(file);
  const read = readJsonBytes(bytes);
  if ('value' in read) return read.value;
  const { message, offset } = read.fault;
  const { LineIndex } = await import('@polc/grammar');
  const { line, column } = new LineIndex(Buffer.from(bytes).toString('utf8')).position(offset);
  throw new Failure('usage', `${nameOfInput(file)}:${line}:${column}: not valid JSON: ${message}`);
}
