/** What each name is for, in one line: for names whose source has no comment that an application's developer can use. */

export const ATTRIBUTES = {
  'session-token': '`session_token` of the answer to `POST /v1/sessions`. Good for one check',
  server: 'Base address of the Facevow server; where the script came from if left out',
  lang: 'Language of texts and voice, see [below](#languages)',
  theme: 'Colours; `auto` follows the device',
  spoken: 'Prompts are read aloud from the start; the person can switch that at any time',
  facing: 'Which camera is asked for, where the person has not chosen one',
  'auto-start':
    'Begins as soon as there is a session token, without a press on the button, see [below](#starting-by-itself)',
  abilities: 'Whether people are offered to leave movements out, before and during the check',
  camera: 'Whether people may choose among their cameras',
};

export const MEMBERS = {
  phase: 'Where the check stands, see [below](#phases)',
  problem: 'What keeps it from its end, see [below](#problems); null where nothing does',
  snapshot: 'All that is known of the check at this moment, frozen: cameras, prompt, guidance, and so on',
  newSession:
    'A function that makes another session and gives its token. It is called with `{because, excluded}`: what ended the one before (null at the very start), and what the person cannot do',
  preflight: 'Looks whether a check can be done here, see [below](#before-you-ask)',
  start:
    'As the button does; nothing where the element is in no page. Never rejects: what goes wrong is an event, and on the screen',
  cancel: 'Gives up: the server is told, the camera goes off',
  retry: 'As "Try again" does',
};

export const EVENTS = {
  'facevow-phase': 'The [phase](#phases) is another one, or its problem is',
  'facevow-started': 'The first frame was sent; `milliseconds` count from `start()`',
  'facevow-prompt': 'Something else is asked of the person; `act` is null while no movement is due',
  'facevow-guidance':
    'What the person could do better has changed; the most important first, empty where nothing is left to say',
  'facevow-ended':
    'The session is over, and your server can ask for the verdict. `verdict`, `reasons` and `token` only where the session was made with `reveal`',
  'facevow-problem': 'A [problem](#problems); also one that is waited out',
  'facevow-cancelled': 'The person gave up, the check was not to be seen for long, or the page was left',
  'facevow-session-needed':
    'It can only go on with another session, and there is no `newSession`: set `session-token` anew',
};

export const SLOTS = {
  start: 'Title, line and tips before the check',
  'start-button': 'What stands on the button that begins it',
  permission: 'What is said while the browser asks for the camera',
  done: 'What is said when the session is complete',
  problem:
    'What is said of a problem. Say what the person can do: the event `facevow-problem` tells which one it is',
  cancelled: 'What is said after the person gave up',
  footer: 'Nothing; a line of your own below all of it',
};

export const PARTS = {
  root: 'Everything',
  start: 'The panel before the check',
  'start-button': 'Its button',
  abilities: 'The list of what the person cannot do',
  permission: 'The panel while the browser asks',
  stage: 'Picture, drawing and prompt',
  video: 'The picture of the camera',
  overlay: 'The oval, ring and arrows drawn over it',
  prompt: 'The line that says what to do',
  hint: 'The smaller line below it',
  progress: 'Which act of how many',
  button: 'Every button that leads on',
  cancel: 'The button that gives up',
  speech: 'The button that switches the voice',
  camera: 'The list of cameras',
  done: 'The panel at the end',
  problem: 'The panel of a problem',
  cancelled: 'The panel after giving up',
};

export const COLOURS = {
  '--facevow-accent': 'Buttons, links, the mark of keyboard focus',
  '--facevow-accent-ink': 'Text on the accent',
  '--facevow-ground': 'Behind panels within the check',
  '--facevow-surface': 'Its own ground',
  '--facevow-ink': 'Text',
  '--facevow-ink-soft': 'Text that matters less',
  '--facevow-line': 'Lines between things',
  '--facevow-good': 'What went well, and the oval when the face is right',
  '--facevow-bad': 'What went wrong',
  '--facevow-stage': 'Behind the picture of the camera',
  '--facevow-radius': 'Roundness of its corners',
  '--facevow-font': 'Typeface',
};

export const PREFLIGHT = {
  page: 'The page is in a secure context (https or localhost)',
  browser: 'The browser has what a check needs',
  camera: 'There is a camera',
  permission: 'The browser does not refuse it to this page',
  picture: 'It gives a picture, of at least 5 frames a second; `detail` has size and rate',
  connection: 'A stream to the server could be opened now',
};

export const WHOSE = {
  person: 'the person',
  network: 'the network',
  application: 'you, the application',
  server: 'the server',
};

export const REMEDIES = {
  again: 'the person tries again, with the same token',
  by_itself: 'by itself, with the same token',
  new_session: 'with another session',
  none: 'not at all',
};
