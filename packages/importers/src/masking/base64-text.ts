/** Texts that are base64 from end to end, as the bytes of attributes are and files that an API gives: what they hold is searched, too. */

/** Of base64; what is shorter holds no secret that has a shape. */
const MIN_LENGTH = 24;
/** The longest text that is kept whole. */
const MAX_LENGTH = 4 * 1024 * 1024;
/** So much tells text from pictures and random bytes. */
const HEAD_LENGTH = 64;

const BEGINS = /^[A-Za-z0-9+/_-]{24}/;
const WHOLE = /^[A-Za-z0-9+/_\r\n-]+={0,2}\s*$/;

/** The text in it, its bytes as characters of their own; undefined for anything else. */
export function decodeBase64Text(text: string): string | undefined {
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH || !BEGINS.test(text)) return undefined;
  if (decode(text.slice(0, HEAD_LENGTH)) === undefined || !WHOLE.test(text)) return undefined;
  return decode(text);
}

function decode(base64: string): string | undefined {
  const digits = base64.replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  // A last digit alone holds no byte.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  try {
    const text = atob(whole);
    return isText(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** No control characters but tab, line breaks and escape, which terminals write. */
function isText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && unit !== 0x1b && (unit < 0x09 || unit > 0x0d)) return false;
  }
  return true;
}
