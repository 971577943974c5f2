/** A frame as it is sent: a header of 16 bytes, big endian, and a JPEG. */

export const HEADER_BYTES = 16;
const VERSION = 1;
const MICROSECONDS = 1000;

/** Version, flags and reserved bytes (0), the frame's number, when it was taken (`captured`, in milliseconds). */
export function headerOf(sequence: number, captured: number): ArrayBuffer {
  const header = new ArrayBuffer(HEADER_BYTES);
  const view = new DataView(header);
  view.setUint8(0, VERSION);
  view.setUint32(4, sequence);
  view.setBigUint64(8, BigInt(Math.round(captured * MICROSECONDS)));
  return header;
}

export const frameMessage = (sequence: number, captured: number, jpeg: Blob): Blob =>
  new Blob([headerOf(sequence, captured), jpeg]);
