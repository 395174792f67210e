/** Columns as the server sends them: base64 of little-endian numbers. */

export function decodeBytes(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

export function decodeUint16(base64: string): Uint16Array {
  return new Uint16Array(decodeBytes(base64).buffer);
}

export function decodeInt32(base64: string): Int32Array {
  return new Int32Array(decodeBytes(base64).buffer);
}

export function decodeUint32(base64: string): Uint32Array {
  return new Uint32Array(decodeBytes(base64).buffer);
}

export function decodeFloat32(base64: string): Float32Array {
  return new Float32Array(decodeBytes(base64).buffer);
}
