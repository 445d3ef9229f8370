// The parameters and conditions of a rule as closures, for both hand-written peers: sets, integer address ranges, offsets of zones from a table of
// transitions made at load, since Intl would cost thousands of nanoseconds a decision.

/** null where there is nothing to test. */
export function testOfParameters(listed) {
  if (listed === undefined) return null;
  const names = Object.keys(listed);
  if (names.length === 1 && listed[names[0]].length > 0) {
    const [only] = names;
    const values = listed[only];
    return (parameters) => {
      for (const name in parameters) if (name !== only || !values.includes(parameters[name])) return false;
      return true;
    };
  }
  const valuesOf = Object.assign(Object.create(null), listed);
  return (parameters) => {
    for (const name in parameters) {
      const values = valuesOf[name];
      if (values === undefined || (values.length > 0 && !values.includes(parameters[name]))) return false;
    }
    return true;
  };
}

/** null where there is nothing to test. The cheapest first. */
export function testOfContext(when) {
  if (when === undefined) return null;
  const { delegation, countries, cidr, hours } = when;
  const tests = [];
  if (delegation !== undefined) tests.push(testOfDelegation(delegation));
  if (countries !== undefined) tests.push(testOfCountries(countries));
  if (cidr !== undefined) tests.push(testOfAddresses(cidr));
  if (hours !== undefined) tests.push(testOfHours(hours));
  const [first, second] = tests;
  if (tests.length === 1) return first;
  if (tests.length === 2) return (context) => first(context) && second(context);
  return (context) => tests.every((test) => test(context));
}

function testOfDelegation({ mode, scope }) {
  return (context) => context.mode === mode && context.scopes.includes(scope);
}

function testOfCountries(countries) {
  const among = new Set(countries);
  return (context) => among.has(context.country);
}

function testOfAddresses(blocks) {
  const bounds = blocks.flatMap((block) => {
    const [address, bits] = block.split('/');
    const size = 2 ** (32 - Number(bits));
    const first = Math.floor(addressNumber(address) / size) * size;
    return [first, first + size];
  });
  return (context) => {
    const number = addressNumber(context.ip);
    for (let i = 0; i < bounds.length; i += 2) if (number >= bounds[i] && number < bounds[i + 1]) return true;
    return false;
  };
}

function addressNumber(address) {
  let number = 0;
  let octet = 0;
  for (let i = 0; i < address.length; i++) {
    const unit = address.charCodeAt(i);
    if (unit === 46) {
      number = number * 256 + octet;
      octet = 0;
    } else octet = octet * 10 + unit - 48;
  }
  return number * 256 + octet;
}

const MINUTE = 60_000;
const DAY = 1_440;

function testOfHours({ tz, start, end, days }) {
  const zone = zoneOf(tz);
  let dayBits = 0;
  for (const day of days) dayBits |= 1 << day;
  return ({ time }) => {
    const minutes = Math.floor((time + offsetAt(zone, time)) / MINUTE);
    const day = Math.floor(minutes / DAY);
    const minute = minutes - day * DAY;
    // The first of January 1970 was a Thursday.
    return minute >= start && minute < end && (dayBits & (1 << ((day + 4) % 7))) !== 0;
  };
}

const FROM = Date.UTC(2025, 0, 1);
const TO = Date.UTC(2029, 0, 1);
const FORTNIGHT = 14 * 86_400_000;
const zones = new Map();

/** `starts[i]` to `starts[i + 1]` has `offsets[i]`; `last` is the stretch that was asked for last. */
function zoneOf(name) {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = { starts: [FROM], offsets: [wallOffset(name, FROM)], last: 0 };
  for (let time = FROM; time < TO; time += FORTNIGHT) {
    const [before, after] = [time, time + FORTNIGHT].map((at) => wallOffset(name, at));
    if (before === after) continue;
    let low = time;
    let high = time + FORTNIGHT;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / (2 * MINUTE)) * MINUTE;
      if (wallOffset(name, middle) === before) low = middle;
      else high = middle;
    }
    zone.starts.push(high);
    zone.offsets.push(after);
  }
  zone.starts.push(Number.POSITIVE_INFINITY);
  zones.set(name, zone);
  return zone;
}

function offsetAt(zone, time) {
  let i = zone.last;
  if (time >= zone.starts[i] && time < zone.starts[i + 1]) return zone.offsets[i];
  i = 0;
  while (time >= zone.starts[i + 1]) i++;
  zone.last = i;
  return zone.offsets[i];
}

const clocks = new Map();

function wallOffset(zone, time) {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' };
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
    clocks.set(zone, clock);
  }
  const at = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - time;
}
