// The way between two points of the earth, as the crow flies over a sphere of the mean radius (IUGG).

const RADIUS_KM = 6371.0088;
const RADIAN = Math.PI / 180;

/** Degrees in, kilometres out (haversine); null where a coordinate is none. */
export function distanceKm(lat1: number, lon1: number, lat2: number, lon2: number): number | null {
  if (!isPoint(lat1, lon1) || !isPoint(lat2, lon2)) return null;
  const north = Math.sin(((lat2 - lat1) * RADIAN) / 2);
  const east = Math.sin(((lon2 - lon1) * RADIAN) / 2);
  const square = north * north + Math.cos(lat1 * RADIAN) * Math.cos(lat2 * RADIAN) * east * east;
  // Rounding may carry opposite points past 1.
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(square)));
}

function isPoint(lat: number, lon: number): boolean {
  return Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}
