// The bundle as bytes: the same for the same policies, refused when anything in it is not what the compiler wrote.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { compile, signBundle } from '@polc/compiler';
import { layout, loadBundle, RuntimeError, type RuntimeErrorCode, sha256, toHex } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { ownSha256 } from '../../runtime/format/sha256.js';

const SOURCES = [
  { file: 'dev.hcl', text: 'path "a/*" {\n  capabilities = ["read"]\n  allowed_parameters = { "x" = ["1", true, [1, "a"], { "k" = "v" }] }\n}\n' },
  { file: 'ops.hcl', text: 'path "a/+/{{identity.entity.name}}" { capabilities = ["list"] }\npath "é" { policy = "sudo"\n max_wrapping_ttl = "1.5h" }\n' },
];

const built = () => compile(SOURCES).bundle as Uint8Array;

function refusal(bytes: Uint8Array, options = {}): RuntimeErrorCode | 'loaded' {
  try {
    loadBundle(bytes, options);
    return 'loaded';
  } catch (error) {
    if (error instanceof RuntimeError) return error.code;
    throw error;
  }
}

describe('a bundle', () => {
  it('is the same bytes for the same policies, and another revision for others', () => {
    expect(built()).toEqual(built());
    const other = compile([{ file: 'dev.hcl', text: 'path "a" {}' }]).bundle as Uint8Array;
    expect(loadBundle(other).revision).not.toBe(loadBundle(built()).revision);
    expect(loadBundle(built()).revision).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('of no policies denies everything', () => {
    const engine = loadBundle(compile([]).bundle as Uint8Array);
    expect(engine.decide({ policies: ['default'], operation: 'read', path: 'a' }).outcome).toBe('no_matching_rule');
    expect(engine.allows({ policies: [], operation: 'read', path: '' })).toBe(false);
  });

  it('cannot be changed behind the engine', () => {
    const bytes = built();
    const engine = loadBundle(bytes);
    bytes.fill(0);
    expect(engine.allows({ policies: ['dev'], operation: 'read', path: 'a/b' })).toBe(true);
  });

  it('is read from any offset of a larger buffer', () => {
    const bytes = built();
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(loadBundle(larger.subarray(3)).revision).toBe(loadBundle(bytes).revision);
    const buffer = Buffer.from(bytes);
    const engine = loadBundle(buffer);
    expect(engine.revision).toBe(loadBundle(bytes).revision);
    buffer.fill(0);
    expect(engine.allows({ policies: ['dev'], operation: 'read', path: 'a/b' })).toBe(true);
  });

  it('is refused cut short anywhere, and with any bit turned', () => {
    const bytes = built();
    expect(refusal(Uint8Array.of(...bytes, 0))).toBe('corrupt');
    for (let length = 0; length < bytes.length; length += 7) expect(refusal(bytes.slice(0, length)), `${length}`).not.toBe('loaded');
    for (let at = 0; at < bytes.length; at++) {
      const turned = bytes.slice();
      turned[at] = (turned[at] as number) ^ 1;
      expect(refusal(turned), `bit of byte ${at}`).not.toBe('loaded');
    }
  });

  it('is refused with a word for the cause', () => {
    const wrong = built();
    wrong[4] = 9;
    expect(refusal(wrong)).toBe('unsupported_version');
    expect(refusal(Uint8Array.of(1, 2, 3))).toBe('not_a_bundle');
    expect(refusal('text' as unknown as Uint8Array)).toBe('not_a_bundle');
    expect(refusal(built(), { facts: 3 })).toBe('bad_facts');
    expect(refusal(built(), null as unknown as object)).toBe('bad_options');
  });

  it('is refused when its tables lie, even with good hashes', () => {
    const { POLICY_HEAD, POLICY_HEAD_WORDS } = layout;
    const tree = [0, 1, 2].map((word) => POLICY_HEAD_WORDS + word);
    for (const word of [POLICY_HEAD.treeWords, POLICY_HEAD.nameBytes, POLICY_HEAD.fileBytes, ...tree]) {
      for (const value of [0x7fffffff, 0xffffffff]) expect(refusal(withWord(built(), layout.SECTION.policy, word, value)), `${word}`).toBe('corrupt');
    }
  });

  it('is refused when it has sections that nobody knows, or one too often', () => {
    const bytes = built();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const last = layout.HEADER_BYTES + (view.getUint32(8, true) - 1) * layout.ENTRY_BYTES;
    expect(view.getUint32(last, true)).toBe(layout.SECTION.policy);
    for (const tag of [0x21212121, layout.SECTION.zones]) {
      view.setUint32(last, tag, true);
      expect(refusal(bytes)).toBe('corrupt');
    }
  });

  it('shares with the one before what did not change, and is read anew where it did', () => {
    const before = loadBundle(built());
    const changed = compile(SOURCES.map(({ file, text }) => ({ file, text: text.replace('"read"', '"list"') }))).bundle as Uint8Array;
    const after = loadBundle(changed, { previous: before });
    const ask = (operation: string) => ({ policies: ['dev'], operation, path: 'a/b' });
    expect([before, after].map((engine) => [engine.allows(ask('read')), engine.allows(ask('list'))])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(after.revision).toBe(loadBundle(changed).revision);
    for (let at = 0; at < changed.length; at++) {
      const turned = changed.slice();
      turned[at] = (turned[at] as number) ^ 1;
      expect(refusal(turned, { previous: before }), `bit of byte ${at}`).not.toBe('loaded');
    }
    expect(refusal(changed, { previous: {} })).toBe('bad_options');
  });
});

function withWord(bytes: Uint8Array, tag: number, word: number, value: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let i = 0; i < view.getUint32(8, true); i++) {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    if (view.getUint32(entry, true) !== tag >>> 0) continue;
    const offset = view.getUint32(entry + 4, true);
    view.setUint32(offset + word * 4, value, true);
    bytes.set(sha256(bytes.subarray(offset, offset + view.getUint32(entry + 8, true))), entry + 16);
  }
  return bytes;
}

describe('a signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const signed = () => signBundle(built(), 'key-1', (digest) => sign(null, digest, key));
  const check = (digest: Uint8Array, signature: Uint8Array, keyId: string) =>
    keyId === 'key-1' && verify(null, digest, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), signature);

  it('is checked where the embedder hands in how, and does not change the revision', () => {
    expect(refusal(signed(), { verify: check })).toBe('loaded');
    expect(loadBundle(signed()).revision).toBe(loadBundle(built()).revision);
    expect(loadBundle(signed()).contents.keyId).toBe('key-1');
  });

  it('is wanted, and wanted good', () => {
    expect(refusal(built(), { verify: check })).toBe('unsigned');
    expect(refusal(signed(), { verify: () => false })).toBe('bad_signature');
    expect(refusal(signed(), { verify: () => 'yes' as unknown as boolean })).toBe('bad_signature');
    expect(
      refusal(signed(), {
        verify: () => {
          throw new Error('no such key');
        },
      }),
    ).toBe('bad_signature');
    const other = compile([{ file: 'x.hcl', text: '' }]).bundle as Uint8Array;
    expect(
      refusal(
        signBundle(other, 'key-1', () => new Uint8Array(64)),
        { verify: check },
      ),
    ).toBe('bad_signature');
  });
});

describe('SHA-256', () => {
  it('of our own, and the one that is used, agree with the platform for every length about a block', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
      const digest = createHash('sha256').update(bytes).digest('hex');
      expect(toHex(ownSha256(bytes))).toBe(digest);
      expect(toHex(sha256(bytes))).toBe(digest);
    }
  });
});
