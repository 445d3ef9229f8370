// Programs of untrusted trees, checked once so that running one need not ask (program.ts).

import { check } from '../errors.js';
import { ENDS, NO_LIST, NODE_HEAD, TEST, TYPE } from './program.js';

/** `isZone` of a constant. @throws RuntimeError corrupt */
export function checkProgram(bytes: Int8Array, start: number, end: number, constants: number, isZone: (constant: number) => boolean): void {
  let at = start;
  const byte = () => {
    check(at < end, 'program');
    return (bytes[at++] as number) & 255;
  };
  const constant = () => {
    const number = byte();
    check(number < constants, 'program');
    return number;
  };
  const names = byte();
  for (let i = names === NO_LIST ? 0 : names; i > 0; i--) {
    constant();
    for (let values = byte(); values > 0; values--) constant();
  }
  const length = byte();
  const first = at;
  const starts = new Set<number>();
  const targets: number[] = [];
  while (at < first + length) {
    const node = at - first;
    starts.add(node);
    const test = byte();
    for (let i = 1; i < NODE_HEAD; i++) {
      const target = byte();
      // Ahead, so that running ends.
      check(target >= ENDS.true || target > node, 'program');
      if (target < ENDS.true) targets.push(target);
    }
    constant();
    check(byte() <= TYPE.texts, 'program');
    checkOperands(test, byte, constant, isZone);
  }
  check(at === first + length && targets.every((target) => starts.has(target)), 'program');
  // What fills the last word.
  check(end - at < 4, 'program');
  while (at < end) check(byte() === 0, 'program');
}

function checkOperands(test: number, byte: () => number, constant: () => number, isZone: (constant: number) => boolean): void {
  switch (test) {
    case TEST.equals:
    case TEST.contains:
    case TEST.lists:
      constant();
      return;
    case TEST.among:
      for (let i = byte(); i > 0; i--) constant();
      return;
    case TEST.address:
      for (let i = byte(); i > 0; i--) {
        const family = byte();
        check((family === 4 || family === 6) && byte() <= (family === 4 ? 32 : 128), 'program');
        for (let rest = family === 4 ? 4 : 16; rest > 0; rest--) byte();
      }
      return;
    default:
      check(test === TEST.hours && isZone(constant()), 'program');
      for (let i = byte() * 4; i > 0; i--) byte();
  }
}
