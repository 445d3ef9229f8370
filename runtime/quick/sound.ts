// Whether a request is so plainly well-formed that the checks of form.ts and decide/door.ts need not be asked: known members of their kinds, plain
// objects, far within every bound. What is not may be well-formed all the same; those checks then say.

import { wrapTtlOf } from '../form.js';
import type { JsonValue, Request } from '../request.js';

/** Of what the bounds of door.ts allow, a tenth and less. */
const MEMBERS = 500;
const TEXT = 65_536;
const DEPTH = 8;

/** WHY one object for all: counting must not make garbage. INVARIANT: nothing of what is looked at runs code of its own, so that no two counts mix. */
export class Soundness {
  #members = 0;
  #text = 0;

  /** Of a request whose agent or policies, operation and path have been looked at already. */
  of(request: Request): boolean {
    if (!hasNoClass(request)) return false;
    this.#members = MEMBERS;
    this.#text = TEXT;
    for (const name in request) {
      switch (name) {
        case 'agent':
        case 'operation':
        case 'path':
        case 'policies':
          break;
        case 'parameters':
          if (request.parameters !== null && !this.#isObject(request.parameters)) return false;
          break;
        case 'context':
          if (!this.#isObject(request.context)) return false;
          break;
        case 'purpose':
          if (typeof request.purpose !== 'string') return false;
          this.#text -= request.purpose.length;
          break;
        case 'user':
        case 'delegation':
        case 'session':
        case 'target':
        case 'attributes':
          if (!this.#isObject(request[name])) return false;
          break;
        case 'wrap_ttl':
          if (request.wrap_ttl !== null && wrapTtlOf(request.wrap_ttl) === null) return false;
          break;
        default:
          return false;
      }
    }
    return this.#members >= 0 && this.#text >= 0;
  }

  #isObject(value: unknown): boolean {
    return typeof value === 'object' && value !== null && this.#fits(value, DEPTH);
  }

  #fits(object: object, depth: number): boolean {
    if (!hasNoClass(object)) return false;
    for (const name in object) {
      this.#members--;
      this.#text -= name.length;
      const value = (object as { readonly [name: string]: JsonValue })[name];
      if (typeof value === 'string') this.#text -= value.length;
      else if (typeof value === 'object' ? value !== null && !this.#fitsWithin(value, depth) : typeof value !== 'number' && typeof value !== 'boolean')
        return false;
    }
    return true;
  }

  #fitsWithin(value: object, depth: number): boolean {
    if (depth === 0 || this.#members < 0) return false;
    return Array.isArray(value) ? this.#fitsList(value, depth - 1) : this.#fits(value, depth - 1);
  }

  #fitsList(list: readonly unknown[], depth: number): boolean {
    this.#members -= list.length;
    if (this.#members < 0) return false;
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (typeof value === 'string') this.#text -= value.length;
      else if (typeof value === 'object' ? value !== null && !this.#fitsWithin(value, depth) : typeof value !== 'number' && typeof value !== 'boolean')
        return false;
    }
    return true;
  }
}

function hasNoClass(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}
