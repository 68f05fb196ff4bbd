/** A form's field whose value is the message (SAML 2.0 Bindings §3.5.4). */
const FIELD = /(?:^|[&?\r\n])SAMLResponse=([^&\r\n]*)/g;
/** The longest capture looked into, in bytes: a form's body is three times as long as what it encodes. */
const MAX_CAPTURE_LENGTH = 4 * 1024 * 1024;

/**
 * The message in what somebody captured: the XML, its base64, or a form's body as a browser's tools show it, with or without
 * URL encoding. What is none of these is returned as it is, to be judged.
 */
export function capturedMessage(capture: Uint8Array): Uint8Array | string {
  if (capture.length > MAX_CAPTURE_LENGTH) return capture;
  const text = Buffer.from(capture).toString('latin1');
  // XML, in whatever encoding.
  if (!/^[ \t\r\n]*[A-Za-z0-9+/%&?]/.test(text)) return capture;
  const values = [...text.matchAll(FIELD)].map((match) => match[1] ?? '');
  const [value, another] = values;
  if (another !== undefined) return capture;
  const encoded = value ?? text;
  return encoded.includes('%') || value !== undefined ? urlDecoded(encoded) : encoded;
}

function urlDecoded(text: string): string {
  try {
    // A form writes a blank as +, but base64 has no blanks: a + is one that wasn't encoded.
    return decodeURIComponent(text.trim());
  } catch {
    return text;
  }
}
