// Of many measurements: the middle one, and where the middle half of them lies.

export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** The bounds of the middle half. */
export function spread(numbers) {
  return [quantile(numbers, 0.25), quantile(numbers, 0.75)];
}

function quantile(numbers, share) {
  if (numbers.length === 0) throw new Error('nothing was measured');
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place - Math.floor(place));
}
