// `polc build --target esm`: a module and its types, both or none.

import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, BROKEN, CODE_REVIEW, DENIED } from './policy-texts.js';
import { folder, polc } from './run-polc.js';

const POLICY = { 'p/code-review.hcl': CODE_REVIEW };

describe('polc build --target esm', () => {
  const build = (cwd: string, out: string, ...flags: string[]) => polc(['build', 'p', '-o', out, '--target', 'esm', ...flags], { cwd });

  it('writes a module that decides as its policies do, and its types beside it', async () => {
    const cwd = folder(POLICY);
    const { code, stdout, stderr } = build(cwd, 'p.mjs');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^p\.mjs: sha256:[0-9a-f]{64}, 1 policy, 2 patterns, [\d,]+ bytes\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['p', 'p.d.mts', 'p.mjs']);
    const { allows, decide } = (await import(/* @vite-ignore */ join(cwd, 'p.mjs'))) as { allows(request: object): boolean; decide(request: object): object };
    expect([ALLOWED, DENIED].map(allows)).toEqual([true, false]);
    const direct = polc(['eval', '-p', 'p', '--request', '-', '--format', 'json'], { cwd, input: JSON.stringify(DENIED) });
    expect(JSON.stringify(decide(DENIED))).toBe(direct.stdout.trimEnd());
    expect(readFileSync(join(cwd, 'p.d.mts'), 'utf8')).toContain('export declare function allows(request: Request): boolean;');
  });

  it('says what it wrote as JSON, and may write over a module of its own', () => {
    const cwd = folder(POLICY);
    for (let i = 0; i < 2; i++) {
      const { code, stdout } = build(cwd, 'p.js', '--format', 'json');
      expect(code).toBe(0);
      const bytes = statSync(join(cwd, 'p.js')).size;
      expect(JSON.parse(stdout)).toMatchObject({ file: 'p.js', types: 'p.d.ts', bytes, policies: 1, patterns: 2, key_id: null });
    }
  });

  it('writes both files or none, and over nothing that is not its own', () => {
    const cwd = folder({ ...POLICY, 'mine.mjs': 'export {};', 'types.d.mts': 'export {};', 'p.polc': '' });
    const refusal = (out: string) => {
      const { code, stdout, stderr } = build(cwd, out);
      expect(stdout).toBe('');
      return [code, stderr];
    };
    expect(refusal('p.polc')).toEqual([2, "polc: -o p.polc: a module's name ends in .mjs or .js\n"]);
    expect(refusal('-')).toEqual([2, 'polc: a module goes to a file, not to standard output\n']);
    expect(refusal('mine.mjs')).toEqual([2, 'polc: -o mine.mjs is there already, and is no module\n']);
    expect(refusal('types.mjs')).toEqual([2, 'polc: -o types.d.mts is there already, and is no module\n']);
    expect(refusal('none/p.mjs')).toEqual([4, 'polc: none/p.d.mts: no such file or folder\n']);
    mkdirSync(join(cwd, 'dir.mjs'));
    expect(refusal('dir.mjs')).toEqual([4, 'polc: dir.mjs: not a regular file\n']);
    writeFileSync(join(cwd, 'p', 'broken.hcl'), BROKEN);
    expect(refusal('new.mjs')[0]).toBe(3);
    expect(readdirSync(cwd).sort()).toEqual(['dir.mjs', 'mine.mjs', 'p', 'p.polc', 'types.d.mts']);
    // Nor does a bundle go over a module.
    rmSync(join(cwd, 'p', 'broken.hcl'));
    expect(build(cwd, 'p.mjs').code).toBe(0);
    expect(polc(['build', 'p', '-o', 'p.mjs'], { cwd })).toMatchObject({ code: 2, stderr: 'polc: -o p.mjs is there already, and is no bundle\n' });
  });

  it('keeps a signature, which can be asked for', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const cwd = folder({ ...POLICY, 'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string });
    expect(build(cwd, 'p.mjs', '--sign', 'key.pem', '--key-id', 'k').stderr).toMatch(/signed by k\n$/);
    const { makeEngine } = (await import(/* @vite-ignore */ join(cwd, 'p.mjs'))) as { makeEngine(options: object): { allows(request: object): boolean } };
    const good = (key: KeyObject) => ({ verify: (digest: Uint8Array, signature: Uint8Array) => verify(null, digest, key, signature) });
    expect(makeEngine(good(publicKey)).allows(ALLOWED)).toBe(true);
    expect(() => makeEngine(good(generateKeyPairSync('ed25519').publicKey))).toThrow('not good');
  });
});
