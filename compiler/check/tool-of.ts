// The tool that a stanza is about: one whose pattern is exactly `mcp/<server>/<tool>` of a declared server (grammar/spec.md §8.2).

import { nearest } from '@polc/grammar';
import { quote } from '../expression/wording.js';
import type { Pattern } from '../model/stanza.js';
import type { Tool } from '../model/tools.js';
import type { ParameterType } from '../model/vocabulary.js';
import { parameterTypeOf } from '../schema/parameter-type.js';
import type { CheckContext } from './context.js';

/** null for any other pattern, and where the server has no such tool, which is said. */
export function toolOf(pattern: Pattern, { tools, report }: CheckContext): Tool | null {
  if (tools.size === 0 || pattern.kind !== 'exact' || pattern.templated) return null;
  const [root, name, tool, ...rest] = pattern.text.split('/');
  const server = root === 'mcp' && rest.length === 0 ? tools.get(name ?? '') : undefined;
  if (server === undefined || tool === undefined) return null;
  const found = server.tools.get(tool);
  if (found !== undefined) return found;
  const near = nearest(tool, [...server.tools.keys()]);
  report.error(
    'unknown-tool',
    pattern.span,
    `the server ${quote(server.name)} has no tool ${quote(tool)}`,
    near === undefined ? 'only the tools of its tools/list exist: save that answer anew if it has changed' : `did you mean ${quote(near)}?`,
    [{ message: 'the tools of the server', file: server.file, span: server.span }],
  );
  return null;
}

/** One for each tool: what is compiled for one is kept by it. */
export function typesOf(tool: Tool): ParameterType {
  let types = known.get(tool);
  if (types === undefined) {
    types = parameterTypeOf(tool);
    known.set(tool, types);
  }
  return types;
}

const known = new WeakMap<Tool, ParameterType>();
