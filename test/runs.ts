// How often properties run, and from which seed. An ordinary run draws the same each time: what it finds is the change's doing, not chance's. The soak
// draws anew (scripts/test.mjs hands it a seed, and prints it). POLC_RUNS sets the number outright, POLC_SOAK multiplies it, POLC_SEED repeats a run.

const SOAK_FACTOR = 8;
const USUAL_SEED = 20_261_121;

/**
 * Parameters for `fc.assert`. `usual` is the number of runs of an ordinary `npm test`, `long` that of the soak. What draws by other means takes the
 * seed from here too.
 */
export function runs(usual: number, long = usual * SOAK_FACTOR): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: wholeNumber('POLC_RUNS') ?? (process.env.POLC_SOAK ? long : usual), seed: wholeNumber('POLC_SEED') ?? USUAL_SEED };
}

function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^-?[0-9]+$/.test(text)) throw new Error(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
