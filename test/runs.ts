// How often and from which seed properties run. POLC_RUNS sets the number outright, POLC_SOAK multiplies it, POLC_SEED repeats a run.

const SOAK_FACTOR = 8;

/** Parameters for `fc.assert`; `usual` is the number of runs of an ordinary `npm test`. */
export function runs(usual: number): { numRuns: number; seed?: number } {
  const numRuns = wholeNumber('POLC_RUNS') ?? usual * (process.env.POLC_SOAK ? SOAK_FACTOR : 1);
  const seed = wholeNumber('POLC_SEED');
  return seed === undefined ? { numRuns } : { numRuns, seed };
}

function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^-?[0-9]+$/.test(text)) throw new Error(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
