// An emitted module by itself: it imports nothing and runs no text, plain Node loads it, its types fit, and what it is made of cannot break out of it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, emitModule, type SourceText, signBundle } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeBase64 } from '../../runtime/format/base64.js';
import { load, moduleOf, moduleParts, ROOT, standaloneText } from './load-module.js';

function bundleOf(...texts: readonly string[]): Uint8Array {
  const sources = texts.map((text, i): SourceText => ({ file: `p${i}.hcl`, text }));
  const { bundle, diagnostics } = compile(sources);
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return bundle;
}

const POLICIES = `policy "p" {
  path "a/*" { capabilities = ["read"] }
  path "a/+/x" { capabilities = ["deny"] }
}
agent "bot" { policies = ["p"] }
`;
const ASKED = { agent: 'bot', operation: 'read', path: 'a/b' };

/** Of a module's text: what it calls or names that would bring in, or run, other code. */
function strangers(text: string): string[] {
  const source = ts.createSourceFile('module.mjs', text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isImport = ts.isImportDeclaration(node) || node.kind === ts.SyntaxKind.ImportKeyword || (ts.isExportDeclaration(node) && node.moduleSpecifier);
    if (isImport) found.push(node.getText());
    if (ts.isIdentifier(node) && !isMemberName(node) && /^(?:eval|require|Function|process|globalThis|window|Buffer|atob|TextDecoder)$/.test(node.text))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `one.require`, `{ require: 1 }`, and the same taken apart. */
function isMemberName({ parent, ...node }: ts.Identifier): boolean {
  const isName = 'name' in parent && (parent.name as ts.Node).pos === node.pos;
  if (ts.isBindingElement(parent)) return parent.propertyName?.pos === node.pos;
  return isName && (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent));
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'polc-module-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('an emitted module', () => {
  it('imports nothing, runs no text and leans on nothing but the language', async () => {
    expect(strangers('import "a"; import("b"); export * from "c"; eval("d"); new Function("e"); require("f")')).toHaveLength(6);
    const text = await standaloneText(bundleOf(POLICIES));
    expect(text).toMatch(/^\/\/ Made by polc: /);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(strangers(text)).toEqual([]);
  });

  it('is loaded by plain Node', async () => {
    const file = join(temporaryFolder(), 'p.mjs');
    const bundle = bundleOf(POLICIES);
    writeFileSync(file, await standaloneText(bundle));
    const script = `import { allows, decide, revision } from ${JSON.stringify(file)}; console.log(allows(${JSON.stringify(ASKED)}), decide({}).outcome, revision)`;
    const out = execFileSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(out).toBe(`true malformed_request ${loadBundle(bundle).revision}\n`);
  });

  it('has types that fit what it exports', async () => {
    const { moduleTypes } = await moduleParts();
    const folder = temporaryFolder();
    const bundle = bundleOf(POLICIES);
    const names = Object.keys(await moduleOf(bundle)).sort();
    writeFileSync(join(folder, 'policies.mjs'), await standaloneText(bundle));
    writeFileSync(join(folder, 'policies.d.mts'), moduleTypes(ROOT));
    const use = `import * as all from './policies.mjs';
import { allows, capabilities, decide, decideAll, engine, makeEngine, revision, RuntimeError, withFacts, type Facts, type Outcome, type Request } from './policies.mjs';
const request: Request = { agent: 'bot', operation: 'read', path: 'a', parameters: { x: [1] } };
const outcome: Outcome = decide(request).outcome;
const facts: Facts = { agents: [{ id: 'b', policies: ['p'] }] };
const other = makeEngine({ facts, clock: () => 0, allowRoot: false, verify: (digest, signature, keyId) => digest.length > signature.length && keyId === '' });
const words: string[] = [outcome, revision, engine.revision, ...capabilities({ policies: ['p'] }, 'a'), ...decideAll([request]).map(({ message }) => message)];
const answers: boolean[] = [allows(request), other.allows(request), withFacts(facts).allows(request)];
try { makeEngine(); } catch (error) { if (error instanceof RuntimeError && error.code === 'bad_facts') throw error; }
// @ts-expect-error no operation
allows({ path: 'a' });
// @ts-expect-error no such outcome
decide(request).outcome === 'maybe';
type Names = ${names.map((name) => JSON.stringify(name)).join(' | ')};
type Values = { [Name in keyof typeof all]: 0 };
export const same: [Names extends keyof Values ? true : false, keyof Values extends Names ? true : false] = [true, true];
export { answers, words };
`;
    writeFileSync(join(folder, 'use.mts'), use);
    const program = ts.createProgram([join(folder, 'use.mts')], {
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts'] },
      ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('makes engines with options and facts of their own', async () => {
    const { makeEngine, engine, withFacts, RuntimeError } = await moduleOf(bundleOf(POLICIES));
    const root = { policies: ['root'], operation: 'read', path: 'x' };
    expect([engine.allows(root), makeEngine().allows(root), makeEngine({ allowRoot: true }).allows(root)]).toEqual([false, false, true]);
    const facts = { agents: [{ id: 'other', policies: ['p'] }] };
    const asked = { ...ASKED, agent: 'other' };
    expect([engine.allows(asked), withFacts(facts).allows(asked), makeEngine({ facts }).allows(asked)]).toEqual([false, true, true]);
    for (const options of [null, 1, { clock: 1 }, { facts: [] }]) expect(() => makeEngine(options as never), JSON.stringify(options)).toThrow(RuntimeError);
  });

  it('keeps the signature of its bundle', async () => {
    const plain = bundleOf(POLICIES);
    const signed = await moduleOf(signBundle(plain, 'key-1', (digest) => digest.slice(0, 8)));
    const verify = (digest: Uint8Array, signature: Uint8Array, keyId: string) => keyId === 'key-1' && signature.every((byte, i) => byte === digest[i]);
    expect(signed.makeEngine({ verify }).allows(ASKED)).toBe(true);
    expect(() => signed.makeEngine({ verify: () => false })).toThrow('not good');
    const { makeEngine } = await moduleOf(plain);
    expect(() => makeEngine({ verify })).toThrow('not signed');
  });

  it('is the same for the same policies, and generates selectors only where lists are few', () => {
    const bundle = bundleOf(POLICIES);
    expect(emitModule(bundle, 'x')).toBe(emitModule(bundle.slice(), 'x'));
    const selectors = (text: string) => text.match(/^\["[0-9,]*", \(path\) => \{$/gm)?.length ?? 0;
    expect(selectors(emitModule(bundle, ''))).toBe(1);
    const many = (count: number) =>
      Array.from(
        { length: count },
        (_, i) => `policy "p${i}" { ${['x', 'y', 'z'].map((name) => `path "${name}/${i}/${'long'.repeat(20)}/*" { capabilities = ["read"] }`).join('\n')} }
agent "a${i}" { policies = ["p${i}"] }
user "u${i}" { policies = ["p${i}"] }
`,
      ).join('');
    expect(selectors(emitModule(bundleOf(many(20)), ''))).toBe(20);
    expect(selectors(emitModule(bundleOf(many(400)), ''))).toBe(0);
  });

  it('holds policies whose paths, names of parameters and values look like code', async () => {
    const nasty = ['"', '\\', '*/', '${x}', '`', '</script>', '\u2028', "'); globalThis.broken = 1; ('", '\\u0022', '"]]); broken(); ([["'];
    const quoted = (text: string) => JSON.stringify(text).replaceAll('${', '$${');
    const stanza = (text: string) => `path ${quoted(`${text}x*`)} {
  capabilities = ["read"]
  allowed_parameters = { ${quoted(text)} = [${quoted(text)}] }
}
`;
    const text = nasty.map((one, i) => `policy "p${i}" { ${stanza(one)} }\nagent "a${i}" { policies = ["p${i}"] }\n`).join('');
    const emitted = await load(await standaloneText(bundleOf(text)));
    for (const [i, one] of nasty.entries()) {
      const request = { agent: `a${i}`, operation: 'read', path: `${one}xy`, parameters: { [one]: one } };
      expect(emitted.decide(request).outcome, one).toBe('allowed');
      expect(emitted.allows({ ...request, path: `${one}y` })).toBe(false);
      expect(emitted.allows({ ...request, parameters: { [one]: 'x' } })).toBe(false);
    }
    expect(globalThis).not.toHaveProperty('broken');
  });
});

describe('base64', () => {
  it('is read as any other reader reads it, and nothing else is', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) & 255);
      expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
    }
    for (const text of ['A', 'AA', 'AAA', 'AA=A', 'A===', 'AAA-', 'AAA\u0141', 'AAAA\n']) expect(() => decodeBase64(text), text).toThrow('not base64');
  });
});
