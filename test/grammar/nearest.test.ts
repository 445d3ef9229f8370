import { nearest } from '@polc/grammar';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../stopwatch.js';

const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny', 'patch', 'subscribe', 'recover'];
const KEYS = ['policy', 'capabilities', 'allowed_parameters', 'denied_parameters', 'required_parameters', 'min_wrapping_ttl', 'max_wrapping_ttl'];

describe('nearest', () => {
  it.each([
    // One slip in a short word.
    ['raed', CAPABILITIES, 'read'],
    ['rea', CAPABILITIES, 'read'],
    ['lists', CAPABILITIES, 'list'],
    ['suod', CAPABILITIES, 'sudo'],
    // Two in a longer one, three beyond eight characters.
    ['updtea', CAPABILITIES, 'update'],
    ['capabilites', KEYS, 'capabilities'],
    ['capabilty', [...KEYS, 'capability'], 'capability'],
    ['denid_paramters', KEYS, 'denied_parameters'],
    // Letter case is no slip at all.
    ['READ', CAPABILITIES, 'read'],
    ['Capabilities', KEYS, 'capabilities'],
    ['DENIED_PARAMETER', KEYS, 'denied_parameters'],
  ])('takes %s for a word of the list', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each([
    // Another word altogether.
    ['write', CAPABILITIES],
    ['raxx', CAPABILITIES],
    ['root', CAPABILITIES],
    ['', CAPABILITIES],
    // Every character would change.
    ['a', ['b', 'c']],
    ['capability', ['policy']],
    ['read', []],
  ])('takes %j for nothing in the list', (word, candidates) => {
    expect(nearest(word, candidates)).toBeUndefined();
  });

  it('prefers the word that differs in letter case alone to every other', () => {
    expect(nearest('LIST', ['lisp', 'last', 'list'])).toBe('list');
  });

  it('takes the first of equally close words', () => {
    expect(nearest('bat', ['cat', 'bar', 'hat'])).toBe('cat');
    expect(nearest('bat', ['hat', 'cat', 'bar'])).toBe('hat');
  });

  it('prefers a closer word that comes later', () => {
    expect(nearest('reader', ['ready', 'readers'])).toBe('readers');
  });

  it('counts a swap of neighbours once', () => {
    expect(nearest('dney', ['deny'])).toBe('deny');
    expect(nearest('dyen', ['deny'])).toBeUndefined();
  });

  it('looks at no word of over 64 characters, however long the list', () => {
    const long = 'a'.repeat(65);
    expect(nearest(long, [long])).toBeUndefined();
    const elapsed = stopwatch();
    nearest(
      'x'.repeat(64),
      Array.from({ length: 10_000 }, (_, i) => `${'y'.repeat(63)}${i % 10}`),
    );
    nearest('x'.repeat(1 << 20), ['y'.repeat(1 << 20)]);
    expect(elapsed()).toBeLessThan(2_000);
  });
});
