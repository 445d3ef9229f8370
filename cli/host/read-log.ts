// A log of decisions by the line: requests, with what was answered where the log says so. A line that is none is a failure that names it, or is counted.

import type { LogEntry } from '@polc/compiler';
import type { Request } from '@polc/runtime';
import { Failure } from '../failure.js';
import { visible } from '../report/visible.js';
import { note } from './output.js';
import { nameOfInput } from './read-input.js';
import { readJsonBytes } from './read-json.js';
import { isBlank, MAX_LINE_BYTES, readLines } from './request-lines.js';

export interface BrokenLine {
  readonly line: number;
  readonly why: string;
}

export interface Log {
  readonly entries: readonly LogEntry[];
  readonly broken: readonly BrokenLine[];
}

const SHOWN = 10;

/** @throws Failure usage where a line is broken, unless broken lines are skipped */
export async function readLog(file: string, skipBroken: boolean): Promise<Log> {
  const entries: LogEntry[] = [];
  const broken: BrokenLine[] = [];
  for await (const lines of readLines(file))
    for (const { number, bytes } of lines) {
      if (bytes !== null && isBlank(bytes)) continue;
      const read = bytes === null ? `longer than ${MAX_LINE_BYTES} bytes` : readLine(number, bytes);
      if (typeof read === 'string') broken.push({ line: number, why: read });
      else entries.push(read);
    }
  const [first] = broken;
  if (first === undefined || skipBroken) return { entries, broken };
  const name = visible(nameOfInput(file));
  for (const { line, why } of broken.slice(0, SHOWN)) note(`${name}:${line}: ${visible(why)}`);
  const count = broken.length === 1 ? 'a line of the log is' : `${broken.length} lines of the log are`;
  throw new Failure('usage', `${count} no record of a request; --skip-broken leaves such lines out and counts them`);
}

type Members = Readonly<Record<string, unknown>>;

/** Or what is wrong. */
function readLine(line: number, bytes: Uint8Array): LogEntry | string {
  const read = readJsonBytes(bytes);
  if ('fault' in read) return `column ${read.fault.offset + 1}: not valid JSON: ${read.fault.message}`;
  if (!isMembers(read.value)) return 'not a JSON object';
  const record = read.value;
  if (!('request' in record)) {
    if (typeof record.operation !== 'string' || typeof record.path !== 'string') return 'it has no "request", and is none: there is no "operation" and "path"';
    return { line, request: record as unknown as Request, logged: null };
  }
  if (!isMembers(record.request)) return '"request" is not an object';
  const logged = loggedIn(record);
  return typeof logged === 'string' ? logged : { line, request: timed(record.request, record.time) as unknown as Request, logged };
}

/** Of `{"request", "decision"}`, or of a decision with its request beside it. */
function loggedIn(record: Members): LogEntry['logged'] | string {
  const decision = 'decision' in record ? record.decision : 'allowed' in record || 'outcome' in record ? record : null;
  if (decision === null) return 'decision' in record ? '"decision" is null' : null;
  if (!isMembers(decision)) return '"decision" is not an object';
  const { allowed, outcome } = decision;
  if (typeof allowed !== 'boolean') return 'the decision says nothing of "allowed": true or false';
  if (outcome !== undefined && typeof outcome !== 'string') return '"outcome" is not a word';
  return { allowed, outcome: outcome ?? null };
}

/** When the line was written is when it was asked, unless the request says so itself. */
function timed(request: Members, time: unknown): Members {
  if (typeof time !== 'string' && typeof time !== 'number') return request;
  const context = request.context ?? {};
  return isMembers(context) && !('time' in context) ? { ...request, context: { ...context, time } } : request;
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
