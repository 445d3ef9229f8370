// `polc build` and `polc inspect`: bundles written in whole or not at all, signed, and shown.

import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeShared, readShared } from '../shared-data.js';
import { ALLOWED, BROKEN, CODE_REVIEW, DENIED } from './policy-texts.js';
import { folder, polc } from './run-polc.js';

const POLICY = { 'p/code-review.hcl': CODE_REVIEW };

/** PEM files of a key pair. */
function keys(type: 'ed25519' | 'ed448'): { readonly private: string; readonly public: string; readonly id: string } {
  const { privateKey, publicKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    public: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    id: createHash('sha256').update(der).digest('hex').slice(0, 16),
  };
}

describe('polc build', () => {
  it('writes a bundle that decides as its policies do', () => {
    const cwd = folder({ ...POLICY, 'yes.json': JSON.stringify(ALLOWED), 'no.json': JSON.stringify(DENIED) });
    const { code, stdout, stderr } = polc(['build', 'p', '-o', 'p.polc'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^p\.polc: sha256:[0-9a-f]{64}, 1 policy, 2 patterns, [\d,]+ bytes\n$/);
    for (const [request, code] of [
      ['yes.json', 0],
      ['no.json', 1],
    ] as const) {
      const [direct, bundled] = ['p', 'p.polc'].map((policies) => polc(['eval', '-p', policies, '--request', request, '--format', 'json'], { cwd }));
      expect(bundled).toEqual(direct);
      expect(bundled?.code).toBe(code);
    }
  });

  it('makes the same bytes of the same policies, in whatever order they are named', () => {
    const cwd = folder({ 'a.hcl': CODE_REVIEW, 'b.hcl': 'path "b" { capabilities = ["read"] }' });
    const build = (out: string, ...paths: string[]) => {
      expect(polc(['build', ...paths, '-o', out], { cwd }).code).toBe(0);
      return readFileSync(join(cwd, out));
    };
    expect(build('1.polc', 'a.hcl', 'b.hcl')).toEqual(build('2.polc', 'b.hcl', 'a.hcl', './a.hcl'));
  });

  it('leaves the file as it was when policies do not compile', () => {
    const cwd = folder({ 'p/a.hcl': BROKEN, 'out.polc': 'old' });
    const { code, stdout, stderr } = polc(['build', 'p', '-o', 'out.polc', '--format', 'json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/error\[invalid-capability\][\s\S]*polc: the policies do not compile: 1 error\n$/);
    expect(readFileSync(join(cwd, 'out.polc'), 'utf8')).toBe('old');
    expect(polc(['build', 'p', '-o', 'new.polc'], { cwd }).code).toBe(3);
    expect(existsSync(join(cwd, 'new.polc'))).toBe(false);
  });

  it('says what it wrote as JSON', () => {
    const cwd = folder(POLICY);
    const { stdout } = polc(['build', 'p', '-o', 'p.polc', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toEqual({
      file: 'p.polc',
      revision: expect.stringMatching(/^sha256:/),
      bytes: statSync(join(cwd, 'p.polc')).size,
      policies: 1,
      patterns: 2,
      key_id: null,
    });
  });

  it('refuses to write where no bundle belongs', () => {
    const cwd = folder(POLICY);
    mkdirSync(join(cwd, 'dir'));
    symlinkSync('gone', join(cwd, 'dangling'));
    const refusal = (out: string) => {
      const { code, stdout, stderr } = polc(['build', 'p', '-o', out], { cwd });
      expect(stdout).toBe('');
      return [code, stderr];
    };
    expect(refusal('p/code-review.hcl')).toEqual([2, 'polc: -o p/code-review.hcl would overwrite a policy that is being compiled\n']);
    writeFileSync(join(cwd, 'key.pem'), 'a private key');
    expect(refusal('key.pem')).toEqual([2, 'polc: -o key.pem is there already, and is no bundle\n']);
    expect(readFileSync(join(cwd, 'key.pem'), 'utf8')).toBe('a private key');
    rmSync(join(cwd, 'key.pem'));
    expect(refusal('-')).toEqual([2, 'polc: a bundle goes to a file, not to standard output\n']);
    expect(refusal('dir')).toEqual([4, 'polc: dir: not a regular file\n']);
    expect(refusal('/dev/null')).toEqual([4, 'polc: /dev/null: not a regular file\n']);
    expect(refusal('none/out.polc')).toEqual([4, 'polc: none/out.polc: no such file or folder\n']);
    expect(refusal('dangling')).toEqual([4, 'polc: dangling: no such file or folder\n']);
    expect(readFileSync(join(cwd, 'p/code-review.hcl'), 'utf8')).toBe(CODE_REVIEW);
    expect(readdirSync(cwd).sort()).toEqual(['dangling', 'dir', 'p']);
  });
});

describe('a signed bundle', () => {
  const mine = keys('ed25519');
  const other = keys('ed25519');
  const wrong = keys('ed448');
  const signed = (...flags: string[]) => {
    const cwd = folder({
      ...POLICY,
      'key.pem': mine.private,
      'pub.pem': mine.public,
      'other.pem': other.public,
      'ed448.pem': wrong.private,
      'ed448.pub.pem': wrong.public,
    });
    return { cwd, ...polc(['build', 'p', '-o', 'p.polc', ...flags], { cwd }) };
  };

  it('carries the fingerprint of its key and is good for that key only', () => {
    const { cwd, stderr } = signed('--sign', 'key.pem');
    expect(stderr).toMatch(new RegExp(`signed by ${mine.id}\n$`));
    expect(polc(['inspect', 'p.polc', '--verify', 'pub.pem'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining(`by key ${mine.id}, good`) });
    expect(polc(['inspect', 'p.polc'], { cwd }).stdout).toContain(`by key ${mine.id}, not verified`);
    expect(polc(['inspect', 'p.polc', '--verify', 'other.pem'], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: `polc: p.polc: the signature by key "${mine.id}" is not good for this bundle\n`,
    });
  });

  it('can have a key id of its own, and keeps its revision', () => {
    const { cwd } = signed('--sign', 'key.pem', '--key-id', 'release-7');
    const revision = () => JSON.parse(polc(['inspect', 'p.polc', '--format', 'json'], { cwd }).stdout) as { revision: string; signature: unknown };
    const withKey = revision();
    expect(withKey.signature).toEqual({ key_id: 'release-7', verified: null });
    polc(['build', 'p', '-o', 'p.polc'], { cwd });
    expect(revision()).toMatchObject({ revision: withKey.revision, signature: null });
    expect(polc(['inspect', 'p.polc', '--verify', 'pub.pem'], { cwd })).toEqual({ code: 1, stdout: '', stderr: 'polc: p.polc: the bundle is not signed\n' });
  });

  it('is made with Ed25519 keys alone', () => {
    expect(signed('--sign', 'ed448.pem')).toMatchObject({ code: 2, stderr: 'polc: ed448.pem: bundles are signed with Ed25519, and this is a key for ed448\n' });
    expect(signed('--sign', 'pub.pem')).toMatchObject({ code: 2, stderr: 'polc: pub.pem: not a private key in PEM that can be read without a passphrase\n' });
    const { cwd, code, stderr } = signed('--sign', 'none.pem');
    expect({ code, stderr }).toEqual({ code: 4, stderr: 'polc: none.pem: no such file or folder\n' });
    expect(existsSync(join(cwd, 'p.polc'))).toBe(false);
  });
});

describe('polc inspect', () => {
  it('shows what is in a bundle', () => {
    const cwd = folder({
      'p/dev.hcl':
        'path "a/*" {\n  capabilities = ["deny"]\n  reason = "no"\n}\npath "b" {\n  capabilities = ["update", "create"]\n  required_parameters = ["x"]\n  denied_parameters = {\n    y = [true, "z"]\n  }\n  min_wrapping_ttl = "90s"\n}\n',
    });
    polc(['build', 'p', '-o', 'p.polc'], { cwd });
    const inspection = JSON.parse(polc(['inspect', 'p.polc', '--format', 'json'], { cwd }).stdout);
    expect(inspection).toMatchObject({ bytes: statSync(join(cwd, 'p.polc')).size, signature: null, counts: { policies: 1, stanzas: 2, patterns: 2 } });
    expect(inspection.sections.map(({ name }: { name: string }) => name)).toContain('POLI');
    expect(inspection.policies).toEqual([
      {
        name: 'dev',
        file: 'p/dev.hcl',
        templated: false,
        paths: [
          { path: 'a/', kind: 'prefix', capabilities: ['deny'], reason: 'no', line: 1 },
          {
            path: 'b',
            kind: 'exact',
            capabilities: ['create', 'update'],
            denied_parameters: { y: [true, 'z'] },
            required_parameters: ['x'],
            min_wrapping_ttl_seconds: 90,
            line: 5,
          },
        ],
      },
    ]);
    const { stdout } = polc(['inspect', 'p.polc'], { cwd });
    expect(stdout).toContain('holds      1 policy, 2 stanzas, 2 patterns\n');
    expect(stdout).toContain('dev  (p/dev.hcl)\n  1: "a/*" (prefix): deny\n      reason = "no"\n  5: "b" (exact): create, update\n');
  });

  it('refuses what is no sound bundle, with a byte turned in its header, table or content', () => {
    const cwd = folder(POLICY);
    polc(['build', 'p', '-o', 'p.polc'], { cwd });
    const bundle = readFileSync(join(cwd, 'p.polc'));
    const refused = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(cwd, name), bytes);
      const { code, stdout, stderr } = polc(['inspect', name], { cwd });
      expect({ code, stdout }, name).toEqual({ code: 4, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^polc: ${name}: [^\n]+\n$`));
    };
    refused('empty', Buffer.alloc(0));
    refused('policy', Buffer.from(CODE_REVIEW));
    refused('cut', bundle.subarray(0, bundle.length - 1));
    const table = 16;
    for (const at of [0, 4, 8, table, table + 4, table + 8, table + 16, bundle.length >> 1, bundle.length - 1]) {
      refused(
        `turned-${at}`,
        bundle.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      );
    }
    expect(polc(['eval', '-p', 'cut', '--request', 'none'], { cwd }).code).toBe(4);
  });

  it('and eval take a bundle by itself only', () => {
    const cwd = folder({ ...POLICY, 'r.json': JSON.stringify(ALLOWED) });
    polc(['build', 'p', '-o', 'p.polc'], { cwd });
    expect(polc(['eval', '-p', 'p', 'p.polc', '--request', 'r.json'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'polc: p.polc is a bundle, which stands alone: name it, or policies\n',
    });
  });
});

describeShared('polc inspect on the corpus', () => {
  it('shows for each accepted policy the rules that Vault makes of it, less the order of capabilities and the digits of numbers', () => {
    type Path = { readonly path: string; readonly kind: string; readonly capabilities: readonly string[]; readonly [key: string]: unknown };
    type Verdict = { readonly file: string; readonly accepted: boolean; readonly paths: readonly Path[] | null };
    const verdicts = readShared('corpus/vault/parsed.jsonl')
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict);
    const accepted = verdicts.filter((verdict) => verdict.accepted);
    expect(accepted.length).toBeGreaterThan(200);
    const cwd = folder(Object.fromEntries(accepted.map(({ file }) => [`p/${file}.hcl`, readShared(`corpus/vault/${file}`)])));
    // A few call their policies alike, which one bundle cannot hold.
    type Found = { readonly diagnostics: readonly { readonly code: string; readonly file: string }[] };
    const { diagnostics } = JSON.parse(polc(['check', 'p', '--format', 'json'], { cwd }).stdout) as Found;
    const repeated = diagnostics.filter(({ code }) => code === 'duplicate-policy').map(({ file }) => file);
    expect(repeated.length).toBeLessThan(10);
    for (const file of repeated) rmSync(join(cwd, file));
    expect(polc(['build', 'p', '-o', 'p.polc'], { cwd })).toMatchObject({ code: 0 });
    const { policies } = JSON.parse(polc(['inspect', 'p.polc', '--format', 'json'], { cwd }).stdout) as { policies: { file: string; paths: Path[] }[] };
    expect(policies).toHaveLength(accepted.length - repeated.length);
    const shown = new Map(policies.map(({ file, paths }) => [file.slice('p/'.length, -'.hcl'.length), paths]));
    for (const { file, paths } of accepted) {
      if (!shown.has(file)) continue;
      const plain = ({ line: _line, control_group: group, capabilities, ...rest }: Path) => ({
        ...(JSON.parse(JSON.stringify(rest), (_, value: unknown) => (isNumberOfAList(value) ? 'number' : value)) as object),
        capabilities: [...new Set(capabilities)].sort(),
        controlled: group !== undefined,
      });
      expect(shown.get(file)?.map(plain), file).toEqual((paths ?? []).map(plain));
    }
  });
});

/** A bundle keeps of a number in a parameter list only that no request equals it. */
function isNumberOfAList(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'object' && value !== null && 'unmatchable' in value);
}
