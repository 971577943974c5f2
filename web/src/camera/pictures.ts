/** Picture files, made fit to be sent. */
import { fitWithin } from '@web/camera/grab';

/** What every server takes as it is. */
const PLAIN = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Bytes; five of these in base64 stay below the server's usual limit of 8 MiB for a body. */
const LARGEST = 1024 * 1024;

/** More pixels say nothing more of a face that fills a fair part of the picture. */
const LONGEST_SIDE = 1600;

/** The first that makes it small enough; as `HTMLCanvasElement.toBlob` takes them. */
const QUALITIES = [0.92, 0.8, 0.6];

/** The file itself where it is small and of a usual kind, else a JPEG of it; null for what the browser cannot read. */
export async function readPicture(file: Blob): Promise<Blob | null> {
  if (file.size === 0) return null;
  if (PLAIN.has(file.type) && file.size <= LARGEST) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = fitWithin(bitmap, LONGEST_SIDE);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d', { alpha: false })?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return await smallEnough(canvas);
  } catch {
    return null;
  }
}

async function smallEnough(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of QUALITIES) {
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (jpeg && jpeg.size <= LARGEST) return jpeg;
  }
  return null;
}

/** The bytes in base64. Rejects where a file went away since it was chosen. */
export function toBase64(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => reject(new Error('expected a picture that can be read', { cause: reader.error }));
    reader.readAsDataURL(picture);
  });
}
