import { HttpRefusal } from '../http-refusal.js';

/** A response of an identity provider is the longest thing that is posted (the ACS takes a megabyte). */
export const MAX_FORM_BYTES = 1_048_576;
const MAX_FIELDS = 64;

/** The fields of a form, each given once. */
export type Form = ReadonlyMap<string, string>;

/**
 * Reads a form's body.
 *
 * @throws HttpRefusal 415 for another type of content, 400 for what is no form, or gives a field twice
 */
export function readForm(body: Uint8Array, contentType: string | undefined): Form {
  const [type = ''] = (contentType ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new HttpRefusal(415, 'UnsupportedMediaTypeException', 'A form is expected here.');
  }
  const text = Buffer.from(body).toString('latin1');
  if (text.split('&', MAX_FIELDS + 1).length > MAX_FIELDS) throw unreadable();
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    // Which of two values counts would be for each reader to choose.
    if (form.has(name)) throw unreadable();
    form.set(name, value);
  }
  return form;
}

/** A field's text without space around it; undefined where there is none. */
export function fieldOf(form: Form, name: string): string | undefined {
  const value = form.get(name)?.trim();
  return value === '' ? undefined : value;
}

function unreadable(): HttpRefusal {
  return new HttpRefusal(400, 'BadRequestException', 'The form cannot be read.');
}
