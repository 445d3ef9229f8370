// The file of a `tools` block: an MCP server's answer to `tools/list`, read and validated. What is wrong with it is said at the block's string
// that names the file; reading the file is the caller's.

import { LineIndex, makeSource, type Span } from '@polc/grammar';
import type { JsonObject, JsonValue } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import type { Tool, ToolServer } from '../model/tools.js';
import { checkTool, checkTools } from './checks.js';
import { readJson } from './read-json.js';
import { type Check, checkFault, isObject, schemaFault } from './sound-schema.js';

export interface ToolsPlace {
  /** Of the policy. */
  readonly file: string;
  /** Of the string that names the tools' file. */
  readonly span: Span;
  /** That string. */
  readonly reference: string;
}

/** Characters of a file. */
const MAX_LENGTH = 5_000_000;
/** Diagnostics about one file. */
const MAX_FAULTS = 10;

/** `{"tools": […]}`, the JSON-RPC answer `{"result": {"tools": […]}}`, or the bare list of tools. null when anything is wrong with it. */
export function readTools(server: string, text: string | Uint8Array, place: ToolsPlace, report: Reporter): ToolServer | null {
  const name = JSON.stringify(place.reference);
  const refuse = (code: 'tools-not-json' | 'tools-not-mcp', words: string, help: string): null => {
    if (code === 'tools-not-json') report.error('tools-not-json', place.span, words, help);
    else report.error('tools-not-mcp', place.span, words, help);
    return null;
  };
  const json = (words: string) => refuse('tools-not-json', `${name} is not JSON: ${words}`, "save the server's answer to tools/list as it is");
  if (text.length > MAX_LENGTH) return refuse('tools-not-json', `${name} is larger than ${MAX_LENGTH} characters`, 'keep only the tools that policies name');
  const source = makeSource(place.reference, text);
  if (source.brokenAt !== undefined) return json('it is not UTF-8 text');
  const content = source.text.replace(/^\ufeff/, ' ');
  const read = readJson(content);
  if ('fault' in read) {
    const { line, column } = new LineIndex(content).position(read.offset);
    return json(`${read.fault} (line ${line}, column ${column})`);
  }
  const listed = listOf(read.value);
  if ('words' in listed) return refuse('tools-not-mcp', `${name} is no answer to tools/list: ${listed.words}`, listed.help);
  const fault = checkFault(checkTools as Check, listed.tools);
  if (fault !== null) return refuse('tools-not-mcp', `${name} is no answer to tools/list: ${listed.pointer || 'the list'}: ${fault.words}`, SHAPE);
  const tools = validate(listed.tools as readonly JsonValue[], listed.pointer, place, report);
  return tools === null ? null : { name: server, file: place.file, span: place.span, tools };
}

const SHAPE = 'it is {"tools": [{"name": …, "inputSchema": {"type": "object", …}}, …]}';

type Listed = { readonly tools: JsonValue; readonly pointer: string } | { readonly words: string; readonly help: string };

function listOf(document: JsonValue): Listed {
  if (Array.isArray(document)) return { tools: document, pointer: '' };
  const answer = isObject(document) && Object.hasOwn(document, 'result') ? document.result : document;
  if (!isObject(answer) || !Object.hasOwn(answer, 'tools')) return { words: 'it has no member "tools"', help: SHAPE };
  if (typeof answer.nextCursor === 'string')
    return { words: 'it has a "nextCursor", so tools are missing', help: 'join the tools of all pages into one list, and leave the cursor out' };
  return { tools: answer.tools as JsonValue, pointer: answer === document ? '/tools' : '/result/tools' };
}

/** Every tool that is wrong, not only the first; null when there is one. */
function validate(list: readonly JsonValue[], pointer: string, place: ToolsPlace, report: Reporter): ReadonlyMap<string, Tool> | null {
  const tools = new Map<string, Tool>();
  let faults = 0;
  for (const [i, value] of list.entries()) {
    if (!judgeTool(value, `${pointer}/${i}`, tools, place, report) && ++faults === MAX_FAULTS) break;
  }
  return faults === 0 ? tools : null;
}

function judgeTool(value: JsonValue, pointer: string, tools: Map<string, Tool>, { span, reference }: ToolsPlace, report: Reporter): boolean {
  const file = JSON.stringify(reference);
  const fault = checkFault(checkTool as Check, value);
  if (fault !== null) {
    const words = fault.pointer === '/name' ? 'it must be 1 to 128 of the characters A-Z a-z 0-9 _ . -' : fault.words;
    report.error('tools-not-mcp', span, `${calledIn(value)}${file} is no MCP tool: ${pointer}${fault.pointer}: ${words}`, SHAPE);
    return false;
  }
  const { name, inputSchema } = value as { readonly name: string; readonly inputSchema: JsonObject };
  if (tools.has(name)) {
    report.error('duplicate-tool', span, `the tool ${JSON.stringify(name)} stands twice in ${file}, again at ${pointer}`, 'keep one of the two');
    return false;
  }
  const unsound = schemaFault(inputSchema);
  if (unsound !== null) {
    report.error(
      'invalid-tool-schema',
      span,
      `the inputSchema of the tool ${JSON.stringify(name)} in ${file} is no sound JSON Schema: ${pointer}/inputSchema${cut(unsound.pointer)}: ${unsound.words}`,
      "mend the server's schema; polc reads draft 2020-12, and draft-07 where $schema says so",
    );
    return false;
  }
  tools.set(name, { name, inputSchema, destructive: isDestructive(value as JsonObject) });
  return true;
}

/** Only what is said: servers that say nothing would make every tool one that destroys. */
function isDestructive({ annotations }: JsonObject): boolean {
  return isObject(annotations) && Object.hasOwn(annotations, 'destructiveHint') && annotations.destructiveHint === true;
}

function calledIn(value: JsonValue): string {
  const name = isObject(value) && Object.hasOwn(value, 'name') ? value.name : undefined;
  return typeof name === 'string' ? `what is called ${JSON.stringify(cut(name))} in ` : 'an element of ';
}

const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
