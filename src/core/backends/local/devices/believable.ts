import { createHash } from 'node:crypto';
import { type DeviceRow } from '../store/devices.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const OLDEST_DAYS = 700;
/** The shares of users with one device only, and of devices that are signed out. */
const ONE_DEVICE = 0.7;
const SIGNED_OUT = 0.08;
/** The share of devices that were used within the last days, and those days; others may be long unused. */
const IN_USE = 0.85;
const IN_USE_DAYS = 14;

// In the order of the alphabet.
const FIRST_NAMES =
  'adam alice amir ana andre anna arjun ben bruno carla carlos chen clara daniel david diego elena emma erik eva fatima felix grace hana hugo ines ivan jack jana jin jonas julia kai karin kofi lara leo lena lucas luis maja marco maria mei mia milan nadia nina noah olga omar oscar paul priya rosa sam sara sofia tom vera wei yusuf zoe'.split(
    ' ',
  );
const LAST_NAMES =
  'adams ahmed baker becker bianchi brown chen clark costa diaz dubois evans fischer garcia gruber haas hansen ito jansen jones kaur khan kim kowalski kumar larsen lee lopez martin meyer moreau mueller nguyen novak okafor olsen park patel pereira rossi santos schmidt silva singh smith sokolov suzuki tanaka taylor virtanen wagner walker wang weber williams wong wright yilmaz young zhang'.split(
    ' ',
  );

interface Kind {
  readonly manufacturer: string;
  readonly operatingSystem: string;
  readonly models: readonly string[];
  readonly versions: readonly string[];
  readonly patchLevels: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    manufacturer: 'Apple',
    operatingSystem: 'iOS',
    models: ['iPhone 8', 'iPhone X', 'iPhone XR', 'iPhone 11', 'iPhone 11 Pro', 'iPhone SE', 'iPhone 12'],
    versions: ['12.4.8', '13.5.1', '13.7', '14.0.1', '14.2'],
    patchLevels: ['16G201', '17F80', '17H35', '18A393', '18B92'],
  },
  {
    manufacturer: 'Samsung',
    operatingSystem: 'Android',
    models: ['Galaxy S9', 'Galaxy S10', 'Galaxy S20', 'Galaxy A51', 'Galaxy Note10'],
    versions: ['9', '10', '11'],
    patchLevels: ['2020-06-01', '2020-09-01', '2020-11-01'],
  },
  {
    manufacturer: 'Google',
    operatingSystem: 'Android',
    models: ['Pixel 3', 'Pixel 3a', 'Pixel 4', 'Pixel 4a', 'Pixel 5'],
    versions: ['10', '11', '11'],
    patchLevels: ['2020-08-05', '2020-10-05', '2020-11-05'],
  },
];
/** Where the shares of the kinds end, between 0 and 1. */
const SHARES = [0.55, 0.88, 1];

/**
 * Believable devices and their users. The same seed, count and time make the same ones. They come in the order of their ids
 * and of their users' names, so that a table with indexes on both is only ever appended to.
 */
export function* believableDevices(
  fleetId: number,
  count: number,
  seed: string,
  now: number,
): Generator<DeviceRow, void, undefined> {
  const random = randomOf(seed);
  const people = FIRST_NAMES.length * LAST_NAMES.length;
  let left = 0;
  let username = '';
  let person = -1;
  let namesakes = 0;
  for (let index = 0; index < count; index += 1) {
    if (left === 0) {
      left = random() < ONE_DEVICE ? 1 : random() < 0.8 ? 2 : 3;
      const next = Math.floor((index / count) * people);
      namesakes = next === person ? namesakes + 1 : 0;
      person = next;
      const first = FIRST_NAMES[Math.floor(person / LAST_NAMES.length)] ?? '';
      const last = LAST_NAMES[person % LAST_NAMES.length] ?? '';
      username = `${first}.${last}${namesakes === 0 ? '' : String(namesakes + 1)}@example.com`;
    }
    left -= 1;
    const lot = random();
    const kind = KINDS[SHARES.findIndex((share) => lot < share)];
    if (kind === undefined) throw new RangeError('the shares end before 1');
    const age = Math.floor(random() * OLDEST_DAYS * DAY_MS);
    const unused = random() < IN_USE ? random() * IN_USE_DAYS * DAY_MS : random() * age;
    const release = Math.floor(random() * kind.versions.length);
    yield {
      fleet_id: fleetId,
      id: idOf(index / count, random),
      username,
      status: random() < SIGNED_OUT ? 'SIGNED_OUT' : 'ACTIVE',
      due_at: null,
      model: pick(kind.models, random),
      manufacturer: kind.manufacturer,
      operating_system: kind.operatingSystem,
      operating_system_version: kind.versions[release] ?? null,
      patch_level: kind.patchLevels[release] ?? null,
      first_accessed_at: now - age,
      last_accessed_at: now - Math.min(age, Math.floor(unused)),
    };
  }
}

function pick<T>(values: readonly T[], random: () => number): T | null {
  return values[Math.floor(random() * values.length)] ?? null;
}

/** The form of a random UUID, its first half growing with `position` from 0 to 1. */
function idOf(position: number, random: () => number): string {
  const high = hex(position, 12);
  const rest = `4${hex(random(), 3)}-a${hex(random(), 3)}-${hex(random(), 6)}${hex(random(), 6)}`;
  return `${high.slice(0, 8)}-${high.slice(8)}-${rest}`;
}

/** A share of 1 as a hexadecimal number of so many digits. */
function hex(share: number, digits: number): string {
  return Math.floor(share * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');
}

/** Numbers from 0 to 1 that a seed fixes (the generator mulberry32). */
function randomOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
