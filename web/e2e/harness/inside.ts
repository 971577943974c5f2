/**
 * What runs inside the page before anything of it does. The functions are sent as text: they may use what they are
 * given and what the page has, and nothing else of this file.
 */

import type {} from '@web/element';

/** What the tests find in `window`. */
export interface Inside {
  /** What live regions said, in order: `polite: …` or `assertive: …`. */
  readonly spoken: string[];
  /** Tracks of every camera that was opened. */
  readonly tracks: MediaStreamTrack[];
  /** What broke a policy of the page. */
  readonly violations: string[];
}

declare global {
  interface Window {
    facevowInside: Inside;
    /** Written by e2e/application/application.js. */
    heard: ({ name: string } & Record<string, unknown>)[];
  }
}

/** Logs live regions, also those in shadow roots; keeps the tracks of cameras; notes what a policy has blocked. */
export function watch(): void {
  const inside: Inside = { spoken: [], tracks: [], violations: [] };
  window.facevowInside = inside;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    // Firefox asks for this by itself, whatever the page may do.
    if (!blockedURI.endsWith('/favicon.ico')) inside.violations.push(`${violatedDirective} ${blockedURI}`);
  });
  const said = new WeakMap<Element, string>();
  const listen = (root: Document | ShadowRoot): void => {
    const look = (): void => {
      for (const region of root.querySelectorAll('[aria-live], [role=alert], [role=status]')) {
        const text = (region.textContent || '').replace(/\s+/g, ' ').trim();
        if (said.get(region) === text) continue;
        said.set(region, text);
        const loud =
          region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
        if (text !== '') inside.spoken.push(`${loud ? 'assertive' : 'polite'}: ${text}`);
      }
    };
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
  };
  listen(document);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its element below
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    listen(root);
    return root;
  };
  const media = (navigator as Partial<Navigator>).mediaDevices;
  if (!media) return;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    inside.tracks.push(...stream.getTracks());
    return stream;
  };
}

/**
 * Puts a canvas in the place of the camera: it plays Motion JPEG from this address over and over, or without one shows
 * a drawn face that moves.
 */
export function playInPage(clip: string | null): void {
  const media = (navigator as Partial<Navigator>).mediaDevices;
  if (!media) return;
  const frames: Blob[] = [];
  const load = async (address: string): Promise<void> => {
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    let start = 0;
    for (let index = 2; index < bytes.length; index += 1) {
      // Every picture begins with FF D8 FF, which stands nowhere inside one.
      const begins = bytes[index] === 0xff && bytes[index + 1] === 0xd8 && bytes[index + 2] === 0xff;
      if (!begins && index < bytes.length - 1) continue;
      frames.push(new Blob([bytes.slice(start, index)], { type: 'image/jpeg' }));
      start = index;
    }
  };
  const loaded = clip === null ? Promise.resolve() : load(clip);
  const canvas = document.createElement('canvas');
  const draw = async (count: number): Promise<void> => {
    const brush = canvas.getContext('2d');
    if (!brush) throw new Error('expected a canvas that can be drawn on');
    const frame = frames[count % Math.max(1, frames.length)];
    if (frame) {
      const picture = await createImageBitmap(frame);
      if (count === 0) [canvas.width, canvas.height] = [picture.width, picture.height];
      brush.drawImage(picture, 0, 0);
      picture.close();
      return;
    }
    brush.fillStyle = '#cdc6bb';
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = '#b98b6d';
    brush.beginPath();
    brush.ellipse(320 + 6 * Math.sin(count / 20), 240, 90, 120, 0, 0, 7);
    brush.fill();
  };
  media.enumerateDevices = () => {
    const device = (deviceId: string, label: string): MediaDeviceInfo => ({
      deviceId,
      label,
      groupId: '',
      kind: 'videoinput',
      toJSON: () => ({}),
    });
    return Promise.resolve([device('front', 'Front camera'), device('back', 'Back camera')]);
  };
  media.getUserMedia = async () => {
    await loaded;
    [canvas.width, canvas.height] = [640, 480];
    await draw(0);
    const stream = canvas.captureStream(30);
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('expected a track');
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId: 'front', facingMode: 'user' });
    let count = 0;
    const drawing = setInterval(() => {
      if (track.readyState === 'ended') clearInterval(drawing);
      else void draw((count += 1));
    }, 1000 / 30);
    return stream;
  };
}

/** Makes opening the camera fail as browsers do: a name of the Media Capture specification; `pending`: never answered. */
export function failToOpen(name: string): void {
  const media = (navigator as Partial<Navigator>).mediaDevices;
  if (!media) return;
  media.getUserMedia = () =>
    name === 'pending'
      ? new Promise(() => undefined)
      : Promise.reject(new DOMException('as the test wants it', name));
}

/** Makes the browser one that has this not. */
export function takeAway(name: string): void {
  Object.defineProperty(window, name, { value: undefined, configurable: true });
}
