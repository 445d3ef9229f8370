// Writes compiler/zones/table.ts: the clock changes of all IANA zones and links, as the tzdata of the Node that runs this has them.
//   node scripts/make-zones.mjs
// Takes a minute or two. To move to another tzdata, run it with a Node that has it (process.versions.tz).

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.POLC_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const MINUTE = 60_000;
const FROM = Date.UTC(2000, 0, 1);
const UNTIL = Date.UTC(2060, 0, 1);
/** No two changes of a zone lie nearer than this; one that is undone within it would be missed. */
const STEP = 6 * 60 * MINUTE;

/** tzdata's other names ("backward" and its like), which Intl takes but does not list. */
const LINKS = `
  Africa/Asmara Africa/Timbuktu America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba
  America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Atka America/Ensenada America/Fort_Wayne America/Indiana/Indianapolis
  America/Kentucky/Louisville America/Knox_IN America/Montreal America/Nipigon America/Nuuk America/Pangnirtung America/Porto_Acre America/Rainy_River
  America/Rosario America/Santa_Isabel America/Shiprock America/Thunder_Bay America/Virgin America/Yellowknife Antarctica/South_Pole Asia/Ashkhabad
  Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Dacca Asia/Harbin Asia/Ho_Chi_Minh Asia/Istanbul Asia/Kashgar Asia/Kathmandu Asia/Kolkata
  Asia/Macao Asia/Tel_Aviv Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator Asia/Yangon Atlantic/Faroe Atlantic/Jan_Mayen Australia/ACT
  Australia/Canberra Australia/Currie Australia/LHI Australia/NSW Australia/North Australia/Queensland Australia/South Australia/Tasmania
  Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic
  Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental
  Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4
  Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3
  Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu Europe/Belfast Europe/Kyiv
  Europe/Nicosia Europe/Tiraspol Europe/Uzhgorod Europe/Zaporozhye GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica
  Japan Kwajalein Libya MET MST MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Chuuk Pacific/Johnston
  Pacific/Kanton Pacific/Pohnpei Pacific/Samoa Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central
  US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu
`;

/** Milliseconds east of UTC, read off the wall clock that Intl shows. */
function clockOf(name) {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', ...parts });
  return (instant) => {
    const [month, day, year, hour, minute, second] = format.format(instant).match(/\d+/g).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
}

/** The first second of (low, high] at which the clock no longer shows what it shows at low. */
function changeBetween(offsetAt, low, high) {
  const before = offsetAt(low);
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function wholeMinutes(ms, what) {
  if (ms % MINUTE !== 0) throw new Error(`${what} is not on a whole minute`);
  return ms / MINUTE;
}

/** Offset at FROM, then each change: minutes since the one before, minutes the clock moves. */
function historyOf(name) {
  const offsetAt = clockOf(name);
  const first = offsetAt(FROM);
  const changes = [];
  let offset = first;
  let last = FROM;
  for (let low = FROM; low < UNTIL - 1000; ) {
    const high = Math.min(low + STEP, UNTIL - 1000);
    if (offsetAt(high) === offset) {
      low = high;
      continue;
    }
    // One step may hold several changes: go on from the first.
    low = changeBetween(offsetAt, low, high);
    const next = offsetAt(low);
    changes.push([wholeMinutes(low - last, `a change of ${name}`), wholeMinutes(next - offset, `an offset of ${name}`)]);
    offset = next;
    last = low;
  }
  return { offset: wholeMinutes(first, `the first offset of ${name}`), changes };
}

const names = [...new Set([...Intl.supportedValuesOf('timeZone'), ...LINKS.trim().split(/\s+/)])].sort();
const histories = names.map(historyOf);

const counts = new Map();
for (const [, moved] of histories.flatMap(({ changes }) => changes)) counts.set(moved, (counts.get(moved) ?? 0) + 1);
const moves = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([moved]) => moved);
if (moves.length > 26) throw new Error('there are more kinds of changes than letters');
const letterOf = (moved) => String.fromCharCode(65 + moves.indexOf(moved));

/** Zones with equal histories, under one text. */
const namesOf = new Map();
histories.forEach(({ offset, changes }, i) => {
  const text = `${offset} ${changes.map(([gap, moved]) => gap.toString(36) + letterOf(moved)).join('')}`;
  namesOf.set(text, [...(namesOf.get(text) ?? []), names[i]]);
});

const lines = [...namesOf].map(([text, same]) => `  '${same.join(' ')}|${text}',\n`);
const source = `// The clock changes of every IANA zone; zones.ts reads it. A long file: one line for the zones that share a history.
// Generated from tzdata ${process.versions.tz} by \`node scripts/make-zones.mjs\`; not to be edited.

export const TZDATA_VERSION = '${process.versions.tz}';

/** Minutes since the epoch, ${new Date(FROM).toISOString().slice(0, 10)} to ${new Date(UNTIL).toISOString().slice(0, 10)}. */
export const FROM = ${FROM / MINUTE};
export const UNTIL = ${UNTIL / MINUTE};

/** By how many minutes a clock moves: A is the first. */
export const MOVES: readonly number[] = [${moves.join(', ')}];

/** Names, "|", the offset at FROM, and for each change the minutes since the one before in base 36 and the letter of its move. */
export const HISTORIES: readonly string[] = [
${lines.join('')}];
`;
const file = join(root, 'compiler', 'zones', 'table.ts');
writeFileSync(file, source);
console.log(`${file}: ${names.length} names, ${namesOf.size} histories, ${Buffer.byteLength(source)} bytes, tzdata ${process.versions.tz}`);
