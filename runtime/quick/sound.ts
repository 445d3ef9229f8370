// Whether a request is so plainly well-formed that the checks of form.ts and decide/door.ts need not be asked: known members of their kinds, plain
// objects, far within every bound. What is not may be well-formed all the same; those checks then say. Hot: see bench/decisions.

import { wrapTtlOf } from '../form.js';
import type { JsonValue, Request } from '../request.js';

/** Of what the bounds of door.ts allow, a tenth and less. */
const MEMBERS = 500;
const TEXT = 65_536;
const DEPTH = 8;

export class Soundness {
  /** Of what is nested; what stands in `parameters` and `context` itself is counted on the way. */
  #members = 0;
  #text = 0;

  /** Of a request whose principals, operation and path have been looked at already. */
  of(request: Request): boolean {
    // WHY written out here and below: asked in one place for all, of objects of many kinds, it takes twice as long.
    if ((request as Classed).__proto__ !== Object.prototype && !isBare(request)) return false;
    let members = 0;
    let text = 0;
    this.#members = 0;
    this.#text = 0;
    for (const member in request) {
      switch (member) {
        case 'agent':
        case 'operation':
        case 'path':
        case 'policies':
        case 'delegation':
          break;
        // WHY these two at length, and alike: nearly every request has them, and in one loop for both their reads would be slow.
        case 'parameters': {
          const { parameters } = request;
          if (parameters === null) break;
          // WHY not by its name, as above: of objects of so many kinds that is slower.
          if (typeof parameters !== 'object') return false;
          const prototype = Object.getPrototypeOf(parameters);
          if (prototype !== Object.prototype && prototype !== null) return false;
          for (const name in parameters) {
            members++;
            text += name.length;
            const value = parameters[name];
            if (typeof value === 'string') text += value.length;
            else if (typeof value !== 'number' && typeof value !== 'boolean' && !this.#fits(value, DEPTH)) return false;
          }
          break;
        }
        case 'context': {
          const { context } = request;
          if (typeof context !== 'object' || context === null || ((context as Classed).__proto__ !== Object.prototype && !isBare(context))) return false;
          for (const name in context) {
            members++;
            text += name.length;
            // WHY: a number is made anew when a member that holds it is read by a name in a variable (bench/allocation).
            if (name === 'time' && typeof context.time === 'number') continue;
            const value = context[name];
            if (typeof value === 'string') text += value.length;
            else if (typeof value !== 'number' && typeof value !== 'boolean' && !this.#fits(value, DEPTH)) return false;
          }
          break;
        }
        case 'user':
        case 'session':
        case 'target':
        case 'attributes': {
          const value = request[member];
          if (typeof value !== 'object' || value === null || !isPlain(value) || !this.#fits(value, DEPTH)) return false;
          break;
        }
        case 'purpose':
          if (typeof request.purpose !== 'string') return false;
          text += request.purpose.length;
          break;
        case 'wrap_ttl':
          if (request.wrap_ttl !== null && wrapTtlOf(request.wrap_ttl) === null) return false;
          break;
        default:
          return false;
      }
    }
    return members + this.#members <= MEMBERS && text + this.#text <= TEXT;
  }

  #fits(value: unknown, depth: number): boolean {
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'string') this.#text += value.length;
      return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    }
    if (depth === 0 || this.#members > MEMBERS) return false;
    if (Array.isArray(value)) {
      this.#members += value.length;
      if (this.#members > MEMBERS) return false;
      for (let i = 0; i < value.length; i++) if (!this.#fits(value[i], depth - 1)) return false;
      return true;
    }
    if (!isPlain(value)) return false;
    for (const name in value) {
      this.#members++;
      this.#text += name.length;
      if (!this.#fits((value as { readonly [name: string]: JsonValue })[name], depth - 1)) return false;
    }
    return true;
  }
}

/**
 * WHY by that name: asking `Object.getPrototypeOf` takes longer where objects are of few kinds (bench/decisions). Where it is a member of the object's own, as JSON may have it, or where
 * no object has it, the answer is no, and the long way says.
 */
interface Classed {
  readonly __proto__?: unknown;
}

export function isPlain(object: object): boolean {
  return (object as Classed).__proto__ === Object.prototype || isBare(object);
}

function isBare(object: object): boolean {
  return Object.getPrototypeOf(object) === null;
}
