import { type PlistValue } from 'plist';
import { type IosProfile } from './ios-profile.js';

/** The values that payloads are made of, as a property list has them. */
function toPlist(value: unknown): PlistValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(toPlist);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlist(member)]));
  }
  throw new TypeError('A payload holds what a property list cannot.');
}

/** A profile as an XML property list: what a `.mobileconfig` holds when it is not signed. */
export async function profileXml(profile: IosProfile): Promise<string> {
  const { build } = await import('plist');
  return `${build(toPlist(profile))}\n`;
}
