// `"${each.k}"`: what a case says, put where a test refers to it (grammar/spec.md §13.1). A string that is one reference becomes the value itself,
// place and all, so that what is wrong with the value is told where the case says it.

import { type Item, type Key, nearest, type Span, type StringValue, type Value } from '@polc/grammar';
import { quote } from '../../expression/wording.js';
import type { Reporter } from '../../model/report.js';
import { describeValue } from '../decode.js';

/** What one case says, by its keys. */
export interface Each {
  /** As messages name it. */
  readonly what: string;
  readonly values: ReadonlyMap<string, Value>;
}

const REFERENCE = /\$\{([^{}]*)\}/g;
/** No blanks in a word: what is looked for is a slip, not a text. */
const ROOT = /^\s*([\p{L}_]+)\s*\.\s*([^\s}]*)\s*$/u;

/** Whether anything in it hangs on the case. */
export function refersToCase(items: readonly Item[]): boolean {
  return items.some(({ keys, value }) => keys.some((key) => mayRefer(key.value)) || valueRefers(value));
}

function valueRefers(value: Value): boolean {
  switch (value.kind) {
    case 'string':
      return mayRefer(value.value);
    case 'list':
      return value.elements.some((element) => valueRefers(element.value));
    case 'object':
      return refersToCase(value.body.items);
    default:
      return false;
  }
}

const mayRefer = (text: string) => text.includes('${');

/** `each` null: the test has one case, and nothing to refer to. */
export function substitute(items: readonly Item[], each: Each | null, report: Reporter): readonly Item[] {
  return items.map((item) => ({
    ...item,
    keys: item.keys.map((key, i) => (i === 0 ? key : inKey(key, each, report))),
    value: inValue(item.value, each, report),
  }));
}

function inKey(key: Key, each: Each | null, report: Reporter): Key {
  return mayRefer(key.value) ? { ...key, value: inText(key.value, key.span, each, report) } : key;
}

function inValue(value: Value, each: Each | null, report: Reporter): Value {
  switch (value.kind) {
    case 'string':
      return mayRefer(value.value) ? inString(value, each, report) : value;
    case 'list':
      return { ...value, elements: value.elements.map((element) => ({ ...element, value: inValue(element.value, each, report) })) };
    case 'object':
      return { ...value, body: { ...value.body, items: substitute(value.body.items, each, report) } };
    default:
      return value;
  }
}

function inString({ value: text, span }: StringValue, each: Each | null, report: Reporter): Value {
  const whole = /^\$\{([^{}]*)\}$/.exec(text)?.[1];
  // HCL has no word for it, and requests hold it.
  if (whole === 'null') return { kind: 'null', span };
  if (whole === undefined || !isReference(whole)) return { kind: 'string', value: inText(text, span, each, report), span };
  const found = find(whole, span, each, report) ?? { kind: 'string', value: text, span };
  // What a case says refers to no case.
  return each !== null && valueRefers(found) ? inValue(found, null, report) : found;
}

function inText(text: string, span: Span, each: Each | null, report: Reporter): string {
  return text.replace(REFERENCE, (written, inner: string) => {
    if (!isReference(inner)) return written;
    const value = find(inner, span, each, report);
    if (value === undefined) return written;
    if (value.kind === 'string' || value.kind === 'boolean') return String(value.value);
    if (value.kind === 'number') return value.text;
    report.error(
      'wrong-type',
      span,
      `${quote(written)} is ${describeValue(value)}, which cannot stand in a text`,
      'let it be the whole string, or name its parts',
    );
    return written;
  });
}

/** `each.k`, or what can only be a slip of it; any other `${…}` is text. */
function isReference(inner: string): boolean {
  const root = ROOT.exec(inner)?.[1];
  return inner.trim() === 'each' || (root !== undefined && (root === 'each' || nearest(root, ['each']) !== undefined));
}

/** undefined after an error. */
function find(inner: string, span: Span, each: Each | null, report: Reporter): Value | undefined {
  const [, root = '', name = ''] = ROOT.exec(inner) ?? [];
  const written = quote(`\${${inner.trim()}}`);
  if (root !== 'each') {
    const help = root === '' ? 'write ${each.KEY}' : `did you mean \${each.${name}}?`;
    report.error('unknown-case-value', span, `${written} names no value of a case`, help);
    return undefined;
  }
  if (each === null) {
    report.error('unknown-case-value', span, `${written} names a value of a case, and this test has no cases`, 'add for_each = { … } or matrix { … }');
    return undefined;
  }
  const value = each.values.get(name);
  if (value !== undefined) return value;
  const names = [...each.values.keys()];
  const near = nearest(name, names);
  const help = near === undefined ? `it has ${names.join(', ') || 'nothing'}` : `did you mean \${each.${near}}?`;
  report.error('unknown-case-value', span, `${each.what} has no ${quote(name)}`, help);
  return undefined;
}
