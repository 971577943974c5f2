/** Each table by its name, as Markdown. */
import * as words from './words.js';

const LIFECYCLE = /Callback$/;
const code = (text) => `\`${text}\``;
const tick = (yes) => (yes ? 'yes' : '');
const either = (values) => values.map(code).join(', ');

function table(head, rows) {
  if (rows.length === 0) throw new Error(`expected rows for the table of ${head.join(', ')}`);
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The words for just these names: one without words is an error, and so are words without a name. */
function worded(what, names, meanings) {
  const lacking = names.filter((name) => !Object.hasOwn(meanings, name));
  const idle = Object.keys(meanings).filter((name) => !names.includes(name));
  if (lacking.length > 0)
    throw new Error(`scripts/tables/words.js: expected words for ${what} ${lacking.join(', ')}`);
  if (idle.length > 0) throw new Error(`scripts/tables/words.js: no ${what} is called ${idle.join(', ')}`);
  return Object.keys(meanings).map((name) => [name, meanings[name]]);
}

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];

/** Those it is told of, and those that it or its styles only look at. */
async function attributeNames(source) {
  const text = await source.text('src/element.ts');
  const observed = /observedAttributes[^=]*= \[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return [...new Set([...all(observed, /'([\w-]+)'/g), ...all(text, /(?:get|has)Attribute\('([\w-]+)'\)/g)])];
}

async function attributes(source) {
  const names = await attributeNames(source);
  const members = await source.publicOf('src/element.ts', 'FacevowCheckElement');
  return table(
    ['attribute', 'values', 'meaning'],
    worded('attribute', names, words.ATTRIBUTES).map(([name, meaning]) => {
      const member = members.find((one) => one.name === camel(name));
      const free = member?.type === 'boolean' ? 'there or not' : 'text';
      const values = member?.words.length ? either(member.words) : free;
      return [code(name), values, meaning];
    }),
  );
}

async function members(source) {
  const reflected = (await attributeNames(source)).map(camel);
  const found = (await source.publicOf('src/element.ts', 'FacevowCheckElement')).filter(
    ({ name }) => !LIFECYCLE.test(name) && !reflected.includes(name),
  );
  const names = found.map(({ name }) => name);
  return table(
    ['member', 'type', 'meaning'],
    worded('member', names, words.MEMBERS).map(([name, meaning]) => {
      const { kind, fixed, writable, type } = found.find((one) => one.name === name);
      const access = kind === 'property' && !writable ? ', read only' : '';
      return [
        code(kind === 'method' ? `${name}()` : name),
        `${code(type)}${access}${fixed ? ', static' : ''}`,
        meaning,
      ];
    }),
  );
}

async function events(source) {
  const found = await source.membersOf('src/events.ts', 'CheckEvents');
  const rows = worded(
    'event',
    found.map(({ name }) => name),
    words.EVENTS,
  );
  return table(
    ['event', '`detail`', 'when'],
    await Promise.all(
      rows.map(async ([name, meaning]) => {
        const detail = /^CustomEvent<(\w+)>$/.exec(found.find((one) => one.name === name).type)?.[1] ?? '';
        const fields = await source.membersOf('src/events.ts', detail);
        return [
          code(name),
          fields.map((one) => code(one.name + (one.optional ? '?' : ''))).join(', '),
          meaning,
        ];
      }),
    ),
  );
}

/** Panels name both a slot and a part by themselves. */
async function panels(source) {
  const view = await source.text('src/view/view.ts');
  return all(/MESSAGES[^=]*= \[([^\]]*)\]/.exec(view)?.[1] ?? '', /'(\w+)'/g);
}

