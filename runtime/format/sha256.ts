// SHA-256 (FIPS 180-4) over bytes. WHY our own: loading is synchronous and may run where neither node:crypto nor WebCrypto is.

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fractional part, which is how the standard makes its constants. */
const fraction = (x: number) => ((x - Math.floor(x)) * 0x100000000) | 0;
const K = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)));
const INITIAL = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)));

/** What a block is worked on in. WHY kept: a bundle has ten thousand sections, and most are a few blocks long. */
const SCHEDULE = new Int32Array(64);
const TAIL = new Uint8Array(128);

export function ownSha256(bytes: Uint8Array): Uint8Array {
  const state = INITIAL.slice();
  const whole = bytes.length & ~63;
  for (let offset = 0; offset < whole; offset += 64) compress(state, bytes, offset);
  const rest = bytes.length - whole;
  const end = rest < 56 ? 64 : 128;
  TAIL.fill(0);
  for (let i = 0; i < rest; i++) TAIL[i] = bytes[whole + i] as number;
  TAIL[rest] = 0x80;
  const bits = [Math.floor(bytes.length / 0x20000000), bytes.length << 3];
  bits.forEach((word, i) => {
    for (let k = 0; k < 4; k++) TAIL[end - 8 + i * 4 + k] = word >>> (24 - k * 8);
  });
  for (let offset = 0; offset < end; offset += 64) compress(state, TAIL, offset);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (let i = 0; i < 8; i++) out.setInt32(i * 4, state[i] as number);
  return digest;
}

/** WHY four rounds a turn: then half of the eight words need not move from name to name, which takes a quarter off the time of loading (bench/scale). */
function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  const w = SCHEDULE;
  for (let i = 0, p = offset; i < 16; i++, p += 4) {
    w[i] = ((bytes[p] as number) << 24) | ((bytes[p + 1] as number) << 16) | ((bytes[p + 2] as number) << 8) | (bytes[p + 3] as number);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i += 4) {
    h = (h + mixed(e, f, g) + (K[i] as number) + (w[i] as number)) | 0;
    d = (d + h) | 0;
    h = (h + sum(a, b, c)) | 0;
    g = (g + mixed(d, e, f) + (K[i + 1] as number) + (w[i + 1] as number)) | 0;
    c = (c + g) | 0;
    g = (g + sum(h, a, b)) | 0;
    f = (f + mixed(c, d, e) + (K[i + 2] as number) + (w[i + 2] as number)) | 0;
    b = (b + f) | 0;
    f = (f + sum(g, h, a)) | 0;
    e = (e + mixed(b, c, d) + (K[i + 3] as number) + (w[i + 3] as number)) | 0;
    a = (a + e) | 0;
    e = (e + sum(f, g, h)) | 0;
    // Four rounds on, each of the first four has the place of its fellow.
    let moved = a;
    a = e;
    e = moved;
    moved = b;
    b = f;
    f = moved;
    moved = c;
    c = g;
    g = moved;
    moved = d;
    d = h;
    h = moved;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/** The standard's Σ1 and Ch. */
function mixed(e: number, f: number, g: number): number {
  return (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + (g ^ (e & (f ^ g)));
}

/** Σ0 and Maj. */
function sum(a: number, b: number, c: number): number {
  return (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (c & (a ^ b)));
}

export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += (byte < 16 ? '0' : '') + byte.toString(16);
  return out;
}
