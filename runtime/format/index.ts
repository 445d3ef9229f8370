// What the compiler may know of the format.

export { BASE64 } from './base64.js';
export { MAX_INTEGER, OTHER, REFERENCE } from './image.js';
export type { PatternKind } from './layout.js';
export * as layout from './layout.js';
export { sha256 } from './platform-hash.js';
export { readSerial, serialMessage, writeSerial } from './serial.js';
export { toHex } from './sha256.js';
export { byteLength, compareText, encodeText } from './text.js';
export { VOCABULARY } from './vocabulary.js';
