// Two small MCP servers, and what the tests of tools make of tools, shapes and stanzas.

import type { Diagnostic } from '@polc/grammar';
import type { Code, JsonObject, ObjectShape, Shape } from '@polc/runtime';
import { Reporter } from '../../../compiler/model/report.js';
import type { Stanza } from '../../../compiler/model/stanza.js';
import type { Tool, ToolServer } from '../../../compiler/model/tools.js';
import { judgeStanza } from '../../../compiler/schema/judge-stanza.js';
import { readTools } from '../../../compiler/schema/read-tools.js';

const text = (bounds: JsonObject = {}): JsonObject => ({ type: 'string', ...bounds });

export const FORGE = {
  tools: [
    {
      name: 'create_issue',
      description: 'Open an issue',
      annotations: { destructiveHint: false },
      inputSchema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: {
          owner: text(),
          repo: text({ minLength: 1, maxLength: 100 }),
          title: text({ maxLength: 256 }),
          body: { anyOf: [text(), { type: 'null' }] },
          labels: { type: 'array', items: text(), maxItems: 10 },
          state: { enum: ['open', 'closed'] },
          milestone: { type: 'integer', minimum: 1 },
          assignee: { $ref: '#/definitions/person' },
        },
        required: ['owner', 'repo', 'title'],
        additionalProperties: false,
        definitions: {
          person: { type: 'object', properties: { login: text(), kind: { const: 'user' }, lead: { $ref: '#/definitions/person' } }, required: ['login'] },
        },
      },
    },
    {
      name: 'search',
      inputSchema: {
        type: 'object',
        properties: { query: text({ minLength: 1 }), perPage: { type: 'number', minimum: 1, maximum: 100 }, sort: { type: ['string', 'number'] } },
        required: ['query'],
      },
    },
  ],
};

export const BANK = {
  jsonrpc: '2.0',
  id: 1,
  result: {
    tools: [
      {
        name: 'transfer',
        inputSchema: {
          type: 'object',
          $defs: { money: { type: 'number', exclusiveMinimum: 0, maximum: 10_000 } },
          properties: { amount: { $ref: '#/$defs/money' }, iban: text({ pattern: '^[A-Z]{2}[0-9]{2}' }), currency: { enum: ['EUR', 'CHF'] }, memo: text() },
          required: ['amount', 'iban'],
        },
      },
      { name: 'balance', inputSchema: { type: 'object' } },
    ],
  },
};

export interface ReadList {
  readonly server: ToolServer | null;
  readonly diagnostics: readonly Diagnostic[];
}

export const SPAN = { start: 20, end: 33 };

export function read(content: string | Uint8Array): ReadList {
  const report = new Reporter('p.hcl');
  const server = readTools('forge', content, { file: 'p.hcl', span: SPAN, reference: 'forge.json' }, report);
  return { server, diagnostics: report.diagnostics };
}

export function toolOf(inputSchema: JsonObject): Tool {
  const { server, diagnostics } = read(JSON.stringify([{ name: 'some_tool', inputSchema }]));
  const tool = server?.tools.get('some_tool');
  if (tool === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return tool;
}

/** A tool with one parameter, `p`. */
export const toolOfParameter = (schema: JsonObject | boolean, definitions: JsonObject = {}) =>
  toolOf({ type: 'object', properties: { p: schema }, $defs: definitions });

export function toolNamed(name: string): Tool {
  const tool = read(JSON.stringify(FORGE)).server?.tools.get(name) ?? read(JSON.stringify(BANK)).server?.tools.get(name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool;
}

/** WHY entries: a member `then` written out makes a linter think of promises. */
export const inCase = (condition: JsonObject, then: JsonObject, otherwise: JsonObject | boolean = true): JsonObject =>
  Object.fromEntries([
    ['if', condition],
    ['then', then],
    ['else', otherwise],
  ]);

type Members = Readonly<Record<string, Shape>>;

export const object = (members: Members, extra?: Shape): ObjectShape => ({
  kind: 'object',
  members: Object.entries(members).map(([name, shape]) => [name, false, shape]),
  ...(extra === undefined ? {} : { extra }),
});

const span = (start: number) => ({ start, end: start + 1 });

/** Parts of a stanza: shapes by name, conditions as code, Vault's lists as names. */
export interface Parts {
  readonly shape?: ObjectShape;
  readonly when?: readonly Code[];
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
  readonly required?: readonly string[];
}

/** The head stands at 1, `parameters` at 100 and its members from 101, conditions from 200, the lists from 300, 400 and 500. */
export function judge(tool: Tool, { shape, when = [], allowed, denied, required = [] }: Parts): readonly Diagnostic[] {
  const rules = (names: readonly string[] | undefined, start: number) =>
    names?.map((written, i) => ({ name: written.toLowerCase(), written, span: span(start + i), values: [], valueSpans: [] })) ?? null;
  const stanza = {
    head: span(1),
    parameters: shape === undefined ? null : { shape, span: span(100), spans: new Map(shape.members.map(([name], i) => [name, span(101 + i)])) },
    when: when.map((code, i) => ({ code, span: span(200 + i) })),
    allowed: rules(allowed, 300),
    denied: rules(denied, 400),
    required: required.map((name, i) => ({ name, span: span(500 + i) })),
  } as unknown as Stanza;
  const report = new Reporter('p.hcl');
  judgeStanza(stanza, tool, report);
  return report.diagnostics;
}

/** Code, severity, place, message and help in one line each. */
export const lines = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code, severity, span: { start }, message, help }) => `${severity} ${code} ${start}: ${message}; ${help ?? ''}`);
