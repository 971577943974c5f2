import { describe, expect, it } from 'vitest';
import { frameMessage, headerOf } from '../../src/stream/frame';

const bytes = (buffer: ArrayBuffer) => [...new Uint8Array(buffer)];

describe('the header of a frame', () => {
  it('is 16 bytes, big endian, as the server reads them', () => {
    expect(bytes(headerOf(0x01020304, 0x0506 / 1000))).toEqual([
      1, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6,
    ]);
  });

  it('holds microseconds of a clock that has run for a year', () => {
    const year = 365 * 24 * 3600 * 1000;
    expect(new DataView(headerOf(1, year + 0.001)).getBigUint64(8)).toBe(BigInt(year) * 1000n + 1n);
  });

  it('stands before the picture', async () => {
    const message = frameMessage(7, 1, new Blob(['jpeg']));
    expect(message.size).toBe(20);
    const read = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsArrayBuffer(message);
    });
    const all = read instanceof ArrayBuffer ? bytes(read) : [];
    expect([all[7], String.fromCharCode(...all.slice(16))]).toEqual([7, 'jpeg']);
  });
});
