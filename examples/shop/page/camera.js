// The camera, and pictures of it as Facevow wants them: 16 bytes of header, then a JPEG.

const LONGEST_SIDE = 640; // pixels; enough for a face, and little to send
const QUALITY = 0.85;

/** Opens the camera that looks at the person. Throws a DOMException where there is none, or it may not be used. */
export async function openCamera(video) {
  if (!navigator.mediaDevices) throw new DOMException('only https:// and localhost', 'SecurityError');
  const wish = { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } };
  video.srcObject = await navigator.mediaDevices.getUserMedia({ audio: false, video: wish });
  await video.play();
}

/** Turns the camera off, and its light with it. */
export function closeCamera(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

/** A JPEG of what the camera shows now, not mirrored; null if it shows nothing yet. */
export async function picture(video, canvas) {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  return blob?.arrayBuffer() ?? null;
}

/** The binary message of a frame: version 1, no flags, sequence, capture time in microseconds, all big endian. */
export function frame(sequence, milliseconds, jpeg) {
  const message = new Uint8Array(16 + jpeg.byteLength);
  const header = new DataView(message.buffer);
  header.setUint8(0, 1);
  header.setUint32(4, sequence);
  header.setBigUint64(8, BigInt(Math.round(milliseconds * 1000)));
  message.set(new Uint8Array(jpeg), 16);
  return message;
}
