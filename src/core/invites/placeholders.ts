/** A piece of a template: text that stands as it is, a value, or a part that stands only where a value is there. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value' | 'open' | 'close'; readonly name: string; readonly line: number }
  | { readonly kind: 'broken'; readonly text: string; readonly line: number };

/** `{{name}}`, `{{#name}}`, `{{/name}}`; spaces may stand around the name. Bounded, so that no text takes long. */
const TAG = /\{\{([#/]?)[ \t]{0,8}([A-Za-z][\w.-]{0,63})[ \t]{0,8}\}\}/y;

/** Cuts a template into its pieces. What begins like a placeholder and is none is `broken`. Lines count from 1. */
export function tokens(template: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  let from = 0;
  const text = (to: number): void => {
    if (to > from) found.push({ kind: 'text', text: template.slice(from, to) });
    for (let at = from; at < to; at += 1) if (template[at] === '\n') line += 1;
  };
  for (let at = template.indexOf('{{'); at !== -1; at = template.indexOf('{{', from)) {
    text(at);
    TAG.lastIndex = at;
    const tag = TAG.exec(template);
    if (tag === null) {
      found.push({ kind: 'broken', text: /^.{0,40}/.exec(template.slice(at))?.[0] ?? '', line });
      from = at + 2;
      continue;
    }
    const [whole, mark = '', name = ''] = tag;
    found.push({ kind: mark === '#' ? 'open' : mark === '/' ? 'close' : 'value', name, line });
    from = at + whole.length;
  }
  text(template.length);
  return found;
}

/** Whether a part that is shown only sometimes opens and closes in order, and holds no other. @returns what is wrong */
export function sectionFaults(
  pieces: readonly Token[],
): readonly { readonly line: number; readonly message: string }[] {
  const faults: { line: number; message: string }[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  for (const piece of pieces) {
    if (piece.kind === 'broken') {
      faults.push({ line: piece.line, message: `${JSON.stringify(piece.text)} is not a placeholder.` });
    } else if (piece.kind === 'open') {
      if (open !== undefined) {
        faults.push({ line: piece.line, message: `{{#${piece.name}}} begins within {{#${open.name}}}.` });
      }
      open = piece;
    } else if (piece.kind === 'close') {
      if (open?.name !== piece.name) {
        faults.push({ line: piece.line, message: `{{/${piece.name}}} ends what did not begin.` });
      }
      open = undefined;
    }
  }
  if (open !== undefined) faults.push({ line: open.line, message: `{{#${open.name}}} has no end.` });
  return faults;
}

/**
 * Puts values into a template that has no faults.
 *
 * @param valueOf a placeholder's value; empty where there is none
 * @param escape makes a value harmless where it is put
 */
export function fill(
  template: string,
  valueOf: (name: string) => string,
  escape: (value: string) => string,
): string {
  let isShown = true;
  let filled = '';
  for (const piece of tokens(template)) {
    if (piece.kind === 'open') isShown = valueOf(piece.name) !== '';
    else if (piece.kind === 'close') isShown = true;
    else if (isShown) filled += 'name' in piece ? escape(valueOf(piece.name)) : piece.text;
  }
  return filled;
}