async function slots(source) {
  const text = await source.texts('src/view');
  const names = [...all(text, /'slot', \{ name: '([\w-]+)'/g), ...(await panels(source))];
  return table(
    ['slot', 'in its place stands'],
    worded('slot', names, words.SLOTS).map(([name, meaning]) => [code(name), meaning]),
  );
}

async function parts(source) {
  const text = await source.texts('src/view');
  const given = [...all(text, /\bpart: '([\w -]+)'/g), ...all(text, /new Button\('[\w -]+', '([\w -]+)'/g)];
  const names = [...new Set([...given.flatMap((part) => part.split(' ')), ...(await panels(source))])];
  return table(
    ['part', 'what it is'],
    worded('part', names, words.PARTS).map(([name, meaning]) => [code(name), meaning]),
  );
}

async function colours(source) {
  const text = await source.text('src/view/styles/tokens.css');
  const [light, ...rest] = text.split(":host([theme='dark']) .root");
  const valueIn = (css, name) =>
    new RegExp(`--[\\w-]+: var\\(\\s*${name},\\s*([^;]*?)\\s*\\);`).exec(css)?.[1];
  const names = all(text, /var\(\s*(--facevow-[\w-]+)/g);
  return table(
    ['property', 'light', 'dark', 'what it colours'],
    worded('property', names, words.COLOURS).map(([name, meaning]) => {
      const [day, night] = [valueIn(light, name), valueIn(rest.join(), name)].map((value) =>
        value?.replace(/\s+/g, ' ').replace(/^('[^']+'), .*/, '$1, …'),
      );
      return [code(name), day ? code(day) : '', night && night !== day ? code(night) : 'the same', meaning];
    }),
  );
}

async function phases(source) {
  const { PHASES } = await source.values('src/flow/phases.ts');
  const meanings = await source.commentsIn('src/flow/phases.ts', 'PHASES');
  return table(
    ['phase', 'what it is', 'camera', 'connection', 'last'],
    Object.entries(PHASES).map(([name, { camera, socket, final }]) => [
      code(name),
      meanings[name],
      tick(camera),
      tick(socket),
      tick(final),
    ]),
  );
}

async function problems(source) {
  const { PROBLEMS } = await source.values('src/flow/problems.ts');
  const { en } = await source.values('src/texts/en.ts');
  return table(
    ['problem', 'what the person reads', 'who can mend it', 'how it goes on'],
    Object.entries(PROBLEMS).map(([name, { remedy, whose, resumes }]) => {
      const { title, advice } = en.problems[name];
      const itself = resumes ? ', by itself where there is `newSession`' : '';
      return [code(name), `**${title}.** ${advice}`, words.WHOSE[whose], words.REMEDIES[remedy] + itself];
    }),
  );
}

async function preflight(source) {
  const names = await source.wordsOf('src/preflight.ts', 'PreflightName');
  return table(
    ['name', 'ok where'],
    worded('check', names, words.PREFLIGHT).map(([name, meaning]) => [code(name), meaning]),
  );
}

async function languages(source) {
  const { LANGUAGES } = await source.values('src/texts/languages.ts');
  const english = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });
  return table(
    ['`lang`', 'language', 'its own name'],
    Object.entries(LANGUAGES).map(([tag, name]) => [code(tag), english.of(tag), name]),
  );
}

/** The oldest browsers that the script is built for. */
async function targets(source) {
  const config = await source.text('vite.config.ts');
  const found = all(/target: \[([^\]]*)\]/.exec(config)?.[1] ?? '', /'([a-z]+[\d.]+)'/g);
  return table(
    ['browser', 'from version'],
    found.map((target) => {
      const [, name, version] = /^([a-z]+)([\d.]+)$/.exec(target);
      return [name[0].toUpperCase() + name.slice(1), version];
    }),
  );
}

export async function drawings(source) {
  const drawn = {
    attributes,
    members,
    events,
    slots,
    parts,
    colours,
    phases,
    problems,
    preflight,
    languages,
    targets,
  };
  const entries = Object.entries(drawn).map(async ([name, draw]) => [name, await draw(source)]);
  return Object.fromEntries(await Promise.all(entries));
}
