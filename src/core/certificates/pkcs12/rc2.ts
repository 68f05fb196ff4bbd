/** The 256 bytes of RFC 2268 §2, "PITABLE". */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

const BLOCK = 8;
const ROTATIONS = [1, 2, 3, 5] as const;

/** The 64 words of the expanded key: RFC 2268 §2. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key.subarray(0, 128));
  const pi = (index: number): number => PI_TABLE[index & 0xff] ?? 0;
  const at = (index: number): number => bytes[index] ?? 0;
  for (let index = key.length; index < 128; index += 1)
    bytes[index] = pi(at(index - 1) + at(index - key.length));
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  bytes[128 - effectiveBytes] = pi(at(128 - effectiveBytes) & mask);
  for (let index = 127 - effectiveBytes; index >= 0; index -= 1) {
    bytes[index] = pi(at(index + 1) ^ at(index + effectiveBytes));
  }
  return Uint16Array.from({ length: 64 }, (_, index) => at(2 * index) | (at(2 * index + 1) << 8));
}

/** One block, in place: RFC 2268 §4. */
function decryptBlock(words: Uint16Array, key: Uint16Array): void {
  const word = (index: number): number => words[index & 3] ?? 0;
  let next = 63;
  const mix = (): void => {
    for (let index = 3; index >= 0; index -= 1) {
      const shift = ROTATIONS[index] ?? 0;
      const rotated = (word(index) >> shift) | (word(index) << (16 - shift));
      const mixed = (word(index - 1) & word(index - 2)) + (~word(index - 1) & word(index - 3));
      words[index] = rotated - (key[next] ?? 0) - mixed;
      next -= 1;
    }
  };
  const mash = (): void => {
    for (let index = 3; index >= 0; index -= 1) words[index] = word(index) - (key[word(index - 1) & 63] ?? 0);
  };
  for (let round = 0; round < 5; round += 1) mix();
  mash();
  for (let round = 0; round < 6; round += 1) mix();
  mash();
  for (let round = 0; round < 5; round += 1) mix();
}

/**
 * Decrypts RC2 in CBC mode with PKCS#5 padding (RFC 2268). The OpenSSL inside Node has RC2 among its legacy algorithms,
 * which are not loaded, and half of the world's PKCS#12 files hide their certificates with it: that is all it is for.
 *
 * @param effectiveBits of the key
 * @returns `undefined` where the padding is wrong: another key, or damage
 */
export function decryptRc2Cbc(
  data: Uint8Array,
  key: Uint8Array,
  effectiveBits: number,
  initialVector: Uint8Array,
): Uint8Array | undefined {
  if (data.length === 0 || data.length % BLOCK !== 0 || initialVector.length !== BLOCK) return undefined;
  const schedule = expandKey(key, effectiveBits);
  const input = Buffer.concat([initialVector, data]);
  const output = Buffer.alloc(data.length);
  const words = new Uint16Array(4);
  for (let start = 0; start < data.length; start += BLOCK) {
    for (let index = 0; index < 4; index += 1) words[index] = input.readUInt16LE(start + BLOCK + 2 * index);
    decryptBlock(words, schedule);
    for (let index = 0; index < 4; index += 1) {
      output.writeUInt16LE((words[index] ?? 0) ^ input.readUInt16LE(start + 2 * index), start + 2 * index);
    }
  }
  const padding = output.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK) return undefined;
  const isPadded = output.subarray(-padding).every((byte) => byte === padding);
  return isPadded ? output.subarray(0, output.length - padding) : undefined;
}
