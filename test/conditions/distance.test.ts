// The haversine against the angle between two vectors, the spherical law of cosines, and cities whose distance is known.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../runtime/match/distance.js';
import { runs } from '../runs.js';

const RADIUS = 6371.0088;
type Point = readonly [lat: number, lon: number];
type Vector = readonly [number, number, number];

const way = (a: Point, b: Point) => distanceKm(...a, ...b) as number;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

const vector = ([lat, lon]: Point): Vector => [Math.cos(rad(lat)) * Math.cos(rad(lon)), Math.cos(rad(lat)) * Math.sin(rad(lon)), Math.sin(rad(lat))];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** Good at every angle. */
function byVectors(a: Point, b: Point): number {
  const [u, v] = [vector(a), vector(b)];
  return RADIUS * Math.atan2(Math.hypot(...cross(u, v)), dot(u, v));
}

/** Good to metres: a cosine near 1 has few digits left. */
function byCosines(a: Point, b: Point): number {
  const cosine = Math.sin(rad(a[0])) * Math.sin(rad(b[0])) + Math.cos(rad(a[0])) * Math.cos(rad(b[0])) * Math.cos(rad(b[1] - a[1]));
  return RADIUS * Math.acos(Math.max(-1, Math.min(1, cosine)));
}

const lat = fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, 0, 90));
const lon = fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 0, 180));
const point: fc.Arbitrary<Point> = fc.tuple(lat, lon);
const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));
const pair = fc.oneof(
  fc.tuple(point, point),
  // Neighbours.
  fc
    .tuple(point, fc.double({ min: -0.01, max: 0.01, noNaN: true }), fc.double({ min: -0.01, max: 0.01, noNaN: true }))
    .map(([a, north, east]) => [a, [clamp(a[0] + north, 90), clamp(a[1] + east, 180)]] as [Point, Point]),
  // The other side of the earth.
  point.map((a) => [a, [-a[0], a[1] > 0 ? a[1] - 180 : a[1] + 180]] as [Point, Point]),
);

describe('the distance of two points', () => {
  it('is the angle between their vectors, to a metre', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.abs(way(a, b) - byVectors(a, b))).toBeLessThan(1e-3);
      }),
      runs(10_000),
    );
  });

  it('is what the law of cosines has, to a few metres', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.abs(way(a, b) - byCosines(a, b))).toBeLessThan(5e-3);
      }),
      runs(10_000),
    );
  });

  it('is exact to a millimetre between neighbours', () => {
    fc.assert(
      fc.property(fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: 0, max: 0.01, noNaN: true }), (at, north) => {
        expect(Math.abs(way([at, 13.4], [at + north, 13.4]) - RADIUS * rad(at + north - at))).toBeLessThan(1e-6);
      }),
      runs(2_000),
    );
  });

  it('is the same both ways, never below nothing, and never more than half the way around', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(way(a, b)).toBe(way(b, a));
        expect(way(a, b) >= 0 && way(a, b) <= Math.PI * RADIUS).toBe(true);
        expect(way(a, a)).toBe(0);
      }),
      runs(5_000),
    );
  });

  it('has one meridian at 180 degrees either way, and one point at a pole', () => {
    fc.assert(
      fc.property(lat, lon, lon, (at, one, other) => {
        expect(way([at, 180], [at, -180])).toBeLessThan(1e-9);
        expect(way([90, one], [90, other])).toBeLessThan(1e-9);
        expect(way([-90, one], [at, other])).toBeCloseTo(RADIUS * rad(at + 90), 3);
      }),
      runs(2_000),
    );
  });

  it.each<[string, Point, Point, number]>([
    ['Berlin and Paris', [52.52, 13.405], [48.8566, 2.3522], 878],
    ['New York and London', [40.7128, -74.006], [51.5074, -0.1278], 5570],
    ['San Francisco and Tokyo, over the date line', [37.7749, -122.4194], [35.6895, 139.6917], 8270],
    ['Sydney and Santiago, over it too', [-33.8688, 151.2093], [-33.4489, -70.6693], 11_340],
    ['the poles', [90, 0], [-90, 77], 20_015.12],
    ['a degree of the equator', [0, 0], [0, 1], 111.195],
  ])('of %s is known', (_, a, b, km) => {
    expect(Math.abs(way(a, b) - km)).toBeLessThan(km * 2e-3);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 180.0001, -180.0001, null, undefined, '5', 5n])('is not known with %s', (wrong) => {
    const bad = wrong as number;
    for (const place of [0, 1, 2, 3])
      expect(distanceKm(...([0, 0, 0, 0].map((fine, i) => (i === place ? bad : fine)) as [number, number, number, number]))).toBeNull();
  });

  it('is not known beyond the poles', () => {
    for (const wrong of [90.0001, -90.0001, 180]) expect([distanceKm(wrong, 0, 0, 0), distanceKm(0, 0, wrong, 0)]).toEqual([null, null]);
  });
});

it('the distance of Nashville and Los Angeles is that of the textbook example', () => {
  // 2887.2599506071106 km on a sphere of 6372.8 km.
  expect(way([36.12, -86.67], [33.94, -118.4])).toBeCloseTo((2887.2599506071106 * RADIUS) / 6372.8, 8);
});
