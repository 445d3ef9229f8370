// The `tools` blocks: finds the file that each names, beside its policy file, and has it read (grammar/spec.md §8.2).

import { quote } from '../expression/wording.js';
import type { Reporter } from '../model/report.js';
import type { ToolServer } from '../model/tools.js';
import { readTools } from '../schema/read-tools.js';
import type { Block } from './block.js';
import { Fields } from './fields.js';

/** The text of a file that a policy file names; null where there is none. */
export type Load = (reference: string, from: string) => string | Uint8Array | null;

const SHAPE = { what: 'a tools block', keys: ['schema'] };

/** null when something is wrong with it: its stanzas are then judged as if it were not there. */
export function readToolsBlock({ id, items, head }: Block, load: Load, report: Reporter): ToolServer | null {
  const fields = new Fields(items, SHAPE, head, report);
  fields.require('schema', `schema = "${id}.tools.json"`);
  const schema = fields.text('schema');
  if (schema === undefined) return null;
  const text = load(schema.name, report.file);
  if (text !== null) return readTools(id, text, { file: report.file, span: schema.span, reference: schema.name }, report);
  report.error('tools-file-missing', schema.span, `there is no file ${quote(schema.name)} beside the policy`, "save the server's answer to tools/list there");
  return null;
}

/** A file named by another, as a path: beside it, or as it stands where it begins at a root. */
export function besideFile(reference: string, from: string): string {
  const plain = reference.replaceAll('\\', '/');
  if (/^(?:\/|[A-Za-z]:)/.test(plain)) return normal(plain);
  const folder = from.replaceAll('\\', '/').split('/').slice(0, -1).join('/');
  return normal(folder === '' && !/^[\\/]/.test(from) ? plain : `${folder}/${plain}`);
}

/** Without `.` and `x/..`, so that two spellings of one path are equal. */
export function normal(path: string): string {
  const out: string[] = [];
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '.' || (segment === '' && out.length > 0)) continue;
    if (segment === '..' && out.length > 0 && out.at(-1) !== '..' && out.at(-1) !== '') out.pop();
    else out.push(segment);
  }
  return out.join('/');
}
