// Any bytes are a bundle or a RuntimeError; an engine that loads answers, whatever the bytes were.

import { createHash } from 'node:crypto';
import { compile } from '@polc/compiler';
import { type Engine, layout, loadBundle, OUTCOMES, type Request, RuntimeError } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenario } from '../arbitraries/request.js';
import { runs } from '../runs.js';
import { inTime, untouched } from './survive.js';

/** Loads, or throws what loading may throw; an engine that loads answers. Whether it loaded. */
function loadOrRefuse(bytes: Uint8Array, requests: readonly Request[]): boolean {
  let engine: Engine;
  try {
    engine = loadBundle(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    return false;
  }
  for (const request of requests) {
    const { allowed, outcome } = JSON.parse(JSON.stringify(engine.decide(request)));
    expect(OUTCOMES).toContain(outcome);
    // One that says two things at once may deny by the one what it allows by the other; never the other way round.
    if (engine.allows(request)) expect(allowed).toBe(true);
    expect(engine.capabilities({ policies: request.policies ?? [] }, request.path).length).toBeGreaterThan(0);
  }
  return true;
}

/** Magic and version, so that reading gets further. */
const HEAD = new Uint8Array(Uint32Array.of(layout.MAGIC, layout.FORMAT_VERSION).buffer);

describe('any bundle', () => {
  it('of any bytes loads or is refused', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.uint8Array({ maxLength: 300 }), (headed, bytes) => {
        loadOrRefuse(headed ? Uint8Array.from([...HEAD, ...bytes]) : bytes, []);
      }),
      runs(1_500, 32_000),
    );
    untouched();
  });

  it('that was a good one before its bytes were changed loads or is refused', () => {
    const change = fc.record({
      how: fc.constantFrom('flip', 'set', 'cut', 'insert', 'swap'),
      at: fc.nat(),
      to: fc.nat(),
      byte: fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff),
    });
    fc.assert(
      fc.property(scenario(2), fc.array(change, { minLength: 1, maxLength: 3 }), ({ policies, requests }, changes) => {
        const { bundle } = compile([...policies].map(([name, text]) => ({ file: `${name}.hcl`, text, name })));
        loadOrRefuse(changes.reduce(changed, bundle as Uint8Array), requests);
      }),
      runs(1_500, 32_000),
    );
    untouched();
  });
});

/** Sound to the eye, so that what is checked is what stands inside. */
describe('any bundle whose hashes are right', () => {
  it('loads or is refused, and decides if it loads', () => {
    let loaded = 0;
    let refused = 0;
    const change = fc.record({
      at: fc.nat(),
      to: fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(300)),
      by: fc.constantFrom(0, 0, -1, 1, 4),
    });
    fc.assert(
      fc.property(scenario(3), fc.array(change, { minLength: 1, maxLength: 3 }), ({ policies, requests }, changes) => {
        const { bundle } = compile([...policies].map(([name, text]) => ({ file: `${name}.hcl`, text, name })));
        const bytes = (bundle as Uint8Array).slice();
        const view = new DataView(bytes.buffer);
        const start = layout.HEADER_BYTES + view.getUint32(8, true) * layout.ENTRY_BYTES;
        for (const { at, to, by } of changes) {
          const place = start + (at % Math.floor((bytes.length - start) / 4)) * 4;
          view.setUint32(place, by === 0 ? to : view.getUint32(place, true) + by, true);
        }
        if (inTime('loading and deciding', () => loadOrRefuse(resealed(bytes), requests))) loaded++;
        else refused++;
      }),
      runs(2_000, 40_000),
    );
    untouched();
    // Both happen, or the property looks at nothing.
    expect(loaded).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});

function resealed(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < view.getUint32(8, true); i++) {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    const start = view.getUint32(entry + 4, true);
    const section = bytes.subarray(start, start + view.getUint32(entry + 8, true));
    bytes.set(createHash('sha256').update(section).digest(), entry + 16);
  }
  return bytes;
}

interface Change {
  readonly how: string;
  readonly at: number;
  readonly to: number;
  readonly byte: number;
}

function changed(bytes: Uint8Array, { how, at, to, byte }: Change): Uint8Array {
  const out = [...bytes];
  const place = at % (out.length + 1);
  const other = to % (out.length + 1);
  if (how === 'flip') out[place] = (out[place] ?? 0) ^ (1 << (to % 8));
  else if (how === 'set') out[place] = byte;
  else if (how === 'cut') out.splice(place, to % 9);
  else if (how === 'insert') out.splice(place, 0, byte);
  else [out[place], out[other]] = [out[other] ?? 0, out[place] ?? 0];
  return Uint8Array.from(out);
}
