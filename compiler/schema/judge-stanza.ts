// A stanza about one tool, against the tool's schema: names the tool does not have, shapes and comparisons that nothing it takes can pass, and
// parameters it wants that the stanza refuses. Which stanza is about which tool is the caller's.

import { nearest, type Span } from '@polc/grammar';
import { type Shape, toLower } from '@polc/runtime';
import type { Parameters } from '../model/condition.js';
import type { Reporter } from '../model/report.js';
import type { Stanza } from '../model/stanza.js';
import type { Tool } from '../model/tools.js';
import { clashOf, type Path } from './clash.js';
import { describeDomain, quoted } from './describe-domain.js';
import { type Domain, isNever, type MapDomain } from './domain.js';
import { judgeCondition } from './judge-condition.js';
import { hasName } from './parameter-type.js';
import { domainOfTool } from './schema-domain.js';

export function judgeStanza(stanza: Stanza, tool: Tool, report: Reporter): void {
  const domain = domainOfTool(tool);
  if (domain.map === null) return;
  judgeLists(stanza, tool, domain.map, report);
  if (stanza.parameters !== null) judgeShapes(stanza.parameters, tool, domain.map, report);
  for (const condition of stanza.when) judgeCondition(condition, domain, report);
}

/** Vault's lists. They fold names to lower case, so that a name stands for all its spellings. */
function judgeLists({ allowed, denied, required, head }: Stanza, tool: Tool, map: MapDomain, report: Reporter): void {
  const folded = new Set([...map.names].map(toLower));
  const has = (name: string) => folded.has(toLower(name)) || hasName(map, name);
  for (const { written, span } of [...(allowed ?? []), ...(denied ?? [])])
    if (written !== '*' && !has(written)) unknownName([written], span, tool, map, report);
  for (const { name, span } of required) if (!has(name)) unknownName([name], span, tool, map, report);
  if (allowed === null) return;
  const listed = new Set(allowed.map(({ name }) => name));
  if (!listed.has('*')) judgeRequired(map, (name) => listed.has(toLower(name)), head, 'add it to allowed_parameters', tool, report);
}

function judgeShapes({ shape, spans, span }: Parameters, tool: Tool, map: MapDomain, report: Reporter): void {
  for (const [name, , member] of shape.members) judgeMember(name, member, spans.get(name) ?? span, tool, map, report);
  const named = new Set(shape.members.map(([name]) => name));
  const { extra } = shape;
  const passes = (name: string) => named.has(name) || (extra !== undefined && clashOf(extra, map.at(name), []) === null);
  judgeRequired(map, passes, span, `give it a shape${extra === undefined ? ', or all others: "*" = any()' : ' of its own'}`, tool, report);
}

function judgeMember(name: string, shape: Shape, span: Span, tool: Tool, map: MapDomain, report: Reporter): void {
  if (!hasName(map, name)) {
    unknownName([name], span, tool, map, report);
    return;
  }
  const domain = map.at(name);
  const strangers = unknownNames(shape, domain, [name]);
  for (const { path, map: inner } of strangers) unknownName(path, span, tool, inner, report);
  // A name that the tool does not have is a clash too, and has been spoken of.
  const clash = strangers.length > 0 ? null : clashOf(shape, domain, [name]);
  if (clash === null) return;
  const place = showPath(clash.path);
  const help = isNever(clash.wanted)
    ? `the tool takes nothing as ${place}`
    : `the tool takes ${describeDomain(clash.wanted)}${clash.path.length > 1 ? ` as ${place}` : ''}`;
  report.warning('impossible-parameter', span, `no ${JSON.stringify(name)} that the tool ${JSON.stringify(tool.name)} takes has this shape`, help);
}

function judgeRequired(map: MapDomain, passes: (name: string) => boolean, span: Span, help: string, tool: Tool, report: Reporter): void {
  const missing = [...map.required].filter((name) => !passes(name));
  if (missing.length === 0) return;
  const message = `the tool ${JSON.stringify(tool.name)} requires ${quoted(missing, 'and')}, which this stanza refuses`;
  report.warning('required-parameter-missing', span, message, `no call of the tool can pass: ${help}`);
}

interface Stranger {
  readonly path: Path;
  /** Of the object that does not have it. */
  readonly map: MapDomain;
}

/** Names within a shape that the tool's objects at that place do not have. */
function unknownNames(shape: Shape, domain: Domain, path: Path): Stranger[] {
  switch (shape.kind) {
    case 'object': {
      const { map } = domain;
      if (map === null) return [];
      return shape.members.flatMap(([name, , member]) =>
        hasName(map, name) ? unknownNames(member, map.at(name), [...path, name]) : [{ path: [...path, name], map }],
      );
    }
    case 'list':
      // The elements of a tuple differ; what they have in common is not looked for.
      return shape.items === undefined || domain.list === null || domain.list.fixed > 0 ? [] : unknownNames(shape.items, domain.list.at(0), [...path, '[]']);
    case 'one_of':
      return shape.shapes.flatMap((each) => unknownNames(each, domain, path));
    default:
      return [];
  }
}

function unknownName(path: Path, span: Span, tool: Tool, map: MapDomain, report: Reporter): void {
  const names = [...map.names];
  const near = nearest(path.at(-1) ?? '', names);
  const known = names.length === 0 ? 'it has none' : `it has ${quoted(names, 'and')}`;
  const message = `the tool ${JSON.stringify(tool.name)} has no parameter ${showPath(path)}`;
  report.error('unknown-tool-parameter', span, message, near === undefined ? known : `did you mean ${JSON.stringify(near)}?`);
}

/** `"head.labels[].name"`. */
const showPath = (path: Path) => JSON.stringify(path.reduce((text, part) => (part === '[]' || text === '' ? text + part : `${text}.${part}`), ''));
