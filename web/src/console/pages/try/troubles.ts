import type { FailureCause } from '../../../socket/connection';

interface Words {
  readonly title: string;
  readonly advice: string;
}

/** Why there is no connection, for whoever runs the server. */
export const TROUBLES: Readonly<Record<FailureCause, Words>> = {
  dropped: {
    title: 'No connection to the server',
    advice: 'It is tried again by itself. A proxy on the way has to let WebSockets through.',
  },
  broken: { title: 'The server cannot work now', advice: 'Its log says why. It is tried again by itself.' },
  full: {
    title: 'The server is full',
    advice: 'All its places are taken by people. One comes free by itself.',
  },
  refused: {
    title: 'The server refused the connection',
    advice: 'This page may not use it: see the setting for allowed origins.',
  },
  too_big: {
    title: 'The picture is too large',
    advice: 'Choose another camera, or raise the server’s limit.',
  },
  key_needed: { title: 'The key was not taken', advice: 'Leave the console and come in with another one.' },
  key_lacks: { title: 'The key may not do this', advice: 'It needs the scope “analyses”.' },
  too_often: { title: 'That was too often', advice: 'Wait a minute, then start again.' },
};
