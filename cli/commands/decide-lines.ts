// Requests by the line: one JSON decision for each, in order, as they come, in bounded memory. Blank lines are passed over.

import type { Decision, Request } from '@polc/runtime';
import { printSlowly } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { readJsonBytes } from '../host/read-json.js';
import { isBlank, MAX_LINE_BYTES, readLines } from '../host/request-lines.js';
import { type Decider, malformed } from './request-input.js';

/** Output is written when this much has come together, and whenever the input pauses. */
const BATCH = 64 * 1024;

/** Whether all requests are allowed. */
export async function decideLines(decider: Decider, file: string): Promise<boolean> {
  const progress = new Progress();
  let all = true;
  let count = 0;
  for await (const lines of readLines(file)) {
    let out = '';
    for (const { number, bytes } of lines) {
      if (bytes !== null && isBlank(bytes)) continue;
      const decision = decideLine(decider, number, bytes);
      all &&= decision.allowed;
      count++;
      out += `${JSON.stringify(decision)}\n`;
      if (out.length < BATCH) continue;
      await printSlowly(out);
      out = '';
    }
    await printSlowly(out);
    if (process.stdout.isTTY !== true) progress.tick(() => `${count.toLocaleString('en-US')} requests decided …`);
  }
  progress.end();
  return all;
}

function decideLine(decider: Decider, number: number, bytes: Uint8Array | null): Decision {
  if (bytes === null) return malformed(decider, `line ${number}: longer than ${MAX_LINE_BYTES} bytes`);
  const read = readJsonBytes(bytes);
  if ('value' in read) return decider.decide(read.value as Request);
  const { message, offset } = read.fault;
  return malformed(decider, `line ${number}, column ${offset + 1}: not valid JSON: ${message}`);
}
