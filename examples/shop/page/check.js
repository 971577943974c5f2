// The browser's part of a check: it streams the camera and shows the prompts. It decides nothing and knows no verdict;
// at the end it asks the shop's own server, which has read and verified it.

import { closeCamera, frame, openCamera, picture } from './camera.js';

const PERIOD = 70; // milliseconds from frame to frame; a server that is slower takes the newest and drops the others

const GUIDANCE = {
  no_face: 'Bring your face into view',
  several_faces: 'Only one person, please',
  too_dark: 'Find a brighter place',
  too_bright: 'Turn away from the light',
  blurred: 'Hold still for a moment',
  too_small: 'Come a little closer',
  too_near: 'Move back a little',
  cut_off: 'Show your whole face',
  turned_away: 'Look straight at the camera',
  covered: 'Uncover your face',
};

const CAMERA = {
  NotAllowedError: 'Please allow the camera for this page, then try again.',
  NotFoundError: 'No camera was found. Connect one, or open this page on your phone.',
  NotReadableError: 'Another program uses the camera. Close it, then try again.',
  SecurityError: 'Browsers share the camera with https:// pages only.',
};

const CLOSED = {
  4429: 'That was too often. Please try again in a few minutes.',
  4503: 'Many people are being checked just now. Please try again in a moment.',
};

const ADVICE = 'Try again in even light, alone, without a photo or a screen.';

const part = (id) => document.getElementById(id);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Sets a text only when it changes: a screen reader says it once. */
function say(id, words) {
  if (part(id).textContent !== words) part(id).textContent = words;
}

/** idle, starting, checking, asking, verified or refused: the style sheet shows what belongs to it. */
function enter(state, title, advice = '') {
  document.body.dataset.state = state;
  document.body.classList.remove('seen');
  part('start').textContent = state === 'idle' ? 'Start the check' : 'Try again';
  part('left').textContent = '';
  say('prompt', title);
  say('note', advice);
}

/** Asks the shop's server; its answer to a failure is `detail`, in words for the customer. */
async function ask(method) {
  const response = await fetch('/check', { method });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? 'The shop does not answer. Please try again.');
  return answer;
}

/** What the server says after each frame it has looked at: what to do now, and how far it is. */
function show({ message, guidance, face, active_check: check }) {
  say('prompt', message);
  say('note', guidance.length ? GUIDANCE[guidance[0]] : '');
  document.body.classList.toggle('seen', face !== null);
  part('progress').hidden = !check.enabled;
  part('progress').max = check.of || 1;
  part('progress').value = check.done.length + (check.prompt?.progress ?? 0);
  part('left').textContent = check.prompt ? `${Math.ceil(check.prompt.seconds_left)} s` : '';
}

/** Sends pictures until the socket closes. */
async function stream(socket, video) {
  const canvas = document.createElement('canvas');
  for (let sequence = 1; socket.readyState === WebSocket.OPEN; ) {
    const pause = wait(PERIOD);
    const taken = performance.now();
    const jpeg = socket.bufferedAmount === 0 ? await picture(video, canvas) : null; // else the network lags behind
    if (jpeg && socket.readyState === WebSocket.OPEN) socket.send(frame(sequence++, taken, jpeg));
    await pause;
  }
}

/** One stream, from its opening to its end; what it was closed with. */
function talk({ stream: address, token }, video) {
  return new Promise((done) => {
    const socket = new WebSocket(address, ['facevow.v1', `facevow.token.${token}`]);
    const excluded = [...document.querySelectorAll('#abilities input:checked')].map((box) => box.value);
    part('cancel').onclick = () => socket.close();
    socket.onclose = done;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'welcome') {
        if (message.active && excluded.length) socket.send(JSON.stringify({ type: 'exclude', acts: excluded }));
        enter('checking', 'Look at the camera');
        stream(socket, video);
      } else if (message.type === 'progress') {
        show(message);
      } else if (message.code === 'challenge_impossible') {
        say('note', 'Too few movements are left to ask for: some will be asked for all the same.');
      }
    };
  });
}

/** What the shop's server has found; the callback may take a moment longer than the question. */
async function settle(closed) {
  enter('asking', 'One moment…');
  let outcome = await ask('GET');
  if (outcome.verified) enter('verified', 'Verified', 'Thank you. Your order is confirmed.');
  else enter('refused', 'Not verified', CLOSED[closed.code] ?? ADVICE);
  for (let round = 0; round < 20 && !outcome.called_back; round++) {
    proof(outcome);
    await wait(500);
    outcome = await ask('GET');
  }
  proof(outcome);
}

function proof({ session, state, untrusted, called_back: told }) {
  say('proof-session', session);
  say('proof-state', state);
  say('proof-token', untrusted ?? (state === 'COMPLETED' ? 'signature holds' : 'none'));
  say('proof-callback', told ? 'received' : 'not yet');
}

async function check() {
  const video = part('camera');
  try {
    enter('starting', 'Waiting for the camera…');
    await openCamera(video);
    part('stage').style.setProperty('--ratio', video.videoWidth / video.videoHeight);
    enter('starting', 'Connecting…');
    const closed = await talk(await ask('POST'), video);
    closeCamera(video);
    await settle(closed);
  } catch (error) {
    enter('refused', 'That did not work', CAMERA[error.name] ?? error.message);
  } finally {
    closeCamera(video);
  }
}

part('start').onclick = check;
enter('idle', '');
