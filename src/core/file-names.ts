/** How long a name is at most, in bytes of UTF-8: file systems take 255, and an ending and a number come after it. */
const MAX_BYTES = 120;

/** Names that Windows keeps for devices, whatever ending follows. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

function cut(name: string): string {
  let kept = '';
  let size = 0;
  for (const character of name) {
    size += Buffer.byteLength(character);
    if (size > MAX_BYTES) break;
    kept += character;
  }
  return kept;
}

/**
 * A name from outside as part of a file's name, on any system: letters, digits, `.`, `_` and `-` are kept, everything
 * else becomes one `-`. It never leaves its folder, is never hidden, and never a device.
 *
 * @param fallback what it is called where nothing is left
 */
export function safeFileName(name: string, fallback: string): string {
  const plain = name
    .slice(0, 4 * MAX_BYTES)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.\p{M}]+/u, '');
  const ended = cut(plain).replace(/[-.]+$/, '');
  if (ended === '') return fallback;
  return RESERVED.test(ended) ? `_${ended}` : ended;
}

/**
 * Makes names different from each other, whatever the file system thinks of case: a name that several have gets something
 * of each behind it, the same every time.
 *
 * @param items each with the name wanted, and what tells it from others of that name
 */
export function distinctFileNames(
  items: readonly { readonly name: string; readonly mark: string }[],
): readonly string[] {
  const key = (name: string): string => name.normalize('NFC').toLowerCase();
  const counts = new Map<string, number>();
  for (const { name } of items) counts.set(key(name), (counts.get(key(name)) ?? 0) + 1);
  const taken = new Set<string>();
  return items.map(({ name, mark }) => {
    const wanted = counts.get(key(name)) === 1 ? name : `${name}-${mark}`;
    let chosen = wanted;
    for (let number = 2; taken.has(key(chosen)); number += 1) chosen = `${wanted}-${String(number)}`;
    taken.add(key(chosen));
    return chosen;
  });
}
