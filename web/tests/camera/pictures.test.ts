import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPicture, toBase64 } from '../../src/camera/pictures';

const MEBIBYTE = 1024 * 1024;
const file = (size: number, type: string) => new File([new Uint8Array(size)], 'face', { type });

function browserReads(width: number, height: number) {
  const close = vi.fn();
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width, height, close }));
  const drawImage = vi.fn();
  const brush: unknown = { drawImage };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(brush as null);
  const jpeg = new Blob(['jpeg'], { type: 'image/jpeg' });
  const toBlob = vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(jpeg));
  return { close, drawImage, jpeg, toBlob };
}

afterEach(() => vi.unstubAllGlobals());

describe('readPicture', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'])('leaves a small %s as it is', async (type) => {
    const small = file(MEBIBYTE, type);
    expect(await readPicture(small)).toBe(small);
  });

  it.each([
    [MEBIBYTE + 1, 'image/jpeg'],
    [10, 'image/heic'],
    [10, ''],
  ])('makes a smaller JPEG of %i bytes of %j', async (size, type) => {
    const { close, drawImage, jpeg } = browserReads(4000, 3000);
    expect(await readPicture(file(size, type))).toBe(jpeg);
    expect(drawImage.mock.calls[0]?.slice(1)).toEqual([0, 0, 1600, 1200]);
    expect(close).toHaveBeenCalledOnce();
  });

  it('makes it coarser until it is small enough, and gives up in the end', async () => {
    const { jpeg, toBlob } = browserReads(4000, 3000);
    const qualities: unknown[] = [];
    toBlob.mockImplementation((done, _, quality) => {
      qualities.push(quality);
      done(quality === 0.6 ? jpeg : file(MEBIBYTE + 1, 'image/jpeg'));
    });
    expect(await readPicture(file(10, 'image/tiff'))).toBe(jpeg);
    expect(qualities).toEqual([0.92, 0.8, 0.6]);
    toBlob.mockImplementation((done) => done(file(MEBIBYTE + 1, 'image/jpeg')));
    expect(await readPicture(file(10, 'image/tiff'))).toBeNull();
  });

  it('has nothing of what the browser cannot read, nor of an empty file', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('no', 'InvalidStateError')));
    expect(await readPicture(file(10, 'text/plain'))).toBeNull();
    expect(await readPicture(file(0, 'image/jpeg'))).toBeNull();
  });
});

describe('toBase64', () => {
  it('is the bytes alone, without what a data address has before them', async () => {
    expect(await toBase64(new Blob([new Uint8Array([0, 255, 16, 128])], { type: 'image/png' }))).toBe(
      'AP8QgA==',
    );
  });
});
